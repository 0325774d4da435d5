"""Values for the pure tests: builds, runs and reports as the rooms before would make them."""

from __future__ import annotations

from pathlib import Path

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic, Span
from rustlab.exercise.exercise import Exercise, Submission
from rustlab.exercise.probes import Examined
from rustlab.run.outcome import Crash, Raised, Report, Run, Word

X06 = Exercise(
    id="X06", title="Give back", stage=1, kind="implement", goal="", minutes=20,
    needs=(), introduces=(), uses=(), unsafe_budget=2, oracle="", hints=("one", "two", "three"),
    probes=("ownership", "checks", "hostile", "unsafe", "malloc-debug"),
    folder=Path("x06-give-back"), module="x06", page="references/page.md",
)  # fmt: skip
PLAN = [
    {"name": "counts", "group": "calls"},
    {"name": "first([])", "group": "checks"},
    {"name": "first(None)", "group": "hostile"},
    {"name": "first(1)", "group": "hostile"},
    {"name": "again", "group": "second-import"},
]


def submission(text: str = "", failures: int = 0) -> Submission:
    return Submission(exercise=X06, text=text, failures=failures)


def built(*diagnostics: Diagnostic) -> Build:
    return Build(ending="built", artifact=Path("x06.so"), diagnostics=diagnostics)


def diagnostic(
    message: str, *, code: str | None = None, line: int = 1, file: str = "src/cell.rs"
) -> Diagnostic:
    span = Span(file=file, line=line, column=1, end_line=line, end_column=2, primary=True)
    level = "warning" if code == "unsafe_code" else "error"
    return Diagnostic(level=level, message=message, code=code, spans=(span,))  # type: ignore[arg-type]


def step(number: int, outcome: str = "passed", message: str = "", **evidence: object) -> Report:
    name = str(PLAN[number]["name"])
    return Report(name=name, outcome=outcome, message=message, data={"step": number, **evidence})


def examined(
    *reports: Report, culprit: int | None = None, malloc_debug: bool = False, **run: object
) -> Examined:
    plan = Report(name="plan", outcome="plan", data=PLAN)
    ended = Run(reports=(plan, *reports), **{"ending": "finished", **run})  # type: ignore[arg-type]
    return Examined(run=ended, malloc_debug=malloc_debug, culprit=culprit)


def green(*, malloc_debug: bool = False) -> Examined:
    return examined(*(step(n) for n in range(len(PLAN))), malloc_debug=malloc_debug)


def no_import(kind: str, message: str) -> Examined:
    raised = Raised(type=kind, message=message, traceback="")
    return Examined(run=Run(ending="raised", raised=raised), malloc_debug=False)


def crash(word: Word = "crash", quoted: str = "") -> Crash:
    return Crash(word=word, cause="it went wrong", hint="look", signal="SIGSEGV", quoted=quoted)
