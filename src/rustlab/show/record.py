"""Values -> `application/vnd.rustlab+json`: codes, places, our own words; goldens hold it.

The compiler's prose, signal names, times and folders are absent: they change between releases,
platforms and machines. `schema` grows when the meaning of a field changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.exercise.exercise import Verdict
from rustlab.run.outcome import Crash
from rustlab.show.provided import Provided

MIME = "application/vnd.rustlab+json"
Record = dict[str, Any]


def built(build: Build, provided: Sequence[Provided]) -> Record:
    """A cell that compiled: the module, its names, its warnings."""
    names = [{"kind": p.kind, "name": p.name, "signature": p.signature} for p in provided]
    return _record(
        "built", module=build.module, names=names, warnings=diagnostics(build.diagnostics)
    )


def failed(build: Build) -> Record:
    """A cell that did not compile."""
    return _record("did_not_build", errors=diagnostics(build.errors))


def failed_as_expected(build: Build) -> Record:
    """A cell that promised to fail and did."""
    return _record("fails_as_it_should", errors=diagnostics(build.errors))


def crashed(crash: Crash) -> Record:
    """The worker is gone: one word."""
    return _record("crashed", word=crash.word)


def ended_as_expected(word: str) -> Record:
    """`%%isolated --expect WORD` came true."""
    return _record("ends_as_it_should", word=word)


def verdict(value: Verdict) -> Record:
    """The verdict of an exercise, without its seconds."""
    misconception = value.misconception
    return _record(
        "verdict",
        exercise=value.exercise,
        outcome=value.outcome,
        checks=[{"name": c.name, "outcome": c.outcome} for c in value.checks],
        misconception=misconception.id if misconception else None,
    )


def diagnostics(values: Iterable[Diagnostic]) -> list[Record]:
    return [_diagnostic(value) for value in values]


def _diagnostic(value: Diagnostic) -> Record:
    span = value.primary
    place = {"line": span.line, "column": span.column} if span else None
    return {"level": value.level, "code": value.code, "place": place}


def _record(kind: str, **fields: object) -> Record:
    return {"schema": 1, "kind": kind, **fields}
