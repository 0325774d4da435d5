"""The pytest plugin of the book, loaded by name (`-p rustlab.book.plugin`), no entry point."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rustlab.book.collect import PageFile
from rustlab.book.condition import Facts, facts_of
from rustlab.book.desk import Desk
from rustlab.book.place import Book, name_of, open_book
from rustlab.book.scrub import Places

BOOK = pytest.StashKey[Book]()
FACTS = pytest.StashKey[Facts]()
PAGES = pytest.StashKey[list[PageFile]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options that `rustlab book test` passes to its children."""
    group = parser.getgroup("rustlab", "the pages of the book")
    group.addoption("--rustlab-root", help="folder of the book", default=None)
    group.addoption("--rustlab-out", help="folder for results and notebooks", default=None)
    group.addoption("--rustlab-execute", action="store_true", help="run, compare nothing (bless)")
    group.addoption("--rustlab-timeout", type=float, default=300, help="seconds a cell may take")


def pytest_configure(config: pytest.Config) -> None:
    """Open the book once."""
    root = config.getoption("--rustlab-root")
    config.stash[BOOK] = open_book(os.environ, Path(root) if root else None)
    config.stash[FACTS] = facts_of(os.environ)
    config.stash[PAGES] = []


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a page that was named on the command line."""
    config = parent.config
    # pytest also asks for the neighbours of a named file, up to the root of the folder.
    if file_path.suffix != ".md" or not parent.session.isinitpath(file_path):
        return None
    out = config.getoption("--rustlab-out")
    page: PageFile = PageFile.from_parent(parent, path=file_path)
    page.book = config.stash[BOOK]
    page.name_in_book = name_of(file_path, page.book.pages)
    page.desk = Desk.of(Path(out), file_path) if out else None
    page.comparing = not config.getoption("--rustlab-execute")
    page.default_timeout = config.getoption("--rustlab-timeout")
    page.facts = config.stash[FACTS]
    page.places = Places.of(_folders(page))
    page.collected = config.stash[PAGES]
    return page


def _folders(page: PageFile) -> dict[str, str]:
    """What stands for the folders of this machine in goldens."""
    home = str(page.desk.home) if page.desk else os.environ.get("RUSTLAB_HOME", "")
    folders = {
        os.environ.get("RUSTLAB_CACHE", ""): "<cache>",
        home: "<home>",
        str(page.path.parent): "<page>",
        str(page.book.root): "<book>",
    }
    return {path: name for path, name in folders.items() if path}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave a result for pages that could not be read, too."""
    for page in session.config.stash[PAGES]:
        page.leave()
