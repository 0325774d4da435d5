"""Reads `questions.toml`, `lines.toml` and `review.toml`; the keys never leave the kit."""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections.abc import Callable
from typing import Any

from rustlab.errors import ExerciseError
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import (
    Because,
    Decoy,
    Defect,
    Line,
    Paper,
    Puzzle,
    Question,
    Review,
)

FILES = {"predict": "questions.toml", "parsons": "lines.toml", "review-this-pr": "review.toml"}
ORDERS = "orders.toml"  # what the examiner found out about the orders of a Parsons problem


def read(exercise: Exercise) -> Paper:
    """Read what is asked; raise ExerciseError, with the file, when it is wrong."""
    file = exercise.folder / FILES[exercise.kind]
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return _READERS[exercise.kind](table, exercise)
    except (OSError, TypeError, KeyError, ValueError) as error:
        raise ExerciseError(
            f"`{file}` is wrong: {type(error).__name__}: {error}",
            hint="exercises/README.md shows how it is written",
        ) from None


def orders_key(exercise: Exercise) -> str:
    """The hash that binds the orders to the lines they were found for; reasons are no lines."""
    table = tomllib.loads((exercise.folder / FILES["parsons"]).read_text(encoding="utf-8"))
    lines = [(row["id"], row["text"], row.get("distractor", False)) for row in table["line"]]
    built = [table.get(key) for key in ("language", "crates", "before", "after", "accepted")]
    return hashlib.sha256(json.dumps([lines, built]).encode()).hexdigest()[:16]


def shuffled(exercise: Exercise, puzzle: Puzzle) -> tuple[Line, ...]:
    """Return the lines as a learner meets them: mixed, the same way each time."""
    lines = list(puzzle.lines)
    random.Random(exercise.id).shuffle(lines)
    return tuple(lines)


def _questions(table: dict[str, Any], _exercise: Exercise) -> tuple[Question, ...]:
    questions = tuple(Question(**_tuples(row)) for row in table["question"])
    for one in questions:
        if not 0 <= one.answer < len(one.choices):
            raise ValueError(f"`{one.id}` has no choice {one.answer}")
    return questions


def _puzzle(table: dict[str, Any], exercise: Exercise) -> Puzzle:
    orders = _orders(exercise)
    return Puzzle(
        above=table.get("before", ""),
        below=table.get("after", ""),
        lines=tuple(Line(**row) for row in table["line"]),
        before=tuple((first, second) for first, second in orders.get("before", ())),
        accepted=tuple(tuple(o) for o in (*table.get("accepted", ()), *orders.get("accepted", ()))),
        because=tuple(Because(**_tuples(row)) for row in table.get("because", ())),
        language=table.get("language", "rust"),
        crates=tuple(table.get("crates", ("cpython-sys",))),
    )


def _orders(exercise: Exercise) -> dict[str, Any]:
    file = exercise.folder / ORDERS
    if not file.is_file():
        return {}
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _review(table: dict[str, Any], exercise: Exercise) -> Review:
    text = (exercise.folder / "pr.rs").read_text(encoding="utf-8")
    defects = tuple(Defect(**_tuples(row)) for row in table["defect"])
    reasons = tuple((str(key), str(words)) for key, words in table["reasons"].items())
    unknown = {d.reason for d in defects} - {key for key, _ in reasons}
    if unknown:
        raise ValueError(f"no sentence for {sorted(unknown)}")
    decoys = tuple(Decoy(**_tuples(row)) for row in table.get("decoy", ()))
    return Review(text=text, defects=defects, decoys=decoys, reasons=reasons)


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}


_READERS: dict[str, Callable[[dict[str, Any], Exercise], Paper]] = {
    "predict": _questions,
    "parsons": _puzzle,
    "review-this-pr": _review,
}
