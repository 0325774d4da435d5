"""The front matter of a page, `rustlab:` minutes, goals, introduces, uses, as one checked value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rustlab.errors import BookError

KEYS = ("minutes", "goals", "introduces", "uses")
MAY = ("previews",)
EXAMPLE = (
    "rustlab: {minutes: 10, goals: [compile a cell], introduces: [extension module], uses: []}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHeader:
    """What a page promises (DESIGN section 7)."""

    title: str
    minutes: int  # how long a reader takes, 1 to 180
    goals: tuple[str, ...]  # what the reader can do afterwards, at least one
    introduces: tuple[str, ...]  # the words explained here
    uses: tuple[str, ...]  # the words a reader must bring along
    previews: tuple[str, ...] = ()  # words that its code shows before a later page explains them


def read_header(metadata: Mapping[str, object], file: str) -> PageHeader:
    """Check the front matter of `file`; raise BookError that names file and key."""
    block = metadata.get("rustlab")
    if not isinstance(block, Mapping):
        raise _wrong(file, "rustlab", "is missing")
    unknown = sorted(set(block) - {*KEYS, *MAY})
    if unknown:
        raise _wrong(file, f"rustlab.{unknown[0]}", "is not a key of the schema")
    header = PageHeader(
        title=_title(metadata, file),
        minutes=_minutes(block, file),
        goals=_words(block, "goals", file),
        introduces=_words(block, "introduces", file),
        uses=_words(block, "uses", file),
        previews=_words(block, "previews", file) if "previews" in block else (),
    )
    if not header.goals:
        raise _wrong(file, "rustlab.goals", "is empty")
    return header


def _title(metadata: Mapping[str, object], file: str) -> str:
    title = metadata.get("title")
    if not isinstance(title, str) or not title.strip():
        raise _wrong(file, "title", "is missing")
    return title


def _minutes(block: Mapping[str, object], file: str) -> int:
    minutes = block.get("minutes")
    # A YAML `yes` is a bool, and a bool is an int in Python.
    if type(minutes) is not int or not 1 <= minutes <= 180:
        raise _wrong(file, "rustlab.minutes", f"is `{minutes}`, not a whole number from 1 to 180")
    return minutes


def _words(block: Mapping[str, object], key: str, file: str) -> tuple[str, ...]:
    words = block.get(key)
    if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
        raise _wrong(file, f"rustlab.{key}", "is not a list of texts")
    if len(set(words)) < len(words):
        raise _wrong(file, f"rustlab.{key}", "names something twice")
    return tuple(words)


def _wrong(file: str, key: str, what: str) -> BookError:
    return BookError(f"`{key}` in the front matter of `{file}` {what}", hint=f"write {EXAMPLE}")
