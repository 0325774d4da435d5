"""Every page is broken on purpose and run: the broken cell fails, for that reason."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sabotage import copy_book, sabotages, without_assertion

from rustlab.book import command
from rustlab.book.place import open_book
from rustlab.book.reading import read_page

BOOK = open_book({})
THOROUGH = os.environ.get("RUSTLAB_THOROUGH") == "1"  # `nox -s full`
TOY = open_book({}, Path(__file__).with_name("toy"))
CASES = [
    pytest.param(
        name, number, id=f"{name}-{one.name}".replace(" ", "-"),
        marks=pytest.mark.xdist_group(f"sabotage-{index % 2}"),
    )
    for index, name in enumerate(BOOK.pages)
    for number, one in enumerate(sabotages(read_page(BOOK.source(name), name), thorough=THOROUGH))
]  # fmt: skip


def run(root: Path, name: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[int, str]]:
    """`rustlab book test NAME --json` on a copy: its exit status, and the reason of each cell."""
    status = command.test([name], root=root, as_json=True, jobs=1)
    (page,) = json.loads(capsys.readouterr().out)["pages"]
    assert not [f for f in page["findings"] if f["reason"] == "broken"], page["findings"]
    return status, {c["number"]: c["reason"] for c in page["cells"] if c["reason"]}


@pytest.mark.kernel
@pytest.mark.cargo
@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_sabotaged_page_fails_where_it_was_broken(
    tmp_path: Path, name: str, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    done = sabotages(read_page(BOOK.source(name), name), thorough=THOROUGH)[number]
    status, reasons = run(copy_book(BOOK, tmp_path / "copy", name, done), name, capsys)

    assert status == 1
    assert {n: reasons.get(n) for n in done.reasons} == done.reasons
    if done.accepted:  # nothing else fails; after an exception the page ends
        others = {r for n, r in reasons.items() if n not in done.reasons}
        assert others <= {"not-run"}


@pytest.mark.kernel
@pytest.mark.cargo
@pytest.mark.parametrize("name", BOOK.pages)
def test_the_untouched_copy_passes(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(copy_book(BOOK, tmp_path / "copy", name, None), name, capsys) == (0, {})


@pytest.mark.kernel
def test_the_saboteur_itself_on_the_toy_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for done in sabotages(read_page(TOY.source("index"), "index"), thorough=True):
        root = copy_book(TOY, tmp_path / done.name, "index", done)
        status, reasons = run(root, "index", capsys)
        assert (status, reasons | done.reasons) == (1, reasons)
    assert run(copy_book(TOY, tmp_path / "copy", "index", None), "index", capsys) == (0, {})


def test_an_assertion_is_taken_out_whole() -> None:
    source = "%time f()\nif x:\n    assert (\n        y\n    )\nassert z"
    assert without_assertion(source) == "%time f()\nif x:\n    pass\nassert z"
