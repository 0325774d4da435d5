"""The tracks of `exercises/paths.toml`: which lessons, in which order, how many minutes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from rustlab.book.lesson import Lesson, cards_of, exercise_lesson, page_lesson
from rustlab.data import Data
from rustlab.errors import BookError
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise

START = "Start"  # the part to which the first page belongs


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A way through the book for one kind of reader."""

    id: str
    title: str
    about: str
    parts: tuple[str, ...]
    pages: tuple[str, ...] = ()  # of these parts, the pages on it; none named: all
    knows: tuple[str, ...] = ()  # parts whose words the reader brings along
    leave_out: tuple[str, ...] = ()  # ids of exercises
    kinds: tuple[str, ...] = ()  # the kinds of exercises; none named: all


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The book as a sequence of lessons, part by part, and the tracks through it."""

    parts: Mapping[str, tuple[Lesson, ...]]  # pages
    exercises: Mapping[str, tuple[Exercise, ...]]  # by page
    tracks: tuple[Track, ...]

    def lessons(self, track: Track | None = None) -> tuple[Lesson, ...]:
        """The pages of a track (of the book, if none is given), each before its exercises."""
        captions = track.parts if track else tuple(self.parts)
        pages = [page for caption in captions for page in self.parts.get(caption, ())]
        if track and track.pages:
            pages = [page for page in pages if page.name in track.pages]
        return tuple(lesson for page in pages for lesson in self._with_exercises(page, track))

    def minutes(self, track: Track, caption: str | None = None) -> int:
        """How long a track takes, or one part of it: pages and exercises."""
        one = replace(track, parts=(caption,)) if caption else track
        return sum(lesson.minutes for lesson in self.lessons(one))

    def known(self, track: Track) -> frozenset[str]:
        """The words that a reader of the track brings along."""
        pages = [page for caption in track.knows for page in self.parts.get(caption, ())]
        return frozenset(word for page in pages for word in page.introduces)

    def _with_exercises(self, page: Lesson, track: Track | None) -> Iterator[Lesson]:
        yield page
        for exercise in self.exercises.get(page.name, ()):
            if track is None or _is_on(exercise, track):
                yield exercise_lesson(exercise)


def open_course(data: Data) -> Course:
    """Read pages, exercises and tracks. Raises BookError, ExerciseError."""
    known = {exercise.id: exercise for exercise in catalog.load(data)}
    exercises = {
        name: tuple(known[card] for card in cards_of(data.book / f"{name}.md") if card in known)
        for names in read_parts(data.toc).values()
        for name in names
    }
    parts = {
        caption: tuple(page_lesson(name, data.book / f"{name}.md") for name in names)
        for caption, names in read_parts(data.toc).items()
    }
    tracks = read_tracks(data.exercises / "paths.toml")
    return Course(parts=parts, exercises=exercises, tracks=tracks)


def read_parts(toc: Path) -> dict[str, tuple[str, ...]]:
    """The pages of each part of the table of contents; the first page belongs to the first part."""
    table = yaml.safe_load(toc.read_text(encoding="utf-8"))
    parts = {
        str(part["caption"]): tuple(str(chapter["file"]) for chapter in part["chapters"])
        for part in table["parts"]
    }
    return {START: (str(table["root"]), *parts.pop(START, ())), **parts}


def read_tracks(path: Path) -> tuple[Track, ...]:
    """The tracks in the order of the file; raise BookError where it is wrong."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["path"]
        return tuple(Track(**{key: _frozen(value) for key, value in row.items()}) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BookError(f"`{path}` cannot be read: {error!r}", hint="compare its rows") from None


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _is_on(exercise: Exercise, track: Track) -> bool:
    return exercise.id not in track.leave_out and (not track.kinds or exercise.kind in track.kinds)
