"""An ownership x-ray -> text and HTML: a line for each object, the judgement in words."""

from __future__ import annotations

from html import escape

from rustlab.run.outcome import Ledger, Xray
from rustlab.show import record
from rustlab.show.html import box, heading, inline

MARKS = {
    "in order": "✓", "kept": "✓", "leaked": "✗", "over-released": "✗", "not counted": "·",
}  # fmt: skip


def xray_text(seen: Xray) -> str:
    """How the call ended, then each object: counts, owner, contract."""
    lines = [_title(seen), seen.ended]
    for row in seen.rows:
        lines.append(f"{MARKS[row.judgement]} {row.name}: {row.what}")
        lines.append(f"    {_counts(row)}{row.judgement}: {row.owner}")
        lines.append(f"    contract: {row.contract}")
    return "\n".join(lines)


def xray_html(seen: Xray) -> str:
    """The same as a table."""
    titles = ("object", "with the result", "afterwards", "judgement", "owner", "contract")
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    body = "".join(_row(row) for row in seen.rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    kind = "rl-head-ok" if seen.clean else "rl-head-bad"
    content = heading(_title(seen), kind) + f"<p>{inline(seen.ended)}</p>" + table
    return box(content, kind="rl-ok" if seen.clean else "rl-bad", label=_title(seen))


def xray_record(seen: Xray) -> record.Record:
    """What was judged of which object; counts of a running process are in no golden."""
    rows = [{"name": row.name, "judgement": row.judgement} for row in seen.rows]
    return {"schema": 1, "kind": "xray", "function": seen.function, "rows": rows}


def _title(seen: Xray) -> str:
    wrong = [row for row in seen.rows if row.judgement in ("leaked", "over-released")]
    said = f"{wrong[0].name} is {wrong[0].judgement}" if wrong else "every count is in order"
    return f"x-ray of `{seen.function}`: {said}"


def _counts(row: Ledger) -> str:
    if row.held is None or row.after is None:
        return ""
    return f"count {row.held:+} with the result, {row.after:+} afterwards; "


def _row(row: Ledger) -> str:
    kind = "rl-head-bad" if row.judgement in ("leaked", "over-released") else ""
    counts = "".join(
        f"<td>{'' if one is None else f'{one:+}'}</td>" for one in (row.held, row.after)
    )
    judgement = f'{MARKS[row.judgement]} <strong class="{kind}">{row.judgement}</strong>'
    return (
        f'<tr><th scope="row">{escape(row.name)}: {inline(row.what)}</th>{counts}'
        f"<td>{judgement}</td><td>{inline(row.owner)}</td><td>{escape(row.contract)}</td></tr>"
    )
