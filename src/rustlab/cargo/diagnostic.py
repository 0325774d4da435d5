"""What rustc or a C compiler said, as values; nothing here reads or prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note", "help"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A place in a file; lines and columns count from 1, columns in characters."""

    file: str  # as rustc names it; the learner's own text is `src/cell.rs`
    line: int
    column: int
    end_line: int
    end_column: int
    primary: bool
    label: str = ""
    text: tuple[str, ...] = ()  # the source lines the span touches


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A replacement that the compiler proposes."""

    message: str
    span: Span
    replacement: str
    applicability: str = "Unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One message of the compiler with its places, notes and explanation."""

    level: Level
    message: str
    code: str | None = None  # `E0502`, a lint name such as `unused_variables`, or None
    spans: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()  # children: "note: …", "help: …"
    suggestions: tuple[Suggestion, ...] = ()
    explanation: str | None = None  # the text of `rustc --explain`, from cargo's JSON
    rendered: str = ""  # the compiler's own words, without colour

    @property
    def primary(self) -> Span | None:
        """The span the compiler points at first, if it names a place at all."""
        return next((span for span in self.spans if span.primary), None)
