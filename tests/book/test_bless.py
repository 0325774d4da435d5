"""What a bless would write, and what it asks about."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rustlab.book.bless import Circumstances, Proposal, propose
from rustlab.book.condition import Facts
from rustlab.book.golden import Entry, Golden, Variant, dump
from rustlab.book.reading import CodeCell, Page, key_of
from rustlab.book.result import CellResult, PageResult
from rustlab.book.schema import PageHeader
from rustlab.errors import UsageError

OLD = Facts(python=(3, 13), free_threaded=False, debug=False, platform="linux")
NEW = Facts(python=(3, 14), free_threaded=False, debug=False, platform="linux")
ONE, TWO = ({"stdout": "1\n"},), ({"stdout": "2\n"},)
ON_OLD = Circumstances(facts=OLD)
KEY = key_of("assert x\nprint(x)", Counter())


def bless(
    old: Golden, outputs: tuple[dict[str, str], ...], *, source: str = "assert x\nprint(x)",
    ignored: str = "", at: Circumstances = ON_OLD,
) -> Proposal:  # fmt: skip
    cell = CodeCell(number=0, line=1, source=source, key=key_of(source, Counter()), ignored=ignored)
    header = PageHeader(title="T", minutes=1, goals=("a",), introduces=(), uses=())
    page = Page(name="p", path=Path("p.md"), header=header, kernel="k", cells=(cell,), timeout=None)
    told = CellResult(
        number=0, line=1, title="", reason=None, message="", seconds=0.0, outputs=outputs
    )
    ran = PageResult(
        page="p", path=Path("p.md"), cells=(told,), findings=(), notebook=None, seconds=0.0
    )
    return propose(page, old, dump(old), ran, at)


def golden(outputs: tuple[dict[str, str], ...], *variants: Variant) -> Golden:
    entry = Entry(
        key=KEY, cell="assert x", asserts=("assert x",), outputs=outputs, variants=variants
    )
    return Golden(page="p", entries=(entry,))


def test_the_same_outputs_change_nothing() -> None:
    proposal = bless(golden(ONE), ONE)
    assert (proposal.diff, proposal.gone) == ("", ())


def test_other_outputs_are_shown_as_a_diff() -> None:
    proposal = bless(golden(ONE), TWO)
    assert proposal.golden == golden(TWO)
    assert "-        1\n+        2" in proposal.diff


def test_an_assertion_that_went_is_told() -> None:
    assert bless(golden(ONE), ONE, source="print(x)").gone == ("assert x",)


def test_an_edited_assertion_is_no_loss() -> None:
    assert bless(golden(ONE), ONE, source="assert x > 0\nprint(x)").gone == ()


def test_an_ignored_output_is_not_kept() -> None:
    assert bless(golden(ONE), ONE, ignored="it is random").golden.entries[0].outputs == ()


def test_a_variant_is_added_for_whom_it_holds() -> None:
    at = Circumstances(facts=NEW, when="python >= 3.14")
    proposal = bless(golden(ONE), TWO, at=at)
    assert proposal.golden == golden(ONE, Variant(when="python >= 3.14", outputs=TWO))


def test_no_variant_where_nothing_differs() -> None:
    at = Circumstances(facts=NEW, when="python >= 3.14")
    assert bless(golden(ONE), ONE, at=at).golden == golden(ONE)


def test_a_variant_is_renewed_where_it_holds_and_kept_where_not() -> None:
    old = golden(ONE, Variant(when="python >= 3.14", outputs=ONE))
    renewed = golden(ONE, Variant(when="python >= 3.14", outputs=TWO))
    assert bless(old, TWO, at=Circumstances(facts=NEW)).golden == renewed
    assert bless(renewed, ONE, at=Circumstances(facts=OLD)).golden == renewed


def test_a_narrower_variant_is_asked_first() -> None:
    wide = Variant(when="python >= 3.14", outputs=ONE)
    debug = Facts(python=(3, 14), free_threaded=False, debug=True, platform="linux")
    both = bless(golden(ONE, wide), TWO, at=Circumstances(facts=debug, when="debug")).golden
    assert both == golden(ONE, Variant(when="debug", outputs=TWO), wide)
    assert bless(both, TWO, at=Circumstances(facts=debug, when="debug")).golden == both


def test_the_common_outputs_stay_where_a_wider_variant_says_the_same() -> None:
    old = golden(ONE, Variant(when="python >= 3.14", outputs=TWO))
    debug = Facts(python=(3, 14), free_threaded=False, debug=True, platform="linux")
    assert bless(old, TWO, at=Circumstances(facts=debug, when="debug")).golden == old


def test_a_variant_for_others_is_refused() -> None:
    with pytest.raises(UsageError, match="does not hold for the interpreter"):
        bless(golden(ONE), TWO, at=Circumstances(facts=OLD, when="python >= 3.14"))
