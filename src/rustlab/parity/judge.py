"""Runs of C, of the port and of a broken port -> reasons why the port is not at parity. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from rustlab.parity.ports import Difference, Port
from rustlab.parity.report import Leaks, Run

SHOWN = 5


def allowed(port: Port, version: tuple[int, int], test: str) -> Difference | None:
    """The entry that lets this test end otherwise than with C."""
    for difference in port.differences:
        if version in difference.versions and fnmatchcase(test, difference.test):
            return difference
    return None


def differences(port: Port, version: tuple[int, int], ours: Run) -> tuple[str, ...]:
    """The failed tests that the port's entry expects, each with its reason."""
    found = ((test, allowed(port, version, test)) for test in ours.ended("failed"))
    return tuple(f"{test}: {entry.reason}" for test, entry in found if entry is not None)


def reasons(
    port: Port, version: tuple[int, int], c: Run, ours: Run, mutant: Run
) -> tuple[str, ...]:
    """Everything that speaks against parity; nothing at all is what passes."""
    return (
        *_tests(port, version, c, ours),
        *_standing_in(port, c, ours),
        *_seeing(mutant),
    )


def _tests(port: Port, version: tuple[int, int], c: Run, ours: Run) -> Iterator[str]:
    if not c.tests:
        yield f"no test ran with C's module: {_last(c)}"
    if c.ended("failed"):
        yield f"C's own module fails here: {_some(c.ended('failed'))}"
    failed = [test for test in ours.ended("failed") if allowed(port, version, test) is None]
    if failed:
        yield f"failed: {_some(failed)}"
    elif ours.status and not ours.ended("failed"):
        yield f"the run ended with status {ours.status}: {_last(ours)}"
    if c.tests.keys() != ours.tests.keys():
        yield f"not the tests that C ran: {_some(c.tests.keys() ^ ours.tests.keys())}"
    if set(c.ended("skipped")) != set(ours.ended("skipped")):
        yield f"other skips than C: {_some(set(c.ended('skipped')) ^ set(ours.ended('skipped')))}"


def _standing_in(port: Port, c: Run, ours: Run) -> Iterator[str]:
    """The tests must have met our file, in each function, and no other."""
    wanted = set(port.functions or c.functions)
    if set(c.functions) != set(ours.functions):
        yield f"other functions than C: {_some(set(c.functions) ^ set(ours.functions))}"
    foreign = {name for name in wanted if ours.foreign.get(name)}
    if foreign:
        yield f"calls reached another file than ours: {_some(foreign)}"
    silent = {name for name in wanted if not ours.calls.get(name)} - set(port.untested)
    if silent:
        yield f"never called in our file: {_some(silent)}"


def _seeing(mutant: Run) -> Iterator[str]:
    if not mutant.ended("failed"):
        yield "the planted mistake was not seen: these tests do not test our file"


def leaking(leaks: Leaks | None) -> tuple[str, ...]:
    """What the count of references adds."""
    if leaks is None:
        return ()
    if not leaks.counted:
        return ("references were not counted to the end of every file of tests",)
    if leaks.status and not leaks.found:
        return (f"the run that counts references ended with status {leaks.status}",)
    return tuple(f"leaks: {line}" for line in leaks.found)


def _last(run: Run) -> str:
    lines = run.output.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _some(names: object) -> str:
    listed = sorted(names)  # type: ignore[call-overload]  # any iterable of str
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more
