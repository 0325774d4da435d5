"""`answer.toml`: what a learner begins with, the right one, and reading what they wrote."""

from __future__ import annotations

import json
import textwrap
import tomllib
from collections.abc import Iterator
from typing import Any

from rustlab.exercise import papers
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Puzzle, Question, Review

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Unreadable(ValueError):  # noqa: N818 - a learner's slip, told in the verdict
    """The answer is not what TOML or the exercise asks for."""


def starter(exercise: Exercise) -> str:
    """Return the file to fill in, with everything that is asked as comments."""
    return "\n".join(_starter(exercise)) + "\n"


def solution(exercise: Exercise) -> str:
    """Return the right answer, with the reasons as comments."""
    paper = papers.read(exercise)
    if isinstance(paper, Puzzle):
        return order_text(paper.wanted)
    if isinstance(paper, Review):
        rows = [(one.lines[0], one.reason) for one in paper.defects]
        return "\n".join(f"# {one.why}" for one in paper.defects) + "\n" + findings_text(rows)
    return choices_text({one.id: one.answer for one in paper}, {one.id: one.why for one in paper})


def choices_text(chosen: dict[str, int], why: dict[str, str] | None = None) -> str:
    """Return `answer.toml` of predictions."""
    lines = ["[answers]"]
    for name, choice in chosen.items():
        lines += [f"# {line}" for line in textwrap.wrap((why or {}).get(name, ""), 96)]
        lines.append(f'{name} = "{LETTERS[choice]}"')
    return "\n".join(lines) + "\n"


def order_text(order: tuple[str, ...]) -> str:
    """Return `answer.toml` of a Parsons problem."""
    return f"order = {json.dumps(list(order))}\n"


def findings_text(found: list[tuple[int, str]]) -> str:
    """Return `answer.toml` of a review."""
    rows = (f'[[finding]]\nline = {line}\nreason = "{reason}"\n' for line, reason in found)
    return "\n".join(rows) or "# nothing found\n"


def choices(text: str, questions: tuple[Question, ...]) -> dict[str, int]:
    """Read predictions: the number of a choice, from 0, or its letter. Raises Unreadable."""
    answers = _table(text).get("answers", {})
    if not isinstance(answers, dict):
        raise Unreadable("`answers` is no table: write `[answers]` above them")
    known = {one.id: one for one in questions}
    if unknown := sorted(set(answers) - set(known)):
        raise Unreadable(f"there is no question `{unknown[0]}`")
    return {name: _choice(known[name], value) for name, value in answers.items()}


def order(text: str) -> tuple[str, ...]:
    """Read an order of lines. Raises Unreadable."""
    found = _table(text).get("order", [])
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise Unreadable('`order` is no list of names: write `order = ["a", "b"]`')
    return tuple(found)


def findings(text: str, reasons: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Read findings of a review: (line, reason). Raises Unreadable."""
    rows = _table(text).get("finding", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable("`finding` is no list of tables: write `[[finding]]` above each")
    found = []
    for row in rows:
        line, reason = row.get("line"), row.get("reason")
        if type(line) is not int or reason not in reasons:
            raise Unreadable(
                f"a finding needs a `line` and a `reason`: one of {', '.join(reasons)}"
            )
        found.append((line, str(reason)))
    return tuple(found)


def _table(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"it is not TOML: {error}") from None


def _choice(question: Question, value: object) -> int:
    if isinstance(value, str) and len(value) == 1 and value.lower() in LETTERS:
        value = LETTERS.index(value.lower())
    if type(value) is not int or not 0 <= value < len(question.choices):
        last = LETTERS[len(question.choices) - 1]
        raise Unreadable(f'`{question.id}` takes a letter from "a" to "{last}"')
    return value


def _starter(exercise: Exercise) -> Iterator[str]:
    yield f"# {exercise.id}, {exercise.title.rstrip('?')}. Then run `rustlab check {exercise.id}`."
    paper = papers.read(exercise)
    if isinstance(paper, Puzzle):
        yield from _of_puzzle(exercise, paper)
    elif isinstance(paper, Review):
        yield from _of_review(paper)
    else:
        yield "# In the last line of a question take the `#` away, and put a letter in the quotes."
        yield "\n[answers]"
        for question in paper:
            yield from _of_question(question)


def _of_question(question: Question) -> Iterator[str]:
    yield ""
    yield from _comment(question.prompt)
    for text in (question.code, question.run):
        yield from _code(text)
        yield "#"
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        yield from _comment(f"{letter}: {choice}")
    yield f'# {question.id} = ""'


def _of_puzzle(exercise: Exercise, puzzle: Puzzle) -> Iterator[str]:
    yield "# Put the names of the lines that belong into `order`, from top to bottom."
    yield "#"
    yield from _code(puzzle.above)
    yield "#     … here …"
    yield from _code(puzzle.below)
    for line in papers.shuffled(exercise, puzzle):
        yield f"#\n# {line.id}:"
        yield from _code(line.text)
    yield "\norder = []"


def _of_review(review: Review) -> Iterator[str]:
    yield "# Read `pr.rs`. For each line that is wrong, add:"
    yield "#"
    yield from ("#     [[finding]]", "#     line = 12", f'#     reason = "{review.reasons[0][0]}"')
    yield "#"
    yield "# The reasons:"
    for key, words in review.reasons:
        yield from _comment(f"{key}: {words}")


def _code(text: str) -> Iterator[str]:
    yield from (f"#     {line}".rstrip() for line in text.strip("\n").splitlines())


def _comment(text: str) -> Iterator[str]:
    for line in text.strip().splitlines() or [""]:
        yield from (f"# {part}".rstrip() for part in textwrap.wrap(line, 96) or [""])
