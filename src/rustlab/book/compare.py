"""A page against its golden: which cell is not what it was, for which reason, in words."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import yaml

from rustlab.book.golden import Entry, Golden
from rustlab.book.outputs import Output
from rustlab.book.reading import CodeCell

Reason = Literal[
    "new", "edited", "assertion-gone", "emptied", "moved", "gone",  # known before a kernel starts
    "changed-output", "no-longer-raises", "raised", "timed-out", "kernel-died",
    "not-run", "rules", "broken",
]  # fmt: skip
BLESS = "read the change, then accept it with `rustlab book bless`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a cell or a page."""

    reason: Reason
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known without running: a finding for a cell's number, and those of the page."""

    cells: tuple[tuple[int, Finding], ...]
    page: tuple[Finding, ...]


def stand(cells: Sequence[CodeCell], golden: Golden) -> Standing:
    """Lay cells and entries side by side: a key missing on either side is a finding."""
    keys, entries = [cell.key for cell in cells], golden.entries
    findings: list[tuple[int, Finding]] = []
    gone: list[Finding] = []
    matcher = difflib.SequenceMatcher(None, [e.key for e in entries], keys, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        old: list[Entry | None] = [e for e in entries[a:b] if e.key not in keys]
        here = cells[c:d]
        findings += [(cell.number, _missing(cell, old, golden)) for cell in here]
        gone += [_gone(entry) for entry in old if entry is not None]
    empty = {cell.number for cell in cells if not cell.source.strip()}
    findings = [f for f in findings if f[0] not in empty]
    findings += [(number, EMPTIED) for number in empty]
    return Standing(cells=tuple(sorted(findings, key=lambda f: f[0])), page=tuple(gone))


EMPTIED = Finding(reason="emptied", message="the cell holds nothing")


def _missing(cell: CodeCell, old: list[Entry | None], golden: Golden) -> Finding:
    """Why a cell has no entry at its place; takes the entry it was made from out of `old`."""
    if golden.entry(cell.key) is not None:
        return Finding(reason="moved", message=f"the cell stands elsewhere in the golden; {BLESS}")
    former = next((entry for entry in old if entry is not None), None)
    if former is None:
        return Finding(reason="new", message=f"the golden has no entry for this cell; {BLESS}")
    old.remove(former)
    went = [text for text in former.asserts if text not in cell.asserts]
    if went and len(cell.asserts) < len(former.asserts):
        return Finding(reason="assertion-gone", message=f"an assertion went: `{went[0]}`")
    return Finding(
        reason="edited", message=f"the cell was edited since its golden was made; {BLESS}"
    )


def _gone(entry: Entry) -> Finding:
    return Finding(
        reason="gone",
        message=f"the golden expects a cell that is not there: `{entry.cell}` ({entry.key})",
    )


def differ(expected: Sequence[Output], got: Sequence[Output]) -> Finding | None:
    """The finding for other outputs than expected, with both sides as a diff."""
    if list(map(dict, expected)) == list(map(dict, got)):
        return None
    lines = difflib.unified_diff(
        as_text(expected), as_text(got), "expected", "got now", n=2, lineterm=""
    )
    return Finding(reason="changed-output", message="the output changed\n" + "\n".join(lines))


def as_text(outputs: Sequence[Output]) -> list[str]:
    """Outputs as lines a person reads, one golden entry below the other."""
    if not outputs:
        return ["(no output)"]
    return [line for output in outputs for line in _lines(output)]


def _lines(output: Output) -> list[str]:
    (kind, value), = output.items()  # fmt: skip
    if isinstance(value, str):
        end = [] if value.endswith("\n") else ["  (without a line end)"]
        return [f"{kind}:", *(f"  {line}" for line in value.splitlines()), *end]
    text = yaml.safe_dump(dict(value), sort_keys=False, allow_unicode=True, width=100)
    return [f"{kind}:", *(f"  {line}" for line in text.splitlines())]
