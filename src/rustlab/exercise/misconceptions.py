"""Which wrong idea is behind a wrong answer; silence when unsure.

What was seen at run time wins over the text. The ideas, their sentences and the rules that many
exercises share are in `ideas.toml`; an exercise brings rules of its own, which are tried first.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rustlab.cargo.diagnostic import Diagnostic
from rustlab.exercise import rule, rust
from rustlab.exercise.exercise import Exercise, Misconception
from rustlab.exercise.rule import Evidence, Rule
from rustlab.run.outcome import Crash

SHAPES: Final[Mapping[str, Callable[[str], bool]]] = {
    "uncounted_none": rust.returns_uncounted_none,
}
"""What no pattern can tell: it needs the tree of the text."""
HARMLESS = ("not_written", "unsafe")  # says nothing of what the text does
NO_CODE = "-"  # in a rule: an error of rustc's that has no code


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """One wrong idea: what somebody believed, and the sentence that answers it."""

    id: str
    belief: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ideas:
    """The table of all ideas, and the rules that hold for every exercise."""

    ideas: Mapping[str, Idea]
    rules: tuple[Rule, ...]


@functools.cache
def table() -> Ideas:
    """Read `ideas.toml`, once."""
    text = Path(__file__).with_name("ideas.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    ideas = (Idea(**row | {"text": row["text"].strip()}) for row in read["idea"])
    rules = tuple(rule.of_table(row) for row in read["rule"])
    return Ideas(ideas={idea.id: idea for idea in ideas}, rules=rules)


def of_crash(step: str, crash: Crash, stderr: str) -> Evidence:
    """Read how a process ended: its last words are the interpreter's or Rust's own."""
    return Evidence(step=step, kind=crash.word, text=f"{crash.quoted}\n{crash.stderr}\n{stderr}")


def recognise(
    evidence: tuple[Evidence, ...], text: str, exercise: Exercise
) -> Misconception | None:
    """Return the wrong idea behind what was seen, else behind what is written, else None."""
    code = rust.plain(text)
    own = (r for r in exercise.recognise if not r.of_build and _fits(r, evidence, text, code))
    found = next(own, None) or next(_general(evidence, text, code), None)
    return None if found is None else entry(found, exercise)


def of_build(errors: tuple[Diagnostic, ...], text: str, exercise: Exercise) -> Misconception | None:
    """Return the wrong idea behind rustc's errors, or None."""
    code = rust.plain(text)
    for known in (*exercise.recognise, *table().rules):
        if known.of_build and known.reads(code) and any(_says(known, e) for e in errors):
            return entry(known, exercise)
    return None


def entry(known: Rule, exercise: Exercise) -> Misconception:
    """Return what the learner is told when a rule has matched."""
    return named(known.idea, exercise, known.text)


def named(idea: str, exercise: Exercise, text: str = "") -> Misconception:
    """Return an idea by its id, with the sentence of the table or a better one."""
    known = table().ideas.get(idea)
    told = text.strip() or (known.text if known else "")
    link = f"book/{exercise.page}" if exercise.page else ""
    belief = known.belief if known else ""
    return Misconception(id=idea or exercise.id, text=told, link=link, belief=belief)


def _general(evidence: tuple[Evidence, ...], text: str, code: str) -> Iterator[Rule]:
    rules = [known for known in table().rules if not known.of_build]
    for seen in evidence:
        yield from (r for r in rules if r.of_run and _fits(r, (seen,), text, code))
    # A text that failed for a reason we do not know gets no guess from its looks.
    if all(seen.kind in HARMLESS for seen in evidence):
        yield from (r for r in rules if not r.of_run and _fits(r, (), text, code))


def _fits(known: Rule, evidence: tuple[Evidence, ...], text: str, code: str) -> bool:
    written = known.reads(code) and all(SHAPES[shape](text) for shape in known.shape)
    return written and (not known.of_run or any(known.sees(seen) for seen in evidence))


def _says(known: Rule, error: Diagnostic) -> bool:
    words = "\n".join((error.message, error.rendered, *error.notes))
    return (error.code or NO_CODE) in known.code and known.hears(words)
