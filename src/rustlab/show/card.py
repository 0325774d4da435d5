"""The card of an exercise and the table of progress: text, HTML and record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Line, Paper
from rustlab.show import record
from rustlab.show.explanation import explanation_html
from rustlab.show.html import box, folded, heading
from rustlab.show.papers import paper_html, paper_text

State = Literal["done", "begun", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What `%exercise X06` shows. `place` is the learner's file, seen from their folder."""

    exercise: Exercise
    statement: str  # Markdown
    place: str = ""
    paper: Paper | None = None  # what is asked, when no tool chain is needed
    panel: bool = False  # the page asks once: below, where the buttons are
    mixed: tuple[Line, ...] = ()  # the lines of a Parsons problem, in the order of the card


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of `%progress`."""

    exercise: Exercise
    state: State
    attempts: int = 0
    hints: int = 0


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


def progress_text(rows: Sequence[Row]) -> str:
    """`1 of 3 exercises done`, and a line for each."""
    lines = [f"{r.exercise.id}  {r.state:<6} {r.exercise.title}{_taken(r)}" for r in rows]
    return "\n".join([_done(rows), *lines])


def progress_html(rows: Sequence[Row]) -> str:
    """The same as a table."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("exercise", "state", "tried"))
    body = "".join(
        f'<tr><th scope="row">{escape(r.exercise.id)} {escape(r.exercise.title)}</th>'
        f"<td>{r.state}</td><td>{r.attempts}{escape(_taken(r, short=True))}</td></tr>"
        for r in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return box(heading(_done(rows)) + table, kind="rl-card", label="progress")


def progress_record(rows: Sequence[Row]) -> record.Record:
    """How many are done."""
    done = sum(r.state == "done" for r in rows)
    return {"schema": 1, "kind": "progress", "done": done, "of": len(rows)}


def _done(rows: Sequence[Row]) -> str:
    return f"{sum(r.state == 'done' for r in rows)} of {len(rows)} exercises done"


def _taken(row: Row, *, short: bool = False) -> str:
    parts = [] if short or not row.attempts else [f"{row.attempts} tried"]
    parts += [f"{row.hints} hint{'s' * (row.hints > 1)}"] if row.hints else []
    return f" ({', '.join(parts)})" if parts else ""
