"""How an `%%isolated` cell or a program ended: shown, raised, or as it promised."""

from __future__ import annotations

from rustlab.errors import ExpectationNotMet, WorkerCrashed
from rustlab.magic.raised import rebuild
from rustlab.magic.screen import put
from rustlab.run.outcome import Run
from rustlab.show import bundle


def conclude(run: Run, expected: str | None = None) -> None:
    """Show the last value, or raise what ended the code; with `expected` that end is the success.

    Raises ExpectationNotMet, WorkerCrashed, KeyboardInterrupt, or the exception of the code.
    """
    if run.ending == "interrupted":
        raise KeyboardInterrupt
    if expected is not None:
        _demand(run, expected)
        put(bundle.ended_as_expected(run))
    elif run.crash is not None:
        raise WorkerCrashed(run.crash.cause, hint=run.crash.hint, crash=run.crash)
    elif run.raised is not None:
        raise rebuild(run.raised)
    elif run.display:
        put(dict(run.display))


def _demand(run: Run, expected: str) -> None:
    if run.crash is not None and run.crash.word == expected:
        return
    raise ExpectationNotMet(
        f"the cell promised to end with `{expected}` and {_came(run)}",
        hint="change the word after `--expect`, or the code above",
    )


def _came(run: Run) -> str:
    if run.crash is not None:
        return f"ended with `{run.crash.word}`: {run.crash.cause}"
    if run.raised is not None:
        return f"raised `{run.raised.type}`: {run.raised.message}"
    return "ran to its end"
