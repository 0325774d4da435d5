"""A tab on the site that notes what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page


@dataclass
class Visit:
    """A browser page and everything that went wrong on it."""

    page: Page
    site: str
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site and wait until nothing loads any more."""
        self.page.goto(f"{self.site}/{path}", wait_until="networkidle")

    def watch(self) -> None:
        """Note console errors, failed requests, and requests that leave the machine."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("requestfailed", lambda r: self.troubles.append(f"failed: {r.url}"))
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.troubles.append(f"leaves the machine: {request.url}")
