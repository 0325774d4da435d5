"""The welcome page as a learner meets it: opened, run from top to bottom, saved, opened again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.lab.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.cargo, pytest.mark.xdist_group("lab")]

WELCOME = "index.md"
# Where the picture of the README goes; without it none is written (`nox -s screenshot`).
PICTURE = os.environ.get("RUSTLAB_SCREENSHOT")


def test_the_welcome_page(notebook: Notebook) -> None:
    page = notebook.home / "book" / WELCOME
    before = page.read_bytes()
    notebook.open_by_double_click("book", WELCOME)
    notebook.run_all()
    said(notebook)
    if PICTURE:
        picture(notebook, Path(PICTURE))
    notebook.save()

    assert page.read_bytes() == before
    notebook.open(f"book/{WELCOME}")
    said(notebook)


def said(notebook: Notebook) -> None:
    """The outputs that the page promises in its text."""
    expect(output(notebook, "fn add(")).to_contain_text("module cell: add(a, b, /)")
    expect(output(notebook, "assert add(20, 22) == 42")).to_contain_text("42")
    expect(output(notebook, "--expect crash")).to_contain_text("ends as it should: crashed")
    promised = output(notebook, "--fails E0502")
    expect(promised).to_contain_text("fails to compile, as it should")
    expect(promised.locator("summary")).to_have_text("What E0502 means")


def output(notebook: Notebook, words: str):  # type: ignore[no-untyped-def]
    found = notebook.cell(words).locator(".jp-Cell-outputArea")
    found.scroll_into_view_if_needed()
    return found


def picture(notebook: Notebook, path: Path) -> None:
    """The window as it looks at the failure that is none."""
    notebook.cell("--fails E0502").scroll_into_view_if_needed()
    notebook.page.screenshot(path=path)
