"""One code cell, and what concerns a page as a whole, as pytest items: nbval runs, we judge."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nbformat.v4 import new_code_cell
from nbval.plugin import IPyNbCell, NbCellError

from rustlab.book.compare import Finding, differ
from rustlab.book.kernel import KernelDiedError, PageKernel
from rustlab.book.outputs import Output, reduce
from rustlab.book.reading import CodeCell
from rustlab.book.result import CellResult
from rustlab.book.scrub import scrub

if TYPE_CHECKING:
    from rustlab.book.collect import PageFile

WEAKENED = ("assertion-gone", "emptied")


class PageCell(IPyNbCell):  # type: ignore[misc]
    """One code cell: nbval runs it, we compare."""

    code: CodeCell

    @classmethod
    def make(cls, parent: PageFile, code: CodeCell) -> PageCell:
        """The item of one cell; the notebook cell it hands to nbval looks unrun on purpose.

        nbval then compares nothing, and the comparison here is the only one.
        """
        options: Mapping[str, bool] = defaultdict(bool, check_exception=code.raises)
        cell = new_code_cell(source=code.source)  # type: ignore[no-untyped-call]
        item: PageCell = cls.from_parent(
            parent, name=f"Cell {code.number}", cell_num=code.number, cell=cell, options=options
        )
        item.code = code
        item.output_timeout = 30  # seconds for what was said; nbval's 5 fail on a busy machine
        return item

    def setup(self) -> None:
        """Nothing: nbval would mark the cells after a timeout as expected to fail."""

    def reportinfo(self) -> tuple[Path, int, str]:
        """The page, the line of the cell, its first line of source."""
        return self.path, self.code.line - 1, f"{self.name} ({self.code.title})"

    def runtest(self) -> None:
        """Run the cell unless an earlier one broke the page; fail for the first reason found."""
        page: PageFile = self.parent
        begun = time.monotonic()
        known = dict(page.standing.cells).get(self.code.number) if page.comparing else None
        if page.broken and known is None:
            pytest.skip(page.broken)
        found = known if page.broken else self._judge(page, known)
        page.results[self.code.number] = CellResult(
            number=self.code.number, line=self.code.line, title=self.code.title,
            reason=found.reason if found else None, message=found.message if found else "",
            seconds=time.monotonic() - begun, outputs=self._outputs(page),
            ignored=self.code.ignored,
        )  # fmt: skip
        if found:
            raise NbCellError(self.code.number, found.message, self.code.source)

    def _judge(self, page: PageFile, known: Finding | None) -> Finding | None:
        """Run the cell. That it was weakened counts more than what came of it, which may follow."""
        ran = self._run(page)
        weakened = known is not None and known.reason in WEAKENED
        return (known or ran) if weakened else (ran or known or self._compare(page))

    def _run(self, page: PageFile) -> Finding | None:
        """Execute the cell; a finding if it did not end the way it says it does."""
        if not page.kernel.is_alive():
            page.broken = "the kernel died between two cells"
            return Finding(reason="kernel-died", message=page.broken)
        self.transcript = page.transcript.begin(self.code.number)
        page.kernel.on_message = lambda message: page.transcript.take(self.transcript, message)
        option = self.config.option
        limits = (self.code.timeout, page.page and page.page.timeout, page.default_timeout)
        option.nbval_cell_timeout = next(float(limit) for limit in limits if limit)
        try:
            super().runtest()
        except KernelDiedError:
            words = scrub(page.start.last_words, page.places)
            found = Finding(
                reason="kernel-died", message=f"the kernel died while the cell ran\n{words}"
            )
        except NbCellError as error:
            found = self._raised(page, error)
        else:
            return self._kept_its_word(page.kernel)
        page.broken = f"Cell {self.code.number} did not end well: {found.reason}"
        return found

    def _raised(self, page: PageFile, error: Any) -> Finding:
        if page.timed_out:
            return Finding(reason="timed-out", message=str(error))
        shown = next(o for o in reversed(self.transcript.outputs) if o.output_type == "error")
        traceback = scrub("\n".join(shown.traceback), page.places)
        return Finding(
            reason="raised", message=f"the cell raised {shown.ename}: {shown.evalue}\n{traceback}"
        )

    def _kept_its_word(self, kernel: PageKernel) -> Finding | None:
        raised = any(output.output_type == "error" for output in self.transcript.outputs)
        if kernel.status == "error" and not raised:
            # IPython's own complaints (no such magic) come on stderr and raise nothing.
            said = "".join(o.text for o in self.transcript.outputs if o.output_type == "stream")
            return Finding(reason="raised", message=f"the cell ended in an error: {said}")
        if self.code.raises and not raised:
            return Finding(
                reason="no-longer-raises",
                message="the cell is tagged raises-exception and raised nothing",
            )
        return None

    def _compare(self, page: PageFile) -> Finding | None:
        entry = page.golden.entry(self.code.key)
        if not page.comparing or self.code.ignored or entry is None:
            return None
        return differ(entry.expected(page.facts), self._outputs(page))

    def _outputs(self, page: PageFile) -> tuple[Output, ...]:
        """What the cell said so far, as a golden holds it; later cells may update its displays."""
        said = page.transcript.cells.get(self.code.number)
        return reduce(said.said, page.places) if said else ()


class PageItem(pytest.Item):
    """What concerns the page as a whole: its golden, the rules of pages."""

    def __init__(self, *, found: tuple[Finding, ...], **node: Any) -> None:
        super().__init__(**node)
        self.found = found

    def runtest(self) -> None:
        """Fail with every finding at once."""
        page: PageFile = self.parent  # type: ignore[assignment]
        page.findings += self.found
        if self.found:
            raise PageWrongError("\n".join(finding.message for finding in self.found))

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The sentences alone: a stack of ours says nothing about a page."""
        wrong = isinstance(excinfo.value, PageWrongError)
        return str(excinfo.value) if wrong else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


class PageWrongError(AssertionError):
    """A page is wrong as a whole."""
