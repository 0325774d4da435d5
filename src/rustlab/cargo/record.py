"""A Build as JSON, for the store: what was said is shown again although nothing is built again."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic, Span, Suggestion

SCHEMA = 1


def dump(build: Build) -> str:
    """The part of a Build that another process can use."""
    said = [dataclasses.asdict(diagnostic) for diagnostic in build.diagnostics]
    record = {
        "schema": SCHEMA,
        "ending": build.ending,
        "module": build.module,
        "seconds": build.seconds,
        "diagnostics": said,
    }
    return json.dumps(record, ensure_ascii=False)


def load(text: str, artifact: Path | None) -> Build | None:
    """The Build of a record; None for one of another version."""
    record = json.loads(text)
    if record.get("schema") != SCHEMA:
        return None
    return Build(
        ending=record["ending"],
        diagnostics=tuple(_diagnostic(one) for one in record["diagnostics"]),
        artifact=artifact,
        module=record["module"],
        seconds=record["seconds"],
        cached=True,
    )


def _diagnostic(record: dict[str, Any]) -> Diagnostic:
    return Diagnostic(
        **record
        | {
            "spans": tuple(_span(span) for span in record["spans"]),
            "notes": tuple(record["notes"]),
            "suggestions": tuple(
                Suggestion(**one | {"span": _span(one["span"])}) for one in record["suggestions"]
            ),
        }
    )


def _span(record: dict[str, Any]) -> Span:
    return Span(**record | {"text": tuple(record["text"])})
