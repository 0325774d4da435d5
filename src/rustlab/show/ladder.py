"""The map of exercises: text, and HTML whose boxes are links.

No drawing: JupyterLab rewrites links, and stumbles over one inside of an SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from rustlab.exercise.ladder import Rung, stage_of
from rustlab.show import record
from rustlab.show.html import box, heading


def ladder_text(rungs: Sequence[Rung]) -> str:
    """How far it went, what comes next, and a line for each exercise under its stage."""
    lines = [_done(rungs), *(f"next: {_named(r)}" for r in rungs if r.state == "next")]
    for stage, group in groupby(rungs, lambda rung: stage_of(rung.exercise)):
        lines += ["", stage]
        lines += [f"  {r.exercise.id}  {r.state:<5} {r.exercise.title}{_more(r)}" for r in group]
    return "\n".join(lines)


def ladder_html(rungs: Sequence[Rung], up: str = "") -> str:
    """The same as rows of boxes, each a link. `up` leads to the learner's folder."""
    parts = [heading(_done(rungs))]
    parts += [f"<p>next: {escape(_named(r))}</p>" for r in rungs if r.state == "next"]
    for stage, group in groupby(rungs, lambda rung: stage_of(rung.exercise)):
        boxes = "".join(f"<li>{_box(rung, up)}</li>" for rung in group)
        parts.append(f'<p><strong>{escape(stage)}</strong></p><ul class="rl-rungs">{boxes}</ul>')
    return box("".join(parts), kind="rl-card", label="progress")


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


def _box(rung: Rung, up: str) -> str:
    """A link to the page of the exercise: Tab goes from one to the next."""
    one, more = rung.exercise, _more(rung).strip(" ()")
    words = f"<strong>{escape(one.id)} · {rung.state}</strong><br>{escape(one.title)}"
    words += f"<br><small>{escape(more)}</small>" if more else ""
    if not one.page:
        return f'<span class="rl-rung rl-{rung.state}">{words}</span>'
    href = escape(f"{up}book/{one.page}")
    return f'<a class="rl-rung rl-{rung.state}" href="{href}">{words}</a>'
