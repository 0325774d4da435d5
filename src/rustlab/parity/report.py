"""What one run of CPython's tests said, and what the runs together mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. `calls` counts calls of functions in our file, `foreign` of those in another."""

    status: int
    tests: Mapping[str, Outcome]
    functions: tuple[str, ...]  # of the module that the tests saw
    calls: Mapping[str, int]
    foreign: Mapping[str, int]
    children: tuple[str, ...]  # tests that started processes, which have C's module
    output: str

    def ended(self, outcome: Outcome) -> tuple[str, ...]:
        """The tests that ended so."""
        return tuple(test for test, found in self.tests.items() if found == outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaks:
    """What `-R 3:3` said: whether it counted every file to its end, how it ended, what grew."""

    counted: bool
    status: int
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity:
    """The verdict: `reasons` is empty when the port stands in for C's module."""

    port: str
    python: str
    reasons: tuple[str, ...]
    ours: Run
    expected: tuple[str, ...]  # differences that the port's entry names, with their reasons
    caught: int  # how many tests the planted mutant failed
    leaks: Leaks | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons
