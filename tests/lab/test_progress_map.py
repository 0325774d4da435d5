"""The map of exercises in JupyterLab: reached and followed by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.lab.notebook import LONG, Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

PAGE = """\
---
kernelspec:
  display_name: Python + Rust (CPython)
  language: python
  name: rustlab
---

# How far I am

```{code-cell}
%progress
```
"""


def test_a_box_of_the_map_opens_the_page_of_its_exercise(notebook: Notebook) -> None:
    (notebook.home / "book" / "how-far.md").write_text(PAGE, encoding="utf-8")
    notebook.open("book/how-far.md")
    shown = notebook.run(notebook.cell("%progress"))
    expect(shown).to_contain_text("exercises done", timeout=LONG)
    box = shown.get_by_role("link", name="The extra decref")
    # JupyterLab has followed `../book/…` from where this notebook lies.
    expect(box).to_have_attribute("href", re.compile("/book/[a-z]+/give-back-what-you-owe.md"))

    box.focus()
    expect(box).to_be_focused()
    box.press("Enter")

    tab = notebook.page.get_by_role("tab", name="give-back-what-you-owe.md")
    expect(tab).to_be_visible(timeout=LONG)
