"""A prediction in JupyterLab: read, chosen by mouse and by keyboard, handed in, kept."""

from __future__ import annotations

import os
import tomllib

import pytest
from playwright.sync_api import Locator, expect

from tests.lab.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

PAGE = """\
---
kernelspec:
  display_name: Python + Rust (CPython)
  language: python
  name: rustlab
---

# A page of mine

```{code-cell} ipython3
%exercise X01
```
"""


def opened(notebook: Notebook, exercise: str) -> Locator:
    (notebook.home / "mine.md").write_text(PAGE.replace("X01", exercise), encoding="utf-8")
    notebook.open("mine.md")
    return notebook.run(notebook.cell(f"%exercise {exercise}"))


def test_predictions_by_mouse_and_keyboard(notebook: Notebook) -> None:
    card = opened(notebook, "X01")
    expect(card).to_contain_text("What does Python print?")
    card.get_by_role("radio").first.check()
    card.get_by_role("radio").nth(1).press("Space")
    button = card.get_by_role("button", name="Hand in my predictions")
    button.focus()
    button.press("Enter")

    expect(card.locator(".widget-html").last).to_contain_text("not yet")
    answer = notebook.home / "exercises" / "x01-what-will-python-print" / "answer.toml"
    assert 'null = "b"' in answer.read_text(encoding="utf-8")
    look(notebook, "predict", button)


def test_lines_are_moved_by_keyboard_and_keep_the_focus(notebook: Notebook) -> None:
    card = opened(notebook, "X03")
    leave = card.get_by_role("button", name="leave", exact=True)
    for used in (1, 2):  # the kernel moves the line, then the focus; a key before that goes astray
        card.get_by_role("button", name="use", exact=True).first.press("Enter")
        expect(leave).to_have_count(used)
        expect(leave.last).to_be_focused()
    card.get_by_role("button", name="↑").nth(1).press("Enter")
    expect(card.get_by_role("button", name="↑").first).to_be_focused()
    check = card.get_by_role("button", name="Check this order")
    check.click()

    expect(card.locator(".widget-html").last).to_contain_text("not yet")
    answer = notebook.home / "exercises" / "x03-assemble-a-module" / "answer.toml"
    assert len(tomllib.loads(answer.read_text(encoding="utf-8"))["order"]) == 2
    look(notebook, "order", check)


def test_a_finding_is_added_and_judged(notebook: Notebook) -> None:
    card = opened(notebook, "X31")
    add = card.get_by_role("button", name="Add this finding")
    add.click()
    expect(card.get_by_role("button", name="remove")).to_be_visible()
    hand_in = card.get_by_role("button", name="Hand in my review")
    hand_in.click()

    expect(card.locator(".widget-html").last).to_contain_text("every defect is found")
    look(notebook, "review", hand_in)


def look(notebook: Notebook, name: str, at: Locator) -> None:
    """Keep a picture, for somebody who asks for it."""
    if picture := os.environ.get("RUSTLAB_LOOK"):
        at.scroll_into_view_if_needed()
        notebook.page.screenshot(path=f"{picture}-{name}.png")
