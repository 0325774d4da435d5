"""A page as values: its header and its code cells, read with the reader of the site."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

from rustlab.book.schema import PageHeader, read_header
from rustlab.errors import BookError

# One list for the site and for the collector: another list would find other cells.
MYST_EXTENSIONS = (
    "amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "tasklist",
)  # fmt: skip
# Ways of other tools to leave a cell out; ours carries a reason (`rustlab: {ignore-output: why}`).
SILENT_TAGS = {"skip-execution", "nbval-skip", "nbval-ignore-output", "nbval-check-output"}
SILENT_COMMENT = re.compile(r"^\s*#\s*(NBVAL_\w+|PYTEST_VALIDATE_IGNORE_OUTPUT)", re.MULTILINE)
FOREIGN = re.compile(r"%%(?!isolated\b|time\b|capture\b)")  # a cell whose body is not Python


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCell:
    """One code cell of a page."""

    number: int  # from 0, code cells only
    line: int  # of its first source line, from 1
    source: str
    key: str  # hash of the source, with an ordinal where a source stands twice
    raises: bool = False  # tagged raises-exception
    ignored: str = ""  # why its output is not compared, "" if it is
    timeout: float | None = None  # seconds, from `:timeout:`

    @property
    def title(self) -> str:
        """The first line, for messages."""
        return next((line.strip() for line in self.source.splitlines() if line.strip()), "")[:60]

    @property
    def asserts(self) -> tuple[str, ...]:
        """The `assert` statements of a Python cell, as text."""
        return assertions(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that Lab and the site read alike."""

    name: str
    path: Path
    header: PageHeader
    kernel: str
    cells: tuple[CodeCell, ...]
    timeout: float | None  # seconds a cell, from `mystnb: {execution_timeout: …}`


def read_page(path: Path, name: str) -> Page:
    """Read one page; raise BookError where it is wrong or Lab would see other cells."""
    notebook, lines = parse(_text(path), str(path))
    _same_in_lab(path, [cell.source for cell in notebook.cells if cell.cell_type == "code"])
    seen: Counter[str] = Counter()
    code = [pair for pair in zip(notebook.cells, lines, strict=True) if pair[0].cell_type == "code"]
    return Page(
        name=name,
        path=path,
        header=read_header(notebook.metadata, str(path)),
        kernel=str(notebook.metadata.get("kernelspec", {}).get("name", "")),
        cells=tuple(_cell(path, *at, number, seen) for number, at in enumerate(code)),
        timeout=notebook.metadata.get("mystnb", {}).get("execution_timeout"),
    )


def parse(text: str, file: str) -> tuple[Any, list[int]]:
    """The notebook as the site sees it, with the line of each cell; its cell ids repeat."""
    config = MdParserConfig(enable_extensions=set(MYST_EXTENSIONS))
    try:
        notebook = read_myst_markdown_notebook(text, config, add_source_map=True, path=file)
    except Exception as error:  # myst-nb raises what its parsers raise
        raise BookError(
            f"`{file}` cannot be read: {error}", hint="compare it with a page that works"
        ) from None
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    return notebook, [line + 1 for line in notebook.metadata.pop("source_map")]


def key_of(source: str, seen: Counter[str]) -> str:
    """The name of a cell in a golden; `seen` counts, since a source may stand twice on a page."""
    digest = hashlib.sha256(source.strip().encode()).hexdigest()[:10]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}.{seen[digest]}"


def assertions(source: str) -> tuple[str, ...]:
    """The `assert` statements of a cell that holds Python (also under `%%isolated`)."""
    if FOREIGN.match(source.lstrip()):
        return ()
    lines = [re.sub(r"^(\s*)[%!?].*", r"\1pass", line) for line in source.splitlines()]
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return tuple(line.strip() for line in lines if re.match(r"\s*assert\b", line))
    return tuple(ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Assert))


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BookError(f"`{path}` cannot be read: {error}", hint="check the path") from None
    if not is_myst_markdown_notebook(text):
        raise BookError(
            f"`{path}` is not a MyST notebook: its front matter has no `jupytext:` block",
            hint="copy the front matter of another page",
        )
    return text


def _same_in_lab(path: Path, site: Sequence[str]) -> None:
    """Lab reads with jupytext: a code-cell inside a directive is live there and dead here."""
    cells = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst").cells
    lab = [cell.source for cell in cells if cell.cell_type == "code"]
    if list(site) != lab:
        raise BookError(
            f"`{path}`: the site runs {len(site)} cells, JupyterLab {len(lab)}",
            hint="take each code-cell out of its directive; exercises have exercise-start and -end",
        )


def _cell(path: Path, cell: Any, line: int, number: int, seen: Counter[str]) -> CodeCell:
    tags = set(cell.metadata.get("tags", []))
    silent = sorted(tags & SILENT_TAGS) or SILENT_COMMENT.findall(cell.source)
    if silent:
        raise BookError(
            f"`{path}`, line {line}: `{silent[0]}` leaves a cell out without saying why",
            hint="write the cell's metadata `rustlab: {ignore-output: the reason}`",
        )
    return CodeCell(
        number=number,
        line=line,
        source=cell.source,
        key=key_of(cell.source, seen),
        raises="raises-exception" in tags,
        ignored=_reason(path, line, cell.metadata.get("rustlab", {})),
        timeout=float(cell.metadata["timeout"]) if "timeout" in cell.metadata else None,
    )


def _reason(path: Path, line: int, block: object) -> str:
    known = isinstance(block, Mapping) and set(block) <= {"ignore-output"}
    reason = block.get("ignore-output", "") if isinstance(block, Mapping) else None
    if not known or not isinstance(reason, str) or (block and len(reason.split()) < 3):
        raise BookError(
            f"`{path}`, line {line}: the cell's `rustlab:` metadata is wrong",
            hint="write `rustlab: {ignore-output: the reason}`, a sentence a reader understands",
        )
    return reason
