"""What a page leaves behind: its result, and the executed notebook with all its cells said."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import nbformat

from rustlab.book import result
from rustlab.book.desk import Desk
from rustlab.book.reading import Page, parse, read_page
from rustlab.book.result import CellResult, PageResult
from rustlab.errors import BookError

if TYPE_CHECKING:
    from rustlab.book.collect import PageFile


def leave(page: PageFile, desk: Desk) -> None:
    """Write what a page came to where the parent process looks for it."""
    kept = page.ran_to_its_end and page.page is not None and unchanged(page.page)
    notebook = desk.notebook if kept else None
    if notebook:
        notebook.write_text(executed_notebook(page), encoding="utf-8", newline="\n")
    told = PageResult(
        page=page.name_in_book, path=page.path, cells=_cells(page), findings=tuple(page.findings),
        notebook=notebook, seconds=time.monotonic() - page.begun,
    )  # fmt: skip
    result.write(told, desk.result)


def unchanged(page: Page) -> bool:
    """Whether the file still has the cells that ran; else new text would get the old outputs."""
    try:
        now = read_page(page.path, page.name)
    except BookError:
        return False
    return [cell.key for cell in now.cells] == [cell.key for cell in page.cells]


def _cells(page: PageFile) -> tuple[CellResult, ...]:
    """A result for every cell; those that were skipped say so."""
    return tuple(
        page.results.get(code.number)
        or CellResult(
            number=code.number, line=code.line, title=code.title, reason="not-run",
            message=page.broken or "an earlier step of the page failed", seconds=0.0,
        )
        for code in (page.page.cells if page.page else ())
    )  # fmt: skip


def executed_notebook(page: PageFile) -> str:
    """The text of the `.ipynb`; complete, so that a reader needs no kernel to see the page."""
    notebook, _ = parse(page.path.read_text(encoding="utf-8"), str(page.path))
    notebook.metadata["language_info"] = page.language_info
    if page.transcript.widgets:
        state = {"application/vnd.jupyter.widget-state+json": page.transcript.widget_state()}
        notebook.metadata["widgets"] = state
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code):
        _fill(cell, page.transcript.cells[number])
    return f"{nbformat.writes(notebook)}\n"  # type: ignore[no-untyped-call]


def _fill(cell: Any, transcript: Any) -> None:
    cell.execution_count = transcript.count
    cell.outputs = transcript.outputs
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = transcript.count
