"""Headless Chromium for the tests of Lab and of the site."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

# A browser that asks nobody on its own; without a sandbox, which root in a container has not.
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def launch(playwright: Playwright, profile: Path, **options: Any) -> BrowserContext:
    """The system's Chromium with a profile of its own; playwright's own browser is not needed."""
    return playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        headless=True,
        **options,
    )
