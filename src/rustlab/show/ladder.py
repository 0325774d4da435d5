"""The map of exercises: text, a drawing whose boxes are links, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from rustlab.exercise.ladder import Rung, stage_of
from rustlab.show import record
from rustlab.show.html import box, heading

WIDE, HIGH, GAP, ACROSS = 176, 44, 22, 4  # a box, the space below it, boxes in a row
HEAD = 26  # the name of a stage
LETTERS = 24  # of a title that fit into a box
_LINES = {"later": ' stroke-dasharray="4 3"', "next": ' stroke-width="3"', "begun": ""}
_COLOURS = {"done": "var(--rl-ok)", "next": "var(--rl-note)", "later": "var(--rl-muted)"}
Place = tuple[int, int]


def ladder_text(rungs: Sequence[Rung]) -> str:
    """How far it went, what comes next, and a line for each exercise under its stage."""
    lines = [_done(rungs), *(f"next: {_named(r)}" for r in rungs if r.state == "next")]
    for stage, group in groupby(rungs, lambda rung: stage_of(rung.exercise)):
        lines += ["", stage]
        lines += [f"  {r.exercise.id}  {r.state:<5} {r.exercise.title}{_more(r)}" for r in group]
    return "\n".join(lines)


def ladder_html(rungs: Sequence[Rung], up: str = "") -> str:
    """The same as a drawing, and folded as a table. `up` leads to the learner's folder."""
    words = "".join(f"<p>next: {escape(_named(r))}</p>" for r in rungs if r.state == "next")
    inside = heading(_done(rungs)) + words + _drawing(rungs, up) + _table(rungs)
    return box(inside, kind="rl-card", label="progress")


def ladder_record(rungs: Sequence[Rung]) -> record.Record:
    """How many are done."""
    done = sum(r.state == "done" for r in rungs)
    return {"schema": 1, "kind": "progress", "done": done, "of": len(rungs)}


def _done(rungs: Sequence[Rung]) -> str:
    return f"{sum(r.state == 'done' for r in rungs)} of {len(rungs)} exercises done"


def _named(rung: Rung) -> str:
    one = rung.exercise
    return f"{one.id} {one.title} (about {one.minutes} minutes)"


def _more(rung: Rung) -> str:
    tried = rung.tried
    parts = [f"after {', '.join(rung.waits_for)}"] if rung.waits_for else []
    parts += [f"{tried.attempts} tried"] if tried.attempts else []
    parts += [f"{tried.hints} hint{'s' * (tried.hints > 1)}"] if tried.hints else []
    parts += [f"solution seen {tried.solution} success"] if tried.solution else []
    return f" ({', '.join(parts)})" if parts else ""


def _drawing(rungs: Sequence[Rung], up: str) -> str:
    places, heads, height = _places(rungs)
    names = "".join(
        f'<text x="1" y="{y}" font-weight="600">{escape(stage)}</text>' for stage, y in heads
    )
    lines = "".join(line for rung in rungs for line in _ways(rung, places))
    boxes = "".join(_box(rung, places[rung.exercise.id], up) for rung in rungs)
    width = ACROSS * (WIDE + GAP)
    return (
        f'<svg role="group" aria-label="map of the exercises" viewBox="0 0 {width} {height}" '
        f'style="width:100%;max-width:{width}px;font:13px sans-serif" fill="currentColor">'
        f"{names}{lines}{boxes}</svg>"
    )


def _places(rungs: Sequence[Rung]) -> tuple[dict[str, Place], list[tuple[str, int]], int]:
    """The upper left corner of each box, the stages with their heights, the height of all."""
    places: dict[str, Place] = {}
    heads: list[tuple[str, int]] = []
    y = 0
    for stage, group in groupby(rungs, lambda rung: stage_of(rung.exercise)):
        heads.append((stage, y + 16))
        y += HEAD
        names = [rung.exercise.id for rung in group]
        for number, name in enumerate(names):
            row, column = divmod(number, ACROSS)
            places[name] = (1 + column * (WIDE + GAP), y + row * (HIGH + GAP))
        y += -(-len(names) // ACROSS) * (HIGH + GAP)
    return places, heads, y


def _ways(rung: Rung, places: dict[str, Place]) -> Iterator[str]:
    """A line from what is needed: from below it, or beside it in the same row."""
    x, y = places[rung.exercise.id]
    for name in rung.exercise.needs:
        if name not in places:
            continue
        left, top = places[name]
        if top == y:
            begin, end = (left + WIDE, top + HIGH // 2), (x, y + HIGH // 2)
        else:
            begin, end = (left + WIDE // 2, top + HIGH), (x + WIDE // 2, y)
        middle = (begin[1] + end[1]) // 2
        bend = f"C{begin[0]} {middle} {end[0]} {middle} {end[0]} {end[1]}"
        yield f'<path d="M{begin[0]} {begin[1]}{bend}" fill="none" stroke="var(--rl-border)"/>'


def _box(rung: Rung, place: Place, up: str) -> str:
    """A box that is a link to the page of the exercise: Tab goes from one to the next."""
    one, (x, y) = rung.exercise, place
    colour = _COLOURS.get(rung.state, "currentColor")
    said = f"{_named(rung)}: {rung.state}{_more(rung)}"
    title = one.title if len(one.title) <= LETTERS else f"{one.title[: LETTERS - 1].rstrip()}…"
    drawn = (
        f"<title>{escape(said)}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="5" fill="var(--rl-code-bg)" '
        f'stroke="{colour}"{_LINES.get(rung.state, "")}/>'
        f'<text x="{x + 8}" y="{y + 18}" fill="{colour}" font-weight="600">'
        f"{one.id} · {rung.state}</text>"
        f'<text x="{x + 8}" y="{y + 35}" fill="var(--rl-fg)">{escape(title)}</text>'
    )
    if not one.page:
        return f"<g>{drawn}</g>"
    return f'<a href="{escape(f"{up}book/{one.page}")}" aria-label="{escape(said)}">{drawn}</a>'


def _table(rungs: Sequence[Rung]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("exercise", "state", "more"))
    body = "".join(
        f'<tr><th scope="row">{escape(r.exercise.id)} {escape(r.exercise.title)}</th>'
        f"<td>{r.state}</td><td>{escape(_more(r).strip(' ()'))}</td></tr>"
        for r in rungs
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<details><summary>The map as a table</summary>{table}</details>"
