"""A real JupyterLab on a learner's folder, and a real Chromium that looks at it."""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Request

from rustlab import data, learner
from rustlab.machine import process
from tests.browser import launch
from tests.lab.notebook import Notebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running JupyterLab and the folder it shows."""

    url: str
    token: str
    home: Path


# JupyterLab 4.6: its cell toolbar measures the active cell when the browser is idle, and the cell
# may be gone by then (`_markdownOverlapsToolbar` reads the node of a disposed view). Nothing of
# ours is in that call; the user sees nothing of it.
JUPYTERLABS_OWN = "OverlapsToolbar"


@dataclass(slots=True)
class Complaints:
    """What a browser must not do or say."""

    found: list[str] = field(default_factory=list)

    def watch(self, page: Page, own: str) -> None:
        page.on("console", lambda m: self._add(m.type == "error", f"console: {m.text}"))
        page.on("pageerror", lambda e: self._add(_of_ours(e), f"error: {e} {e.stack}"))
        page.on("requestfailed", lambda r: self._add(_broken(r), f"failed: {r.url}"))
        page.on("request", lambda r: self._add(_outside(r, own), f"left the machine: {r.url}"))

    def _add(self, wrong: bool, what: str) -> None:
        if wrong:
            self.found.append(what)


def _of_ours(error: Error) -> bool:
    return JUPYTERLABS_OWN not in (error.stack or "")


def _broken(request: Request) -> bool:
    """Closing a page cuts what it still reads: that is no failure."""
    return "ERR_ABORTED" not in (request.failure or "")


def _outside(request: Request, own: str) -> bool:
    return not request.url.startswith((own, own.replace("http", "ws", 1), "data:", "blob:"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """JupyterLab on a fresh learner's folder, with settings of its own."""
    base = tmp_path_factory.mktemp("lab")
    home = base / "a learner's föld er"
    learner.init(home, data.locate(), python=Path(sys.executable))
    own = {name: str(base / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    env = {**os.environ, **own, "JUPYTER_DATA_DIR": str(base / "data"), "RUSTLAB_HOME": str(home)}
    token, port = secrets.token_hex(16), _free_port()
    argv = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        f"--port={port}", "--port-retries=0", f"--IdentityProvider.token={token}",
    ]  # fmt: skip
    log = base / "lab.log"
    child = process.spawn(argv, cwd=home, env=env, stdout=log, stderr=log)
    server = Server(url=f"http://127.0.0.1:{port}", token=token, home=home)
    try:
        _wait_for(server, log, child)
        yield server
    finally:
        child.close()


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    profile = tmp_path_factory.mktemp("profile")
    context = launch(playwright, profile, viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def notebook(server: Server, browser: BrowserContext) -> Iterator[Notebook]:
    """A page of the browser on JupyterLab; nothing may complain, nothing may leave the machine."""
    page = browser.new_page()
    complaints = Complaints()
    complaints.watch(page, server.url)
    notebook = Notebook(page=page, url=server.url, token=server.token, home=server.home)
    yield notebook
    notebook.stop_kernels()
    page.close()
    assert not complaints.found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: Server, log: Path, child: process.Supervised) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert child.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            with urllib.request.urlopen(f"{server.url}/api/status?token={server.token}") as answer:
                assert json.load(answer)["started"]
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab does not answer: {log.read_text(encoding='utf-8')}")
