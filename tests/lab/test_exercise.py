"""The exercise in JupyterLab: hints at each click, the file checked, a cell as the answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.lab.notebook import LONG, Notebook

pytestmark = [pytest.mark.browser, pytest.mark.cargo, pytest.mark.xdist_group("lab")]

PAGE = "book/boundary/give-back-what-you-owe.md"


def test_the_card_gives_hints_and_checks_the_file(notebook: Notebook) -> None:
    notebook.open(PAGE)
    card = notebook.run(notebook.cell("%exercise X06"))
    expect(card).to_contain_text("Give back what you owe")
    hint = card.get_by_role("button", name="Next hint")
    hint.click()
    expect(card.locator(".widget-html")).to_contain_text("Hint 1 of 3")
    hint.click()
    expect(card.locator(".widget-html")).to_contain_text("Hint 2 of 3")
    card.get_by_role("button", name="Check my file").click()

    expect(card.locator(".widget-html")).to_contain_text("not yet", timeout=LONG)


def test_the_starter_as_a_cell_is_not_yet_solved(notebook: Notebook) -> None:
    notebook.open(PAGE)
    answer = notebook.run(notebook.cell("%%exercise X06"))

    expect(answer).to_contain_text("X06 is not solved yet", timeout=LONG)
