"""The pytest plugin of the book, loaded by name (`-p rustlab.book.plugin`), no entry point."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from rustlab.book import result
from rustlab.book.collect import PageFile
from rustlab.book.executed import executed_notebook
from rustlab.book.place import Book, name_of, open_book
from rustlab.book.result import CellResult, PageResult
from rustlab.book.scrub import Places

BEGUN = pytest.StashKey[float]()
PAGES = pytest.StashKey[list[PageFile]]()
BOOK = pytest.StashKey[Book]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options that `rustlab book test` passes to its children."""
    group = parser.getgroup("rustlab", "the pages of the book")
    group.addoption("--rustlab-root", help="folder of the book", default=None)
    group.addoption("--rustlab-out", help="folder for the page's result", default=None)
    group.addoption("--rustlab-execute", action="store_true", help="run, compare nothing (bless)")
    group.addoption("--rustlab-timeout", type=float, default=300, help="seconds a cell may take")


def pytest_configure(config: pytest.Config) -> None:
    """Open the book once."""
    root = config.getoption("--rustlab-root")
    config.stash[BOOK] = open_book(os.environ, Path(root) if root else None)
    config.stash[BEGUN] = time.monotonic()
    config.stash[PAGES] = []


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a page that was named on the command line."""
    if file_path.suffix != ".md":
        return None
    book = parent.config.stash[BOOK]
    page: PageFile = PageFile.from_parent(parent, path=file_path)
    page.book, page.name_in_book = book, name_of(file_path, book.pages)
    page.comparing = not parent.config.getoption("--rustlab-execute")
    page.default_timeout = parent.config.getoption("--rustlab-timeout")
    page.places = Places.of(_folders(book, file_path))
    page.collected = parent.config.stash[PAGES]
    return page


def _folders(book: Book, page: Path) -> dict[str, str]:
    """What stands for the folders of this machine in goldens."""
    folders = {
        os.environ.get("RUSTLAB_CACHE", ""): "<cache>",
        os.environ.get("RUSTLAB_HOME", ""): "<home>",
        str(page.parent): "<page>",
        str(book.root): "<book>",
    }
    return {path: name for path, name in folders.items() if path}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave a result, also for a page that could not be read or whose kernel never came."""
    out = session.config.getoption("--rustlab-out")
    seconds = time.monotonic() - session.config.stash[BEGUN]
    for page in session.config.stash[PAGES] if out else ():
        _leave(page, Path(out), seconds)


def _leave(page: PageFile, out: Path, seconds: float) -> None:
    notebook = out / "executed.ipynb" if page.ran_to_its_end else None
    if notebook:
        notebook.write_text(executed_notebook(page), encoding="utf-8", newline="\n")
    told = PageResult(
        page=page.name_in_book, path=page.path, cells=_cells(page), findings=tuple(page.findings),
        notebook=notebook, seconds=seconds,
    )  # fmt: skip
    result.write(told, out / "result.json")


def _cells(page: PageFile) -> tuple[CellResult, ...]:
    """A result for every cell; those that were skipped say so."""
    return tuple(
        page.results.get(code.number)
        or CellResult(
            number=code.number, line=code.line, title=code.title, reason="not-run",
            message=page.broken or "the page's kernel did not start", seconds=0.0,
        )
        for code in (page.page.cells if page.page else ())
    )  # fmt: skip
