"""The verdict on a port -> text for the terminal, and one object of JSON."""

from __future__ import annotations

from rustlab.parity.report import Parity

MARKS = {"passed": "ok", "failed": "FAILED", "skipped": "skipped"}


def parity_text(parity: Parity) -> str:
    """Each test, then what was counted, then the verdict in the last line."""
    run = parity.ours
    lines = [f"{MARKS[outcome]:8} {test}" for test, outcome in run.tests.items()]
    lines += ["", _counts(parity)]
    lines += [f"calls of our file: {', '.join(f'{n} {k}' for n, k in sorted(run.calls.items()))}"]
    if run.children:
        lines += ["not covered, since they start processes, which import C's module:"]
        lines += [f"  {test}" for test in run.children]
    lines += [f"expected difference: {line}" for line in parity.expected]
    lines += [f"the planted mistake failed {parity.caught} test{'s' * (parity.caught != 1)}"]
    if parity.leaks is not None and parity.leaks.counted:
        lines += [f"references leaked: {len(parity.leaks.found) or 'none'}"]
    lines += ["", *(f"error: {reason}" for reason in parity.reasons)]
    return "\n".join([*lines, _verdict(parity)])


def _counts(parity: Parity) -> str:
    count = {outcome: len(parity.ours.ended(outcome)) for outcome in MARKS}  # type: ignore[arg-type]
    return f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped, as C"


def _verdict(parity: Parity) -> str:
    return f"{parity.port} on {parity.python}: {'parity' if parity.ok else 'no parity'}"


def parity_record(parity: Parity) -> dict[str, object]:
    """For programs."""
    leaks = parity.leaks
    return {
        "port": parity.port,
        "python": parity.python,
        "parity": parity.ok,
        "reasons": list(parity.reasons),
        "tests": dict(parity.ours.tests),
        "calls": dict(parity.ours.calls),
        "not_covered": list(parity.ours.children),
        "expected_differences": list(parity.expected),
        "mutant_failed": parity.caught,
        "leaks": None if leaks is None else list(leaks.found),
    }
