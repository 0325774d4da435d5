"""What is run for a submission, as values: which groups of steps, in which child, in which order.

The steps themselves are in `_examiner.py`, which runs in the child. Cheap ones come first; the run
under `PYTHONMALLOC=debug` comes only when the rest is green, since a known fault needs no second
witness.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from rustlab.exercise.exercise import Exercise
from rustlab.run.outcome import Limits, Report, Run, RunRequest

SEEDS = 4
TIMEOUT = 10.0  # seconds for all steps of a child; a solution needs a few tenths
MEMORY = 2 * 1024**3
PLAIN = ("ownership", "checks", "hostile", "second-import", "subinterpreter")
DEBUG = ("checks", "hostile")
LAST = ("detach", "speed")  # dear: only when the rest is green
_GROUPS = {
    "ownership": "calls",
    "checks": "checks",
    "hostile": "hostile",
    "second-import": "second-import",
    "subinterpreter": "interpreters",
    "detach": "detach",
    "speed": "speed",
}
NAMES = frozenset({*_GROUPS, "leaks", "buffers", "malloc-debug", "unsafe", "snippets"})
"""What an exercise may ask for. Leaks and buffers are seen with the counts, in `ownership`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step as the child announced it."""

    name: str
    group: str  # "calls", "checks", "hostile", "second-import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One child: what was asked, how it ended, and which step ended it if one did."""

    run: Run
    malloc_debug: bool
    culprit: int | None = None  # the step that ends the process, by its number in the plan

    @property
    def plan(self) -> tuple[Step, ...]:
        """The steps in order; empty when the child never came so far (an import that failed)."""
        announced = next((r.data for r in self.run.reports if r.outcome == "plan"), None)
        rows = announced if isinstance(announced, list) else []
        return tuple(Step(name=row["name"], group=row["group"]) for row in rows)

    @property
    def done(self) -> dict[int, Report]:
        """The reports of finished steps, by number."""
        return {number_of(r): r for r in self.run.reports if r.outcome not in ("plan", "started")}

    @property
    def late(self) -> bool:
        """Whether the process died later than in the step that ended it."""
        return self.culprit is not None and self.culprit != self.unfinished

    @property
    def unfinished(self) -> int | None:
        """The step that had begun and never ended."""
        started = [number_of(r) for r in self.run.reports if r.outcome == "started"]
        return started[-1] if started and started[-1] not in self.done else None


def number_of(report: Report) -> int:
    """The number of the step in the plan, -1 for the plan itself."""
    return int(report.data["step"]) if isinstance(report.data, dict) else -1


PARTS = ("_counts", "_behaviour", "_machine", "_memory", "_examiner")
"""The modules of the child, in the order in which they import each other."""
# The child's interpreter may know no rustlab: it gets the modules as text, under their names.
_PROGRAM = """
import sys, types
for name, text in argument["parts"]:
    module = sys.modules[name] = types.ModuleType(name)
    exec(compile(text, f"<{name}>", "exec"), module.__dict__)
module.examine(globals()[argument["module"]], argument, report)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The Python that goes into the child: our parts, and the checks of the exercise."""

    parts: tuple[str, ...]
    checks: str


def request(exercise: Exercise, texts: Texts, artifact: Path, python: Path) -> RunRequest:
    """Return the program of the plain child: every group that the exercise asks for."""
    named = zip(PARTS, texts.parts, strict=True)
    return RunRequest(
        python=python,
        program=_PROGRAM,
        modules=((exercise.module, artifact),),
        filename="<examiner>",
        argument={
            "module": exercise.module,
            "checks": texts.checks,
            "parts": [[f"rustlab.exercise.{name}", text] for name, text in named],
            "groups": _groups(exercise, PLAIN),
            "seeds": [f"{exercise.id}/{n}" for n in range(SEEDS)],
            "only": None,
        },
        limits=Limits(timeout=TIMEOUT, memory=MEMORY),
        to_the_end=True,
    )


def with_malloc_debug(exercise: Exercise, plain: RunRequest) -> RunRequest:
    """Return the same under `PYTHONMALLOC=debug`, for the groups that it can show more of."""
    limits = dataclasses.replace(plain.limits, malloc_debug=True)
    groups = [*_groups(exercise, DEBUG), "memory"]
    return dataclasses.replace(_with(plain, groups=groups), limits=limits)


def last(exercise: Exercise, plain: RunRequest) -> RunRequest | None:
    """Return the dear probes that the exercise asks for, or None."""
    groups = _groups(exercise, LAST)
    return _with(plain, groups=groups) if groups else None


def only(whole: RunRequest, steps: tuple[int, ...]) -> RunRequest:
    """Return the same request for these steps alone, in this order."""
    return _with(whole, only=list(steps))


def _groups(exercise: Exercise, names: tuple[str, ...]) -> list[str]:
    return [_GROUPS[name] for name in names if name in exercise.probes]


def _with(request: RunRequest, **changes: object) -> RunRequest:
    argument = request.argument if isinstance(request.argument, dict) else {}
    return dataclasses.replace(request, argument={**argument, **changes})
