"""The story of a check: run the examiner in fresh children, find what ended one, let `judge` judge.

How a child is run comes in as a parameter, so this room knows neither cargo nor processes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from rustlab.cargo.build import Build
from rustlab.exercise import catalog, probes, verdict
from rustlab.exercise.exercise import Exercise, Submission, Verdict
from rustlab.exercise.probes import Examined
from rustlab.exercise.snippets import Judged
from rustlab.run.outcome import Run, RunRequest

_FOLDER = Path(__file__).parent
Runner = Callable[[RunRequest], Run]


def examine(
    submission: Submission,
    build: Build,
    *,
    run: Runner,
    python: Path,
    snippets: tuple[Judged, ...] = (),
) -> Verdict:
    """Return what came of a submission.

    `build` is what the compiler made of it, `run` starts a fresh child (for one,
    `rustlab.run.isolated.run`), `python` is the interpreter the module was built for,
    `snippets` what became of those that must not compile. A KeyboardInterrupt of `run` passes.
    """
    examined = _examine(submission.exercise, build, run, python) if build.ok else ()
    return verdict.judge(submission, build, examined, snippets)


def _examine(exercise: Exercise, build: Build, run: Runner, python: Path) -> tuple[Examined, ...]:
    assert build.artifact is not None
    if not exercise.has_checks:
        return ()
    plain = probes.request(exercise, _texts(exercise), build.artifact, python)
    first = _child(plain, run)
    found: tuple[Examined, ...] = (first,)
    if "malloc-debug" in exercise.probes and (verdict.clean(first) or _silent(first)):
        second = _child(probes.with_malloc_debug(exercise, plain), run)
        found = (first,) if _silent(first) and _silent(second) else (first, second)
    dear = probes.last(exercise, plain)
    if dear is None or not all(map(verdict.clean, found)):
        return found
    return (*found, _child(dear, run))


def _silent(examined: Examined) -> bool:
    """Whether the process died without a word on the cause; the debug allocator often has one."""
    run = examined.run
    return run.ending == "crashed" and run.crash is not None and not run.crash.quoted


def _texts(exercise: Exercise) -> probes.Texts:
    parts = tuple((_FOLDER / f"{name}.py").read_text(encoding="utf-8") for name in probes.PARTS)
    return probes.Texts(parts=parts, checks=catalog.checks(exercise))


def _child(request: RunRequest, run: Runner) -> Examined:
    examined = Examined(run=run(request), malloc_debug=request.limits.malloc_debug)
    if examined.run.ending != "crashed" or not examined.plan:
        return examined
    return dataclasses.replace(examined, culprit=_culprit(request, examined, run))


def _culprit(request: RunRequest, examined: Examined, run: Runner) -> int | None:
    """Return the step that ends the process: the last one, if it dies alone; else by halving.

    Memory that one step corrupts may be touched much later, even when the process ends.
    """
    last = examined.unfinished if examined.unfinished is not None else len(examined.plan) - 1

    def dies(first: int) -> bool:
        return run(probes.only(request, tuple(range(first, last + 1)))).ending == "crashed"

    if dies(last):
        return last
    if not dies(0):
        return examined.unfinished  # not again: all we can say is where it was
    low, high = 0, last  # dies from `low`, survives from `high`
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if dies(middle) else (low, middle)
    return low
