"""Renews goldens from pages that ran: shows what changes, asks about an assertion that went."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace

from rustlab.book.condition import Facts, holds
from rustlab.book.golden import Entry, Golden, Variant, dump
from rustlab.book.outputs import Output
from rustlab.book.reading import CodeCell, Page
from rustlab.book.result import PageResult
from rustlab.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A golden as it would be written, and what it would change."""

    golden: Golden
    before: str
    after: str
    gone: tuple[str, ...]  # assertions that the page held and holds no longer

    @property
    def diff(self) -> str:
        """The change, as a unified diff; "" if there is none."""
        name = f"tests/golden/{self.golden.page}.yml"
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), name, name, n=3, lineterm=""
        )
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """On which interpreter the page ran, and for whom its outputs are to hold."""

    facts: Facts
    when: str = ""  # "" for all interpreters


def propose(page: Page, old: Golden, text: str, ran: PageResult, at: Circumstances) -> Proposal:
    """The golden that a page that ran asks for; `text` is the file as it is now."""
    if at.when and not holds(at.when, at.facts):
        raise UsageError(
            f"`{at.when}` does not hold for the interpreter that ran the page",
            hint="bless a variant with an interpreter that it is for",
        )
    pairs = zip(page.cells, ran.cells, strict=True)
    entries = [_renew(cell, old.entry(cell.key), told.outputs, at) for cell, told in pairs]
    golden = Golden(page=page.name, entries=tuple(entries))
    return Proposal(golden=golden, before=text, after=dump(golden), gone=_gone(old, golden))


def _renew(
    cell: CodeCell, old: Entry | None, outputs: tuple[Output, ...], at: Circumstances
) -> Entry:
    """The entry of one cell: the variant that holds here is renewed, else the common outputs.

    A variant that is asked for by its condition is a new one unless it is there. It comes first:
    what was there before holds for more interpreters.
    """
    outputs = () if cell.ignored else outputs
    fresh = Entry(key=cell.key, cell=cell.title, asserts=cell.asserts, outputs=outputs)
    if old is None:
        return fresh
    here = [v for v in old.variants if holds(v.when, at.facts)]
    own = next((v for v in here if at.when in ("", v.when)), None)
    if own is None and at.when and outputs != old.expected(at.facts):
        variants = (Variant(when=at.when, outputs=outputs), *old.variants)
        return replace(fresh, outputs=old.outputs, variants=variants)
    if own is None:
        common = old.outputs if at.when else outputs
        return replace(fresh, outputs=common, variants=old.variants)
    variants = tuple(replace(v, outputs=outputs) if v is own else v for v in old.variants)
    return replace(fresh, outputs=old.outputs, variants=variants)


def _gone(old: Golden, new: Golden) -> tuple[str, ...]:
    """Assertions that went, if the page holds fewer than before; an edited one is no loss."""
    before = Counter(text for entry in old.entries for text in entry.asserts)
    after = Counter(text for entry in new.entries for text in entry.asserts)
    fewer = before.total() > after.total()
    return tuple((before - after).elements()) if fewer else ()
