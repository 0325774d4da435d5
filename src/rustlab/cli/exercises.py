"""The commands around an exercise: list, check, hint, reset, solution, progress."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from pathlib import Path

from rustlab.cli import here
from rustlab.cli.waiting import progress_line
from rustlab.errors import NotYet
from rustlab.exercise import catalog, submission
from rustlab.exercise.exercise import Exercise, Verdict
from rustlab.exercise.progress import Progress, Standing
from rustlab.exercise.verdict import brief, to_json


def exercises(args: argparse.Namespace) -> int:
    """List what there is, and what is done."""
    home = here.home()
    rows = [(one, _standing(home, one)) for one in here.exercises()]
    if args.json:
        here.say_json({"exercises": [_row(one, standing) for one, standing in rows]})
    else:
        for one, standing in rows:
            print(f"{one.id}  {_state(standing):<12} {one.minutes:>3} min  {one.title}")
    return 0


def progress(args: argparse.Namespace) -> int:
    """Show the map: what is done, what comes next, what was tried and with which help."""
    from rustlab.show.ladder import ladder_text

    known = Progress(home=here.home_or_error())
    exercises = tuple(here.exercises())
    rungs = known.ladder(exercises)
    if args.json:
        rows = [_row(one, known.standing(one.id)) for one in exercises]
        done = sum(rung.state == "done" for rung in rungs)
        following = next((rung.exercise.id for rung in rungs if rung.state == "next"), None)
        here.say_json({"done": done, "of": len(rows), "next": following, "exercises": rows})
        return 0
    print(ladder_text(rungs))
    return 0


def check(args: argparse.Namespace) -> int:
    """Build and check an answer; 0 when it passes, 1 when not, 2 when it cannot be judged."""
    one = here.exercise(args)
    path = args.file or submission.place_of(here.home_or_error(), one)
    verdict = judge(one, path, args.python)
    if args.json:
        here.say_json(to_json(verdict))
    else:
        print(shown(one, verdict))
    return {"passed": 0, "could_not_judge": 2}.get(verdict.outcome, 1)


def judge(one: Exercise, path: Path, python: Path | None = None) -> Verdict:
    """Return the verdict on a file; a progress line is on the terminal meanwhile."""
    from rustlab.lab import Lab  # finds the tools, which a hint does not need

    submission.read(path)  # a missing file is told before a missing tool
    with progress_line() as told:
        return Lab.open(python).check(one, path, told)


def shown(one: Exercise, verdict: Verdict) -> str:
    """Return what a person reads: rustc's own words first, then the verdict."""
    from rustlab.show.text import diagnostic_text, verdict_text

    parts = [diagnostic_text(d) for d in verdict.diagnostics if d.code != "unsafe_code"]
    parts += [wrapped(verdict_text(brief(verdict), one.title))]
    if verdict.outcome == "passed":
        parts += [f"`rustlab solution {one.id}` shows how we wrote it"]
    return "\n\n".join(parts)


def wrapped(text: str) -> str:
    """Return the text with long lines broken between words, each under its own beginning."""
    width = min(shutil.get_terminal_size().columns, 100)
    lines = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False) or [
            ""
        ]
    return "\n".join(lines)


def hint(args: argparse.Namespace) -> int:
    """Show the next hint; after the third, the third again."""
    one, home = here.exercise(args), here.home()
    before = Progress(home=home).standing(one.id).hints if home else 0
    level = min(before + 1, len(one.hints))
    if home:
        Progress(home=home).hint_shown(one.id, level)
    print(wrapped(f"hint {level} of {len(one.hints)}: {one.hints[level - 1]}"))
    return 0


def reset(args: argparse.Namespace) -> int:
    """Put the starter back and say where the old text is."""
    saved = submission.reset(here.home_or_error(), here.exercise(args))
    print(f"`{saved.path}` is the starter again")
    if saved.kept:
        print(f"your text is in `{saved.kept}`")
    return 0


def solution(args: argparse.Namespace) -> int:
    """Show the solution after success, or on request; the progress remembers which."""
    one, home = here.exercise(args), here.home()
    passed = home is not None and Progress(home=home).standing(one.id).passed
    if not passed and not args.anyway:
        anyway = f"`rustlab solution {one.id} --anyway` shows it, and your progress will say so"
        raise NotYet(f"{one.id} is not solved yet", hint=f"`rustlab hint {one.id}` helps; {anyway}")
    if home:
        Progress(home=home).solution_shown(one.id, after_success=passed)
    print(catalog.solution(one), end="")
    return 0


def _standing(home: Path | None, one: Exercise) -> Standing:
    return Progress(home=home).standing(one.id) if home else Standing(exercise=one.id)


def _state(standing: Standing) -> str:
    if standing.passed:
        return "done"
    return "begun" if standing.attempts else "open"


def _row(one: Exercise, standing: Standing) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "minutes": one.minutes,
        "state": _state(standing),
        "attempts": standing.attempts,
        "hints": standing.hints,
        "solution_shown": standing.solution_shown,
        "solution_after_success": standing.solution_after_success,
    }
