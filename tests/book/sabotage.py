"""Copies of a page with something broken on purpose: what was done to which cell."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rustlab.book.golden import Entry, dump, load
from rustlab.book.place import Book, open_book
from rustlab.book.reading import CodeCell, Page, read_page

SAID = {"stdout": "sabotage\n"}
COMPILES = (
    "#[pyfunction]\nfn harmless(_ctx: &ThreadContext<'_>, _state: &()) -> PyResult<()> { Ok(()) }"
)
FOREIGN = re.compile(r"\s*%%(rust|c|exercise)\b")
PROMISE = re.compile(r"\s*%%(rust|isolated)\b.*--(fails|expect)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    """New sources for cells, cells whose golden is changed instead, and the reasons to be given.

    `accepted` sources get the golden entry of the old one, as if somebody had renewed the key by
    hand: so it is the running cell that must give it away, not the key.
    """

    name: str
    sources: Mapping[int, str]
    accepted: frozenset[int] = frozenset()
    goldens: frozenset[int] = frozenset()
    reasons: Mapping[int, str]


def sabotages(page: Page) -> list[Sabotage]:
    """Every way a page is broken: two runs for all its cells, one more for each broken promise."""
    return [outputs(page), _sources(page), *map(_promise, _promises(page))]


def weaker(page: Page) -> Sabotage:
    """Assertions go, the last promise is broken, and a cell after it is emptied: all in one run.

    A broken promise ends the page, and an emptied cell may end it for the cells that need it.
    """
    promises = _promises(page)
    if not promises:
        return _sources(page)
    last = _promise(promises[-1])
    gone = {c.number: without_assertion(c.source) for c in page.cells if c.asserts}
    late = [c.number for c in page.cells if c.number > promises[-1].number and not c.asserts][:1]
    return Sabotage(
        name="weaker",
        sources=gone | dict.fromkeys(late, "") | last.sources,
        accepted=last.accepted,
        reasons=dict.fromkeys(gone, "assertion-gone")
        | dict.fromkeys(late, "emptied")
        | last.reasons,
    )


def _promises(page: Page) -> list[CodeCell]:
    return [cell for cell in page.cells if PROMISE.match(cell.source)]


def outputs(page: Page) -> Sabotage:
    """Each cell says something else, or must say something else; no exception comes any more."""
    tagged = {cell.number: "pass" for cell in page.cells if cell.raises}
    compared = [c for c in page.cells if not c.raises and not c.ignored]
    # Rust and C print nothing here, and a cell that crashes never comes to its last line.
    silent = [c for c in compared if FOREIGN.match(c.source) or PROMISE.match(c.source)]
    foreign = frozenset(cell.number for cell in silent)
    python = {
        c.number: c.source + '\nprint("sabotage")' for c in compared if c.number not in foreign
    }
    return Sabotage(
        name="outputs",
        sources={**tagged, **python},
        accepted=frozenset({*tagged, *python}),
        goldens=foreign,
        reasons=dict.fromkeys(tagged, "no-longer-raises")
        | dict.fromkeys([*python, *foreign], "changed-output"),
    )


def _sources(page: Page) -> Sabotage:
    """Each asserting cell loses an assertion, another cell is emptied."""
    gone = {c.number: without_assertion(c.source) for c in page.cells if c.asserts}
    emptied = {c.number: "" for c in [c for c in page.cells if not c.asserts][:1]}
    return Sabotage(
        name="sources",
        sources=gone | emptied,
        reasons=dict.fromkeys(gone, "assertion-gone") | dict.fromkeys(emptied, "emptied"),
    )


def _promise(cell: CodeCell) -> Sabotage:
    """A cell that promised not to compile, or to crash, does neither."""
    magic = cell.source.lstrip().splitlines()[0]
    body = COMPILES if magic.startswith("%%rust") else "pass"
    return Sabotage(
        name=f"promise of cell {cell.number}",
        sources={cell.number: f"{magic}\n{body}"},
        accepted=frozenset({cell.number}),
        reasons={cell.number: "raised"},
    )


def without_assertion(source: str) -> str:
    """A Python cell whose first `assert` is `pass`."""
    lines = source.splitlines()
    python = ["pass" if line.lstrip().startswith(("%", "!")) else line for line in lines]
    found = [n for n in ast.walk(ast.parse("\n".join(python))) if isinstance(n, ast.Assert)]
    first = min(found, key=lambda node: node.lineno)
    lines[first.lineno - 1 : first.end_lineno] = [" " * first.col_offset + "pass"]
    return "\n".join(lines)


def copy_book(book: Book, to: Path, done: Mapping[str, Sabotage]) -> Path:
    """A copy of the book with some of its pages sabotaged; returns its root."""
    shutil.copytree(book.sources, to / "book")
    shutil.copytree(book.root / "tests" / "golden", to / "tests" / "golden")
    shutil.copy(book.root / "_toc.yml", to)
    copy = open_book({}, to)
    for name, sabotage in done.items():
        old = read_page(copy.source(name), name)
        _rewrite(copy.source(name), old, sabotage.sources)
        _regold(copy, old, read_page(copy.source(name), name), sabotage)
    return to


def _rewrite(path: Path, page: Page, sources: Mapping[int, str]) -> None:
    """Put new sources into the page's file, from the last cell up so that lines stay true."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for cell in sorted(page.cells, key=lambda c: -c.line):
        if cell.number in sources:
            length = len(cell.source.splitlines())
            end = next(i for i in range(cell.line - 1, len(lines)) if lines[i].startswith("```"))
            assert "\n".join(lines[end - length : end]) == cell.source
            lines[end - length : end] = sources[cell.number].splitlines()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _regold(book: Book, old: Page, new: Page, sabotage: Sabotage) -> None:
    golden = load(book.golden(old.name), old.name)
    assert [entry.key for entry in golden.entries] == [cell.key for cell in old.cells]
    entries = [
        _entry(entry, cell, sabotage) for entry, cell in zip(golden.entries, new.cells, strict=True)
    ]
    text = dump(replace(golden, entries=tuple(entries)))
    book.golden(old.name).write_text(text, encoding="utf-8", newline="\n")


def _entry(entry: Entry, cell: CodeCell, sabotage: Sabotage) -> Entry:
    if cell.number in sabotage.goldens:
        return replace(entry, outputs=(*entry.outputs, SAID), variants=())
    return replace(entry, key=cell.key) if cell.number in sabotage.accepted else entry
