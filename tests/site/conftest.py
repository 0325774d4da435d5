"""The real site, made once a run and served on the loopback, and a browser."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright
from visit import Visit

from rustlab.book import command
from rustlab.errors import BookError
from tests.browser import launch


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site from the pages' last run; pages that changed since are run first."""
    folder = tmp_path_factory.mktemp("site")
    try:
        assert command.build(folder) == 0
    except BookError:
        assert command.test() == 0
        assert command.build(folder) == 0
    return folder


class Quiet(SimpleHTTPRequestHandler):
    """A server that does not write its log among the tests."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the site."""
    handler = functools.partial(Quiet, directory=str(site_folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """Headless Chromium with a profile of its own."""
    profile = tmp_path_factory.mktemp("profile")
    size = {"width": 1280, "height": 900}
    context = launch(playwright, profile, viewport=size, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def visit(browser: BrowserContext, site: str) -> Iterator[Visit]:
    """A fresh tab on the site."""
    visit = Visit(page=browser.new_page(), site=site)
    visit.watch()
    yield visit
    visit.page.evaluate("localStorage.clear()")
    visit.page.close()


@pytest.fixture(scope="session")
def screens(root: Path) -> Path:
    """Where screenshots of this run are left for a person to look at."""
    folder = Path(os.environ.get("RUSTLAB_SCREENS", root / "target" / "reports" / "screens"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
