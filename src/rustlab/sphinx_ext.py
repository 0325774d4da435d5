"""The book's door to Sphinx: pages from executed notebooks, cells coloured as what they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from rustlab.book.outputs import RECORD, WIDGET
from rustlab.book.place import open_book
from rustlab.book.reading import parse
from rustlab.book.store import Store, open_store, required
from rustlab.lexers import RustlabIPythonLexer

LEXER = "ipython-rust"
PYTHONISH = {"ipython3", "ipython", "python", "python3", "ipython-rust"}


def read_executed(text: str, store: str) -> Any:
    """myst-nb's reader for `.md`: the page's own text with the outputs of its executed notebook.

    Raises BookError for a page whose cells did not run in this state of the repository. A reader,
    not myst-nb's cache: this way myst-nb has no execution to fall back to.
    """
    notebook, lines = parse(text, "the page")
    notebook.metadata["source_map"] = [line - 1 for line in lines]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if code:
        executed = required(Store(folder=Path(store)), text, _title(notebook))
        notebook.metadata["language_info"] = executed.metadata["language_info"]
        ran = [cell for cell in executed.cells if cell.cell_type == "code"]
        for cell, done in zip(code, ran, strict=True):
            cell.execution_count = done.execution_count
            cell.outputs = [_for_site(output) for output in done.outputs if _seen(output)]
    return notebook


def _title(notebook: Any) -> str:
    return str(notebook.metadata.get("title", "a page"))


def _seen(output: Any) -> bool:
    """A widget without a form in HTML needs a live kernel: the site leaves it out."""
    data = output.get("data", {})
    return WIDGET not in data or "text/html" in data


def _for_site(output: Any) -> Any:
    """Without the forms that only programs and live notebooks read; the others say the same."""
    for mime in (RECORD, WIDGET):
        if mime in output.get("data", {}) and len(output["data"]) > 1:
            del output["data"][mime]
    return output


def colour_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Give `%%rust` and `%%c` cells their colours, whatever lexer the kernel implies."""
    del app
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code_source":
            continue
        for block in cell.findall(nodes.literal_block):
            if block.get("language") in PYTHONISH:
                block["language"] = LEXER


def name_store(app: Sphinx, config: Config) -> None:
    """Tell the reader where the executed notebooks lie; `rustlab book build` named it already."""
    folder = os.environ.get("RUSTLAB_EXECUTED")
    if not folder:
        book = open_book(os.environ, Path(app.confdir))
        folder = str(open_store(book.executed, os.environ).folder)
    config.nb_custom_formats = {
        ".md": ["rustlab.sphinx_ext.read_executed", {"store": folder}, False]
    }


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_lexer(LEXER, RustlabIPythonLexer)
    app.connect("config-inited", name_store, priority=100)  # before myst-nb reads its settings
    app.connect("doctree-read", colour_cells)
    # sphinx-external-toc loads it; it acts in the main process only, but does not declare so.
    numbering = app.extensions.get("sphinx_multitoc_numbering")
    if numbering:
        numbering.parallel_read_safe = numbering.parallel_write_safe = True
    return {"parallel_read_safe": True, "parallel_write_safe": True}
