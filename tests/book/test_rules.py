"""The rules of pages: each broken once, and every real page keeps them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml

from rustlab.book.place import open_book
from rustlab.book.reading import read_page
from rustlab.book.rules import JUPYTEXT, broken_rules

BOOK = open_book({})


def broken(root: Path, old: str, new: str, page: str = "index") -> list[str]:
    """The rules a page of the toy book breaks after an edit."""
    book = open_book({}, root)
    path = book.source(page)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return [finding.message for finding in broken_rules(read_page(path, page), book)]


@pytest.mark.parametrize("page", ["index", "part/outputs"])
def test_the_toy_book_keeps_the_rules(toy: Path, page: str) -> None:
    assert broken(toy, "# ", "# ", page) == []


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("[x](part/none.md)", "`part/none.md` leads to no file"),
        ("[x](../conf.py)", "leads out of the book"),
        ("![x](none.png)", "`none.png` leads to no file"),
        ("[x](unlisted.md)", "does not name"),
        (":::{note}\n[x](none.md)\n:::", "`none.md` leads to no file"),
        ("```{eval-rst}\nx\n```", "`{eval-rst}`"),
        ("```{glossary}\nx\n```", "`{glossary}`"),
        (":::{note}\n:class: x\n\n```{include} x\n```\n:::", "`{include}`"),
        ("{doc}`part/outputs`", "the role `{doc}`"),
        ("{eval}`answer`", "the role `{eval}`"),
        (f"```rust\n{'x' * 101}\n```", "101 columns"),
        (f":::{{dropdown}} A hint\n```c\n{'x' * 101}\n```\n:::", "101 columns"),
    ],
)
def test_a_broken_rule_is_named(toy: Path, new: str, said: str) -> None:
    (toy / "book" / "unlisted.md").write_text("# Unlisted\n", encoding="utf-8")
    found = broken(toy, "See [the outputs](part/outputs.md).", new)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    "new",
    ["https://docs.python.org/3/", "part/outputs.md#outputs", "#toy", "mailto:a@example.org"],
)
def test_good_links_are_no_finding(toy: Path, new: str) -> None:
    assert broken(toy, "part/outputs.md", new) == []


def test_a_page_must_assert_something(toy: Path) -> None:
    found = broken(toy, "assert ", "print ")
    assert found == ["no cell of the page asserts anything: a bless would accept any output"]


def test_an_assertion_must_not_hide_under_raises_exception(toy: Path) -> None:
    found = broken(toy, "answer / 0", "assert False")
    assert found == [
        "a cell tagged raises-exception asserts: the assertion may be what raises"
    ]  # fmt: skip


def test_a_page_that_a_save_would_change_is_named_with_the_line(toy: Path) -> None:
    found = broken(toy, ":tags: [raises-exception]\n\n", ":tags: [raises-exception]\n")
    assert found == ["a save in Lab would change the file from line 39 on: save it there once"]


def test_the_form_of_a_save_is_the_one_of_the_checkout(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["jupytext"] == JUPYTEXT


@pytest.mark.parametrize("name", BOOK.pages)
def test_a_real_page_keeps_the_rules(name: str) -> None:
    page = read_page(BOOK.source(name), name)
    assert [finding.message for finding in broken_rules(page, BOOK)] == []
    assert page.kernel == "rustlab"


def test_every_page_is_in_the_table_of_contents() -> None:
    files = (p.relative_to(BOOK.sources) for p in BOOK.sources.rglob("*.md"))
    names = {f.with_suffix("").as_posix() for f in files if ".ipynb_checkpoints" not in f.parts}
    assert names == set(BOOK.pages)


def test_a_word_is_introduced_before_it_is_used() -> None:
    known: set[str] = set()
    for name in BOOK.pages:
        header = read_page(BOOK.source(name), name).header
        assert set(header.uses) <= known, f"{name} uses words that no earlier page introduces"
        known |= set(header.introduces)


def test_at_most_one_cell_in_twenty_is_not_compared() -> None:
    cells = [c for name in BOOK.pages for c in read_page(BOOK.source(name), name).cells]
    ignored = [f"{c.title}: {c.ignored}" for c in cells if c.ignored]
    assert len(ignored) * 20 <= len(cells), ignored


def test_goldens_belong_to_pages_and_hold_every_cell() -> None:
    """Without a kernel: the same keys on both sides, in order."""
    files = {p.relative_to(BOOK.root / "tests" / "golden").with_suffix("").as_posix()
             for p in (BOOK.root / "tests" / "golden").rglob("*.yml")}  # fmt: skip
    assert files == set(BOOK.pages)
    for name in BOOK.pages:
        golden = yaml.safe_load(BOOK.golden(name).read_text(encoding="utf-8"))
        keys = [cell.key for cell in read_page(BOOK.source(name), name).cells]
        assert list(golden["cells"]) == keys, name
