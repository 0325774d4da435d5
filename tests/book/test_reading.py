"""Pages are read as the site reads them; what Lab would read otherwise is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rustlab.book.reading import assertions, key_of, read_page
from rustlab.errors import BookError

HEAD = """---
jupytext:
  text_representation: {extension: .md, format_name: myst, format_version: 0.13}
kernelspec: {display_name: Python 3, language: python, name: python3}
rustlab: {goals: [a], introduces: [], minutes: 1, uses: []}
title: T
---

"""


def cell(source: str, head: str = "") -> str:
    return f"```{{code-cell}} ipython3\n{head}{source}\n```\n\n"


def page(tmp_path: Path, body: str, head: str = HEAD) -> Path:
    path = tmp_path / "page.md"
    path.write_text(head + body, encoding="utf-8")
    return path


def refused(tmp_path: Path, body: str, said: str, head: str = HEAD) -> None:
    with pytest.raises(BookError, match=said):
        read_page(page(tmp_path, body, head), "page")


def test_cells_know_line_key_and_tags(tmp_path: Path) -> None:
    body = "# T\n\n" + cell("x = 1") + cell("1/0", ":tags: [raises-exception]\n:timeout: 7\n\n")
    read = read_page(page(tmp_path, body), "page")

    first, second = read.cells
    assert (first.number, first.line, first.title, first.raises) == (0, 12, "x = 1", False)
    assert (second.raises, second.timeout) == (True, 7.0)
    assert read.kernel == "python3"
    assert read.header.minutes == 1


def test_a_source_that_stands_twice_has_two_keys() -> None:
    seen: Counter[str] = Counter()
    assert key_of("x\n", seen) + ".2" == key_of("x", seen)


def test_a_cell_in_a_directive_is_refused(tmp_path: Path) -> None:
    nested = ":::{note}\n" + cell("x = 1").strip() + "\n:::\n"
    refused(tmp_path, cell("y = 2") + nested, "the site runs 1 cells, JupyterLab 2")


@pytest.mark.parametrize("tag", ["skip-execution", "nbval-ignore-output", "nbval-skip"])
def test_a_cell_left_out_without_a_reason_is_refused(tmp_path: Path, tag: str) -> None:
    refused(tmp_path, cell("x = 1", f":tags: [{tag}]\n\n"), f"`{tag}` leaves a cell out")


def test_a_comment_of_nbval_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, cell("# NBVAL_SKIP\nx = 1"), "`NBVAL_SKIP` leaves a cell out")


def test_an_opt_out_has_a_reason(tmp_path: Path) -> None:
    head = "---\nrustlab:\n  ignore-output: the number is random\n---\n"
    read = read_page(page(tmp_path, cell("x", head)), "page")
    assert read.cells[0].ignored == "the number is random"

    refused(tmp_path, cell("x", head.replace("the number is random", "random")), "is wrong")
    refused(tmp_path, cell("x", head.replace("ignore-output", "skip")), "is wrong")


def test_plain_markdown_is_no_page(tmp_path: Path) -> None:
    refused(tmp_path, "# Hello\n", "is not a MyST notebook", head="")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("assert x == 1, 'no'\ny = 2\nassert y", ("assert x == 1, 'no'", "assert y")),
        ("%%isolated --fresh\nassert add(1, 2) == 3", ("assert add(1, 2) == 3",)),
        ("if x:\n    %time f()\n    assert g()", ("assert g()",)),
        ("%%rust\nassert!(true);\n", ()),
        ("%%c\nassert(1);\n", ()),
        ("# assert x\nprint('assert y')", ()),
        ("def f(:\n  assert x", ("assert x",)),
    ],
)
def test_assertions_are_found_where_python_is(source: str, found: tuple[str, ...]) -> None:
    assert assertions(source) == found
