"""The card of an exercise: text, HTML and record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Line, Paper
from rustlab.show import record
from rustlab.show.explanation import explanation_html
from rustlab.show.html import box, folded, heading
from rustlab.show.papers import paper_html, paper_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What `%exercise X06` shows. `place` is the learner's file, seen from their folder."""

    exercise: Exercise
    statement: str  # Markdown
    place: str = ""
    paper: Paper | None = None  # what is asked, when no tool chain is needed
    panel: bool = False  # the page asks once: below, where the buttons are
    mixed: tuple[Line, ...] = ()  # the lines of a Parsons problem, in the order of the card


def card_text(card: Card) -> str:
    """Title, statement and the ways to answer; the hints are behind `rustlab hint`."""
    asked = [paper_text(card.paper, card.mixed)] if card.paper else []
    parts = [_title(card.exercise), card.statement.strip(), *asked, *_ways(card)]
    return "\n\n".join([*parts, f"hints: `rustlab hint {card.exercise.id}`"])


def card_html(card: Card) -> str:
    """The same; each hint is folded into the one before, so that it is opened step by step."""
    parts = [heading(_title(card.exercise)), explanation_html(card.statement)]
    parts += [paper_html(card.paper, card.mixed)] if card.paper and not card.panel else []
    parts += [explanation_html(way) for way in _ways(card)]
    parts.append(_hints(card.exercise.hints))
    return box("".join(parts), kind="rl-card", label=f"exercise {card.exercise.id}")


def card_record(card: Card) -> record.Record:
    """Only which exercise it is: its texts have tests of their own."""
    return {"schema": 1, "kind": "exercise", "exercise": card.exercise.id}


def _title(exercise: Exercise) -> str:
    return f"{exercise.id}: {exercise.title} (about {exercise.minutes} minutes)"


def _ways(card: Card) -> list[str]:
    name = card.exercise.id
    if card.paper:
        filled = f"fill in `{card.place}` and run" if card.place else "in your own folder, run"
        return [f"Answer with the buttons below, or {filled} `rustlab check {name}` in a terminal."]
    ways = [f"Answer in a cell that begins with `%%exercise {name}`."]
    if card.place:
        ways[0] += f" Or edit `{card.place}` and run `rustlab check {name}` in a terminal."
    return ways


def _hints(hints: Sequence[str]) -> str:
    inner = ""
    for number, words in reversed(list(enumerate(hints, start=1))):
        inner = folded(f"Hint {number} of {len(hints)}", explanation_html(words) + inner)
    return inner
