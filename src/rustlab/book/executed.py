"""The executed notebook of a page: its Markdown, its cells, what they said, the widgets' state."""

from __future__ import annotations

from typing import Any

import nbformat

from rustlab.book.collect import PageFile
from rustlab.book.reading import parse


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
