"""The collector: a page as a pytest node on nbval's `IPyNbFile`, with its kernel."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbval.plugin import IPyNbFile

from rustlab.book.cell import PageCell, PageItem
from rustlab.book.compare import Finding, Standing, stand
from rustlab.book.condition import Facts
from rustlab.book.desk import Desk
from rustlab.book.executed import leave
from rustlab.book.golden import Golden, load
from rustlab.book.kernel import KernelStart, start_kernel
from rustlab.book.place import Book
from rustlab.book.reading import Page, read_page
from rustlab.book.result import CellResult
from rustlab.book.rules import broken_rules
from rustlab.book.scrub import Places
from rustlab.book.transcript import Transcript
from rustlab.errors import BookError


class PageFile(IPyNbFile):  # type: ignore[misc]
    """One page: reads it, starts its kernel, gathers what its cells say."""

    book: Book
    name_in_book: str
    desk: Desk | None  # where results go; None under a bare pytest
    places: Places
    facts: Facts  # of the interpreter in which the page's modules run
    comparing: bool  # False under `book bless`: cells must run, their outputs are new
    default_timeout: float  # seconds a cell may take
    collected: list[PageFile]  # pytest may make a node that it never collects
    page: Page | None = None  # None where the file could not be read
    begun = 0.0
    left = False  # whether the result was written

    @property
    def ran_to_its_end(self) -> bool:
        """Whether every cell ran and ended the way it says it does."""
        if self.page is None or self.broken:
            return False
        unkept = {"no-longer-raises", "raised"} & {cell.reason for cell in self.results.values()}
        return not unkept and len(self.transcript.cells) == len(self.page.cells)

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each code cell, then one for the golden and one for the rules of pages."""
        self.collected.append(self)
        self.begun = time.monotonic()
        self.transcript, self.broken = Transcript(), ""
        self.results: dict[int, CellResult] = {}
        self.findings: list[Finding] = []
        try:
            self.page = read_page(self.path, self.name_in_book)
            self.golden: Golden = load(self.book.golden(self.page.name), self.page.name)
            self.standing: Standing = stand(self.page.cells, self.golden)
        except BookError as error:
            self.findings.append(Finding(reason="broken", message=str(error)))
            raise self.CollectError(str(error)) from None
        for cell in self.page.cells:
            yield PageCell.make(self, cell)
        if self.comparing:
            yield PageItem.from_parent(self, name="golden", found=self.standing.page)
        yield PageItem.from_parent(self, name="rules", found=broken_rules(self.page, self.book))

    def setup(self) -> None:
        """Start the page's kernel in the page's folder."""
        self.begun = time.monotonic()
        assert self.page is not None  # there are no items to set up for otherwise
        self.start = KernelStart(
            name=self.page.kernel,
            folder=self.path.parent,
            environ=self.desk.environment(os.environ) if self.desk else dict(os.environ),
            log=self.desk.kernel_log if self.desk else Path(os.devnull),
            timeout=float(self.config.option.nbval_kernel_startup_timeout),
        )
        try:
            self.kernel = start_kernel(self.start)
        except Exception as error:
            self.broken = f"the page's kernel did not start: {error}"
            self.findings.append(Finding(reason="broken", message=self.broken))
            raise
        self.language_info = self.kernel.language_info

    def teardown(self) -> None:
        """End the kernel, also one that died, and leave the result."""
        if self.kernel is not None:
            self.kernel.stop()
        self.leave()

    def leave(self) -> None:
        """Leave the result once; pages that could not be read have no teardown."""
        if self.desk is not None and not self.left:
            self.left = True
            leave(self, self.desk)
