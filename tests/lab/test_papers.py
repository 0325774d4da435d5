"""A prediction in JupyterLab: read, chosen by mouse and by keyboard, handed in, kept."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

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


def test_predictions_by_mouse_and_keyboard(notebook: Notebook) -> None:
    (notebook.home / "mine.md").write_text(PAGE, encoding="utf-8")
    notebook.open("mine.md")
    card = notebook.run(notebook.cell("%exercise X01"))
    expect(card).to_contain_text("What does Python print?")
    card.get_by_role("radio").first.check()
    card.get_by_role("radio").nth(1).press("Space")
    button = card.get_by_role("button", name="Hand in my predictions")
    button.focus()
    button.press("Enter")

    expect(card.locator(".widget-html").last).to_contain_text("not yet")
    answer = notebook.home / "exercises" / "x01-what-will-python-print" / "answer.toml"
    assert 'null = "b"' in answer.read_text(encoding="utf-8")
    if picture := os.environ.get("RUSTLAB_LOOK"):
        notebook.page.screenshot(path=f"{picture}-top.png")
        button.scroll_into_view_if_needed()
        notebook.page.screenshot(path=f"{picture}-end.png")
