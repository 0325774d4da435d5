"""The words of the book, and whether a lesson uses one before it is introduced."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from rustlab.book.lesson import Lesson
from rustlab.errors import BookError


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A word of `concepts.toml`."""

    id: str
    term: str
    text: str
    rust: re.Pattern[str] | None  # found in the Rust of a lesson, the lesson uses the word


def read_concepts(path: Path) -> tuple[Concept, ...]:
    """The words in the order of the file; raise BookError where it is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        concepts = tuple(_concept(row) for row in table["concept"])
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise BookError(
            f"`{path}` cannot be read: {error!r}", hint="compare its other rows"
        ) from None
    ids = [concept.id for concept in concepts]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise BookError(f"`{path}` has `{twice[0]}` twice", hint="keep one of them")
    return concepts


def _concept(row: dict[str, str]) -> Concept:
    pattern = re.compile(row["rust"], re.MULTILINE) if "rust" in row else None
    return Concept(id=row["id"], term=row["term"], text=row["text"], rust=pattern)


def unknown_words(lessons: Sequence[Lesson], concepts: Sequence[Concept]) -> list[str]:
    """Words that lessons name and the file does not have."""
    known = {concept.id for concept in concepts}
    return [
        f"{lesson.name}: `{word}` is not in concepts.toml"
        for lesson in lessons
        for word in sorted((lesson.introduces | lesson.uses | lesson.previews) - known)
    ]


def too_early(
    lessons: Sequence[Lesson], concepts: Sequence[Concept], known: AbstractSet[str] = frozenset()
) -> list[str]:
    """What is used before it is introduced, by what lessons say and by what their Rust shows."""
    seen = set(known)
    found: list[str] = []
    for lesson in lessons:
        found += [
            f"{lesson.name}: uses `{word}`, which nothing before it introduces"
            for word in sorted(lesson.uses - seen)
        ]
        seen |= lesson.introduces
        early = _shown_early(lesson, concepts, seen)
        found += [
            f"{lesson.name}: its Rust uses `{word}` too early: {shown!r}"
            for word, shown in sorted(early.items())
            if word not in lesson.previews
        ]
        found += [
            f"{lesson.name}: `{word}` is no preview: it is known there, or no Rust shows it"
            for word in sorted(lesson.previews - set(early) - known)
        ]
    return found


def _shown_early(
    lesson: Lesson, concepts: Sequence[Concept], seen: AbstractSet[str]
) -> dict[str, str]:
    """The words that the Rust of a lesson shows and nobody has introduced, each with its place."""
    new = [concept for concept in concepts if concept.rust and concept.id not in seen]
    hits = {c.id: c.rust.search(lesson.rust) for c in new if c.rust}
    return {word: hit[0].strip() for word, hit in hits.items() if hit}
