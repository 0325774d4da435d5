"""Cargo's JSON lines as values; unknown reasons are skipped, for cargo may add some any day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rustlab.cargo.diagnostic import Diagnostic, Level, Span, Suggestion

CELL = "src/cell.rs"
LEVELS: dict[str, Level] = {
    "error": "error",
    "error: internal compiler error": "error",
    "warning": "warning",
    "note": "note",
    "help": "help",
}
# Counts that repeat what stands above them; `failure-note` is not among the levels at all.
SUMMARIES = ("aborting due to ", "could not compile ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the compiler said about the crate of one manifest."""

    manifest: str
    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A crate that is built: `files` as cargo names them, `fresh` when nothing had to be done."""

    manifest: str
    name: str
    kinds: tuple[str, ...]
    files: tuple[str, ...]
    executable: str | None
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """All that cargo said; `finished` is its own verdict, None when it was cut off before."""

    said: tuple[Said, ...]
    artifacts: tuple[Artifact, ...]
    finished: bool | None


def parse(lines: Iterable[str]) -> Messages:
    """Read cargo's standard output. A line that is not JSON is a build script's or rustc's own."""
    said: list[Said] = []
    artifacts: list[Artifact] = []
    finished: bool | None = None
    for message in _objects(lines):
        match message.get("reason"):
            case "compiler-message":
                said.extend(_said(message))
            case "compiler-artifact":
                artifacts.append(_artifact(message))
            case "build-finished":
                finished = bool(message["success"])
    return Messages(said=tuple(said), artifacts=tuple(artifacts), finished=finished)


def _objects(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.startswith("{"):
            try:
                yield json.loads(line)
            except ValueError:  # the last line of a cargo that was killed
                continue


def _artifact(message: dict[str, Any]) -> Artifact:
    target = message["target"]
    return Artifact(
        manifest=message["manifest_path"],
        name=target["name"],
        kinds=tuple(target["kind"]),
        files=tuple(message["filenames"]),
        executable=message.get("executable"),
        fresh=bool(message.get("fresh")),
    )


def _said(message: dict[str, Any]) -> Iterator[Said]:
    inner = message["message"]
    level = LEVELS.get(inner["level"])
    counts = inner["message"].startswith(SUMMARIES) or inner["message"].endswith(" emitted")
    if level is not None and not (counts and not inner["spans"]):
        yield Said(manifest=message["manifest_path"], diagnostic=_diagnostic(inner, level))


def _diagnostic(inner: dict[str, Any], level: Level) -> Diagnostic:
    code = inner.get("code") or {}
    children = inner.get("children", ())
    return Diagnostic(
        level=level,
        message=inner["message"],
        code=code.get("code"),
        spans=tuple(_span(span) for span in inner["spans"]),
        notes=tuple(f"{c['level']}: {c['message']}" for c in children if not _replaces(c)),
        suggestions=tuple(s for child in children for s in _suggestions(child)),
        explanation=code.get("explanation"),
        rendered=(inner.get("rendered") or "").replace(CELL, "cell"),
    )


def _replaces(child: dict[str, Any]) -> bool:
    return any(span.get("suggested_replacement") is not None for span in child["spans"])


def _suggestions(child: dict[str, Any]) -> Iterator[Suggestion]:
    for span in child["spans"]:
        if span.get("suggested_replacement") is not None:
            yield Suggestion(
                message=child["message"],
                span=_span(span),
                replacement=span["suggested_replacement"],
                applicability=span.get("suggestion_applicability") or "Unspecified",
            )


def _span(span: dict[str, Any]) -> Span:
    place = _in_cell(span)
    return Span(
        file=place["file_name"].replace("\\", "/"),
        line=place["line_start"],
        column=place["column_start"],
        end_line=place["line_end"],
        end_column=place["column_end"],
        primary=span["is_primary"],
        label=span.get("label") or "",
        text=tuple(line["text"] for line in place.get("text", ())),
    )


def _in_cell(span: dict[str, Any]) -> dict[str, Any]:
    """A place inside a macro of ours means the place of the learner's that called it."""
    place: dict[str, Any] | None = span
    while place is not None:
        if place["file_name"].replace("\\", "/") == CELL:
            return place
        place = (place.get("expansion") or {}).get("span")
    return span
