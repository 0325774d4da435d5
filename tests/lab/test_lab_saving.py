"""JupyterLab as an editor of the pages: opened by double click, saved without a changed byte."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.lab.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

PAGE = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
    format_version: 0.13
kernelspec:
  display_name: Python + Rust (CPython)
  language: python
  name: rustlab
rustlab:
  goals: [see that 'nothing' is lost]
  minutes: 1
title: A page
---

# A page of the test

:::{note}
Read me.
:::

```{code-cell} ipython3
answer = 6 * 7
answer
```

```{code-cell} ipython3
:tags: [raises-exception]

1 / 0
```
"""


@pytest.fixture
def page(notebook: Notebook, request: pytest.FixtureRequest) -> str:
    name = f"{request.node.name}.md"
    notebook.home.joinpath("book", name).write_text(PAGE, encoding="utf-8")
    return name


def test_a_double_click_opens_a_notebook(notebook: Notebook, page: str) -> None:
    notebook.open_by_double_click("book", page)

    note = notebook.page.locator(".jp-MarkdownCell aside", has_text="Read me.")
    expect(note).to_be_visible()
    assert notebook.page.locator(".jp-CodeCell").count() == 2


def test_saving_changes_no_byte_and_a_reload_keeps_outputs(notebook: Notebook, page: str) -> None:
    notebook.open(f"book/{page}")
    expect(notebook.run(notebook.cell("6 * 7"))).to_contain_text("42")
    expect(notebook.run(notebook.cell("1 / 0"))).to_contain_text("ZeroDivisionError")
    notebook.save()

    assert notebook.home.joinpath("book", page).read_text(encoding="utf-8") == PAGE
    notebook.open(f"book/{page}")
    output = notebook.cell("6 * 7").locator(".jp-Cell-outputArea")
    expect(output).to_contain_text("42")


def test_an_edit_is_saved_and_nothing_else(notebook: Notebook, page: str) -> None:
    notebook.open(f"book/{page}")
    notebook.focus(notebook.cell("6 * 7"))
    notebook.page.keyboard.press("Control+Home")
    notebook.page.keyboard.type("# mine\n")
    expect(notebook.run(notebook.cell("6 * 7"))).to_contain_text("42")
    notebook.save()

    saved = notebook.home.joinpath("book", page).read_text(encoding="utf-8")
    assert saved == PAGE.replace("answer = 6", "# mine\nanswer = 6")
