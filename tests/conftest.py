"""Fixtures of the whole suite: folders of the run, the interpreters, marks that need a machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_cache() -> Path:
    """The cache that every test and worker process shares, so that cargo's targets stay warm."""
    return Path(os.environ["RUSTLAB_CACHE"])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder of the test's own."""
    folder = tmp_path / "learner's föld er"
    folder.mkdir()
    monkeypatch.setenv("RUSTLAB_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def interpreters() -> tuple[Path, ...]:
    """The interpreters of `RUSTLAB_PYTHONS`; each must exist."""
    named = [Path(p) for p in os.environ.get("RUSTLAB_PYTHONS", "").split(os.pathsep) if p]
    missing = [p for p in named if not p.exists()]
    assert not missing, f"RUSTLAB_PYTHONS names what is not there: {missing}"
    return tuple(named)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright runs an event loop in the thread of the tests: it ends with each module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


def pytest_configure(config: pytest.Config) -> None:
    """Give every process of the run one cache folder outside the learner's own."""
    if "RUSTLAB_CACHE" not in os.environ:
        os.environ["RUSTLAB_CACHE"] = str(ROOT / "target" / "rustlab-test-cache")
    os.environ.pop("RUSTLAB_HOME", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot show, by name and reason; CI counts any such as failed."""
    reasons = {mark: reason for mark, reason in unavailable().items() if reason}
    for item in items:
        for mark in reasons.keys() & {m.name for m in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=reasons[mark]))


def unavailable() -> dict[str, str]:
    """For each mark that needs a machine: why it cannot run here, or an empty string."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("unshare")
    return {
        "browser": "" if shutil.which("chromium") else "no `chromium` on PATH",
        "interpreters": "" if os.environ.get("RUSTLAB_PYTHONS") else "RUSTLAB_PYTHONS is not set",
        "namespace": "" if root else "needs root and Linux namespaces (`unshare`)",
    }
