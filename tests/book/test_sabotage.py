"""Every page is broken on purpose and run: the broken cell fails, for that reason.

The whole book is broken at once, in one copy for each way: a page by itself costs a kernel and a
pytest. With `RUSTLAB_FULL` (`nox -s full`) each promise of each page is broken by itself too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from sabotage import Sabotage, copy_book, outputs, sabotages, weaker, without_assertion

from rustlab.book import command
from rustlab.book.place import open_book
from rustlab.book.reading import Page, read_page

BOOK = open_book({})
TOY = open_book({}, Path(__file__).with_name("toy"))
WAYS: dict[str, Callable[[Page], Sabotage]] = {"outputs": outputs, "weaker": weaker}
ALONE = [
    pytest.param(name, number, id=f"{name}-{one.name}".replace(" ", "-"))
    for name in BOOK.pages
    for number, one in enumerate(sabotages(read_page(BOOK.source(name), name)))
]  # fmt: skip

Reasons = dict[str, dict[int, str]]


def run(root: Path, names: Sequence[str], capsys: pytest.CaptureFixture[str]) -> Reasons:
    """`rustlab book test NAMES --json` on a copy: the reason of each cell, by page."""
    status = command.test(names, root=root, as_json=True, jobs=1)
    pages = json.loads(capsys.readouterr().out)["pages"]
    assert not [f for p in pages for f in p["findings"] if f["reason"] == "broken"], pages
    reasons = {
        p["page"]: {c["number"]: c["reason"] for c in p["cells"] if c["reason"]} for p in pages
    }
    assert status == (1 if any(reasons.values()) else 0)
    return reasons


def missed(done: Sabotage, reasons: Mapping[int, str]) -> dict[int, str]:
    """The cells that did not fail for their reason; and what failed besides, where nothing may."""
    wrong = {n: f"{why}, got {reasons.get(n)}" for n, why in done.reasons.items()
             if reasons.get(n) != why}  # fmt: skip
    others = {n: f"also {why}" for n, why in reasons.items() if n not in done.reasons}
    # After an exception the page ends. What lacks an emptied cell may fail in its own ways.
    follow = {"not-run"} if done.accepted else set(reasons.values())
    return wrong | {n: why for n, why in others.items() if why.removeprefix("also ") not in follow}


@pytest.mark.kernel
@pytest.mark.cargo
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
def test_sabotaged_pages_fail_where_they_were_broken(
    tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = {name: WAYS[way](read_page(BOOK.source(name), name)) for name in BOOK.pages}
    reasons = run(copy_book(BOOK, tmp_path / "copy", done), (), capsys)

    assert {name: bad for name, one in done.items() if (bad := missed(one, reasons[name]))} == {}
    assert all(one.reasons for one in done.values())


@pytest.mark.kernel
@pytest.mark.cargo
def test_an_untouched_copy_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole book with `RUSTLAB_FULL`; else a page, since the suite has just run the book."""
    names = list(BOOK.pages) if os.environ.get("RUSTLAB_FULL") else ["index"]
    reasons = run(copy_book(BOOK, tmp_path / "copy", {}), names, capsys)

    assert reasons == {name: {} for name in names}


@pytest.mark.kernel
def test_the_saboteur_itself_on_the_toy_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = read_page(TOY.source("index"), "index")
    every = (*sabotages(page), *(way(page) for way in WAYS.values()))
    for number, done in enumerate(every):
        root = copy_book(TOY, tmp_path / str(number), {"index": done})
        reasons = run(root, ["index"], capsys)["index"]
        assert missed(done, reasons) == {}, done.name
    assert run(copy_book(TOY, tmp_path / "copy", {}), ["index"], capsys) == {"index": {}}


def test_an_assertion_is_taken_out_whole() -> None:
    source = "%time f()\nif x:\n    assert (\n        y\n    )\nassert z"
    assert without_assertion(source) == "%time f()\nif x:\n    pass\nassert z"


if os.environ.get("RUSTLAB_FULL"):

    @pytest.mark.kernel
    @pytest.mark.cargo
    @pytest.mark.parametrize(("name", "number"), ALONE)
    def test_each_way_alone(
        tmp_path: Path, name: str, number: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done = sabotages(read_page(BOOK.source(name), name))[number]
        reasons = run(copy_book(BOOK, tmp_path / "copy", {name: done}), [name], capsys)

        assert missed(done, reasons[name]) == {}
