"""What a reader does in JupyterLab, as functions on a page of a browser."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

_NUMBERED = re.compile(r"^\[\d+\]:$")
LONG = 240_000  # milliseconds: the first Rust cell of a cold cache builds the crates


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """One tab of the browser on JupyterLab."""

    page: Page
    url: str
    token: str
    home: Path

    def open_lab(self) -> None:
        """Open an empty JupyterLab: no notebook of an earlier test comes back."""
        self.page.goto(f"{self.url}/lab?reset&token={self.token}")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")
        self.page.locator(".jp-DirListing-content").wait_for()

    def open_by_double_click(self, *path: str) -> None:
        """Walk down the file browser and open the last one."""
        self.open_lab()
        for name in path:
            item = self.page.locator(".jp-DirListing-item", has_text=name).first
            item.dblclick()
        self.page.locator(".jp-Notebook").wait_for()
        self.wait_for_kernel()

    def open(self, path: str) -> None:
        """Open a file by its address."""
        self.page.goto(f"{self.url}/lab/tree/{path}?reset&token={self.token}")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")
        self.page.locator(".jp-Notebook").wait_for()
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Wait until the page has its kernel: asked earlier, it would offer a choice of kernels."""
        idle = self.page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
        deadline = time.monotonic() + 60
        while not self._connected():
            assert time.monotonic() < deadline, "the notebook gets no kernel"
            self.page.wait_for_timeout(100)
        idle.wait_for(state="visible")

    def _connected(self) -> bool:
        kernels = [session["kernel"] for session in self._api("GET", "sessions")]
        return any(k["connections"] and k["execution_state"] == "idle" for k in kernels)

    def cell(self, words: str) -> Locator:
        """The code cell whose source holds `words`."""
        return self.page.locator(".jp-CodeCell", has_text=words).first

    def focus(self, cell: Locator) -> None:
        cell.scroll_into_view_if_needed()
        cell.locator(".cm-content").click()

    def run(self, cell: Locator) -> Locator:
        """Run a cell, wait for its end, return its outputs."""
        self.focus(cell)
        prompt = cell.locator(".jp-InputPrompt")
        for _ in range(10):  # a kernel that has only begun to connect drops the first request
            self.page.keyboard.press("Control+Enter")
            if _comes(lambda: expect(prompt).not_to_have_text("[ ]:", timeout=2000)):
                break
        expect(prompt).to_have_text(_NUMBERED, timeout=LONG)
        return cell.locator(".jp-Cell-outputArea")

    def run_all(self, timeout: float = LONG) -> None:
        """Run every cell by the menu; wait until each has its number."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        for index in range(prompts.count()):
            prompts.nth(index).scroll_into_view_if_needed()
            expect(prompts.nth(index)).to_have_text(_NUMBERED, timeout=timeout)

    def save(self) -> None:
        """Save, and wait until JupyterLab says that nothing is unsaved."""
        self.page.keyboard.press("Control+s")
        expect(self.page.locator(".jp-mod-dirty")).to_have_count(0)

    def stop_kernels(self) -> None:
        """End every kernel of the server: the next test starts its own."""
        for kernel in self._api("GET", "sessions"):
            self._api("DELETE", f"sessions/{kernel['id']}")

    def _api(self, method: str, path: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
        return json.loads(body) if body else None


def _comes(check: Callable[[], None]) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True
