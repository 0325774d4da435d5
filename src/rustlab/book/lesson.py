"""What a page or an exercise teaches and needs: its words, its minutes, its Rust."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from rustlab.book.schema import read_header
from rustlab.errors import BookError
from rustlab.exercise.exercise import Exercise

FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CARD = re.compile(r"^%exercise (X\d+)$", re.MULTILINE)
OPTIONS = re.compile(r"\A(:[\w-]+:[^\n]*\n)+\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One page or one exercise, as far as the order of the book goes."""

    name: str  # `rust/macros`, `X06`
    title: str
    minutes: int
    introduces: frozenset[str]
    uses: frozenset[str]
    previews: frozenset[str] = frozenset()  # words that its Rust shows before they are taught
    rust: str = ""  # all its Rust


def page_lesson(name: str, path: Path) -> Lesson:
    """The lesson of a page; needs no notebook library, so that a page can ask for it."""
    text = path.read_text(encoding="utf-8")
    head = text.split("\n---\n", 1)[0].removeprefix("---\n")
    try:
        header = read_header(yaml.safe_load(head), str(path))
    except (yaml.YAMLError, AttributeError) as error:
        raise BookError(
            f"the front matter of `{path}` cannot be read: {error}", hint="compare another page"
        ) from None
    return Lesson(
        name=name,
        title=header.title,
        minutes=header.minutes,
        introduces=frozenset(header.introduces),
        uses=frozenset(header.uses),
        previews=frozenset(header.previews),
        rust="\n".join(rust_of(text)),
    )


def cards_of(path: Path) -> tuple[str, ...]:
    """The ids of the exercises whose cards a page shows, in its order."""
    return tuple(CARD.findall(path.read_text(encoding="utf-8")))


def exercise_lesson(exercise: Exercise) -> Lesson:
    """The lesson of an exercise: what it says of itself."""
    return Lesson(
        name=exercise.id,
        title=exercise.title,
        minutes=exercise.minutes,
        introduces=frozenset(exercise.introduces),
        uses=frozenset(exercise.uses),
    )


def rust_of(text: str) -> list[str]:
    """The Rust of a page: cells and the code that is only read."""
    return [
        OPTIONS.sub("", fence["body"])
        for fence in FENCE.finditer(text)
        if fence["info"].strip() == "rust"
        or OPTIONS.sub("", fence["body"]).startswith(("%%rust", "%%exercise"))
    ]
