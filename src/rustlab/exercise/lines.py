"""What the children reported -> one line a check, in the words a learner reads."""

from __future__ import annotations

import dataclasses
import re

from rustlab.exercise.exercise import CheckOutcome, CheckResult
from rustlab.exercise.probes import TIMEOUT, Examined
from rustlab.run.outcome import Crash, Report

IMPORTS = "Python can import it"
_SHOWN = 3  # failing hostile calls that are spelled out
_ONE_LINE = {"hostile": "awkward arguments get the same answer as from Python"}
_DEBUG_LINE = "nothing wrong shows under PYTHONMALLOC=debug"
_ALONE = "memory"  # the group of the debug child that has a line of its own


def lines(examined: tuple[Examined, ...]) -> tuple[CheckResult, ...]:
    """Return the lines of all children; a reason why checks were not run is said once."""
    return _said_once(tuple(line for one in examined for line in _lines(one)))


def _said_once(lines: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """Leave the reason why a check was not run at the first of several with the same one."""
    known: set[str] = set()
    said: list[CheckResult] = []
    for line in lines:
        again = line.outcome == "not_run" and line.message in known
        known |= {line.message} if line.outcome == "not_run" else set()
        said.append(dataclasses.replace(line, message="") if again else line)
    return tuple(said)


def _lines(examined: Examined) -> tuple[CheckResult, ...]:
    if not examined.plan:
        return (_no_import(examined),)
    results = [_result(examined, number) for number in range(len(examined.plan))]
    steps = list(zip(results, examined.plan, strict=True))
    if examined.malloc_debug:
        alone = [r for r, step in steps if step.group == _ALONE]
        rest = [r for r, step in steps if step.group != _ALONE]
        return (_summary(_DEBUG_LINE, rest), *alone)
    lines: list[CheckResult] = []
    for group in dict.fromkeys(step.group for step in examined.plan):
        of_group = [r for r, step in steps if step.group == group]
        lines.extend([_summary(_ONE_LINE[group], of_group)] if group in _ONE_LINE else of_group)
    return (*lines, *_at_the_end(examined))


def _result(examined: Examined, number: int) -> CheckResult:
    name, report = examined.plan[number].name, examined.done.get(number)
    ended = examined.culprit if examined.culprit is not None else examined.unfinished
    if number == ended:
        return CheckResult(
            name=name, outcome=_fatal(examined), message=_how_it_ended(examined, name)
        )
    if report is None:
        return CheckResult(name=name, outcome="not_run", message="the process had ended before")
    return CheckResult(name=name, outcome=_word(report), message=report.message)


def _fatal(examined: Examined) -> CheckOutcome:
    if examined.run.ending == "crashed":
        return "crashed"
    return "timed_out" if examined.run.ending == "timed_out" else "not_run"


def _how_it_ended(examined: Examined, name: str) -> str:
    crash = examined.run.crash
    if crash is None:
        return "it was interrupted"
    if examined.run.ending == "timed_out":
        return f"it did not come to an end within {TIMEOUT:g} s"
    after = f"; it showed only later than in `{name}`" if examined.late else ""
    return f"{crash.cause}{_quoted(crash)}{after}\n{crash.hint}"


def _quoted(crash: Crash) -> str:
    """The process's own last words, on one line, with places as a learner knows them."""
    words = re.sub(r"src[/\\]cell\.rs:(\d+):\d+", r"line \1", " ".join(crash.quoted.split()))
    return f" ({words})" if words else ""


def _word(report: Report) -> CheckOutcome:
    if report.outcome == "passed":
        return "passed"
    return "failed" if report.outcome == "failed" else "not_run"


def _summary(name: str, results: list[CheckResult]) -> CheckResult:
    """Fold many calls into one line that spells out the first few that went wrong."""
    wrong = [r for r in results if r.outcome not in ("passed", "not_run")]
    if not wrong:
        skipped = next((r.message for r in results if r.outcome == "not_run"), "")
        return CheckResult(name=name, outcome="not_run" if skipped else "passed", message=skipped)
    worst: CheckOutcome = next((r.outcome for r in wrong if r.outcome != "failed"), "failed")
    # What came up outside of the call itself does not say which call it was.
    told = [r.message if r.name in r.message else f"{r.name}: {r.message}" for r in wrong[:_SHOWN]]
    more = [f"and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else []
    return CheckResult(name=name, outcome=worst, message="\n".join([*told, *more]))


def _at_the_end(examined: Examined) -> tuple[CheckResult, ...]:
    """A process that dies after its last step, or by an exception of no step."""
    run = examined.run
    if run.ending == "finished" or examined.culprit is not None or examined.unfinished is not None:
        return ()
    told = run.raised.message if run.raised else _how_it_ended(examined, "the last step")
    return (CheckResult(name="the process ends in order", outcome=_fatal(examined), message=told),)


def _no_import(examined: Examined) -> CheckResult:
    run = examined.run
    if run.raised is not None and run.raised.type not in ("ImportError", "SystemError"):
        told = f"{run.raised.type}: {run.raised.message}"
        return CheckResult(name="the checks can run", outcome="failed", message=told)
    if run.raised is not None:
        told = f"{run.raised.type}: {run.raised.message}"
        if "PyInit_" in told:
            told += "\nin the starter, the line `mod module;` brings the function that import calls"
        return CheckResult(name=IMPORTS, outcome="failed", message=told)
    return CheckResult(
        name=IMPORTS, outcome=_fatal(examined), message=_how_it_ended(examined, "the import")
    )
