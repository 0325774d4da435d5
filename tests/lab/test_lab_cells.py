"""Cells in JupyterLab: colours, an edit and its output, a crash, completion, the learner's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.lab.notebook import LONG, Notebook

pytestmark = [pytest.mark.browser, pytest.mark.cargo, pytest.mark.xdist_group("lab")]

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
---

# Cells

```{code-cell} ipython3
%%rust
#[pyfunction]
fn twice(_ctx: &ThreadContext<'_>, _state: &NoState, n: i64) -> i64 {
    n * 2
}
```

```{code-cell} ipython3
twice(21)
```

```{code-cell} ipython3
%%c crashing
#include <Python.h>

static PyObject *
boom(PyObject *module, PyObject *ignored)
{
    volatile int *nowhere = NULL;
    return PyLong_FromLong(*nowhere);
}

static PyMethodDef methods[] = {{"boom", boom, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "crashing", NULL, 0, methods};

PyMODINIT_FUNC
PyInit_crashing(void)
{
    return PyModuleDef_Init(&module);
}
```

```{code-cell} ipython3
boom()
```

```{code-cell} ipython3
%%rust --fails E0382
fn moved() -> String {
    let first = String::from("mine");
    let second = first;
    first
}
```
"""


@pytest.fixture
def cells(notebook: Notebook, request: pytest.FixtureRequest) -> Notebook:
    name = f"{request.node.name}.md"
    notebook.home.joinpath("book", name).write_text(PAGE, encoding="utf-8")
    notebook.open(f"book/{name}")
    return notebook


def colour(cell: Locator, word: str) -> str:
    """The colour in which the editor shows a word."""
    span = cell.locator(".cm-line span", has_text=word).first
    return str(span.evaluate("(element) => getComputedStyle(element).color"))


def test_rust_and_c_are_coloured(cells: Notebook) -> None:
    rust, c = cells.cell("fn twice"), cells.cell("static PyObject")
    for cell, keyword in ((rust, "fn"), (c, "static")):
        expect(cell.locator(".cm-line span", has_text=keyword).first).to_be_visible()
        text = cell.locator(".cm-line").first
        assert colour(cell, keyword) != text.evaluate("(e) => getComputedStyle(e).color")


def test_a_magic_that_is_typed_changes_the_language(cells: Notebook) -> None:
    cell = cells.page.locator(".jp-CodeCell").nth(1)
    cells.focus(cell)
    cells.page.keyboard.press("Control+a")
    cells.page.keyboard.type("%%rust\nlet mut x = 1;")

    expect(cell.locator(".cm-line span", has_text="mut").first).to_be_visible()


def test_an_edited_cell_is_built_and_its_output_appears(cells: Notebook) -> None:
    cell = cells.cell("fn twice")
    cells.focus(cell)
    cells.page.keyboard.press("Control+End")
    cells.page.keyboard.type("\n// mine")
    expect(cells.run(cell)).to_contain_text("module cell: twice(n)", timeout=LONG)
    expect(cells.run(cells.cell("twice(21)"))).to_contain_text("42")


def test_a_crash_leaves_the_notebook_usable(cells: Notebook) -> None:
    expect(cells.run(cells.cell("fn twice"))).to_contain_text("twice(n)", timeout=LONG)
    cells.run(cells.cell("static PyObject"))
    crash = cells.run(cells.cell("boom()"))
    expect(crash).to_contain_text("WorkerCrashed")
    expect(crash).to_contain_text("hint: ")

    expect(cells.run(cells.cell("twice(21)"))).to_contain_text("42")


def test_an_explanation_opens_by_keyboard(cells: Notebook) -> None:
    output = cells.run(cells.cell("fn moved"))
    expect(output).to_contain_text("fails to compile, as it should", timeout=LONG)
    summary = output.locator("summary")
    detail = output.locator("details > div")
    expect(detail).to_be_hidden()
    summary.focus()
    cells.page.keyboard.press("Enter")

    expect(detail).to_be_visible()


def test_tab_completes_a_word_of_the_prelude(cells: Notebook) -> None:
    cell = cells.cell("fn twice")
    cells.focus(cell)
    cells.page.keyboard.press("Control+End")
    cells.page.keyboard.type("\nfn f(ctx: &ThreadCon")
    cells.page.keyboard.press("Tab")
    item = cells.page.locator(".jp-Completer-item.jp-mod-active", has_text="ThreadContext")
    expect(item).to_be_visible()
    cells.page.keyboard.press("Enter")

    expect(cell.locator(".cm-content")).to_contain_text("fn f(ctx: &ThreadContext")
