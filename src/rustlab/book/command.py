"""The commands of the book: `test`, `build`, `bless`, `facts`.

Exit status 0 done, 1 not so, 2 cannot.
"""

# ruff: noqa: PT028 - `test` is the command's name; pytest is told so below

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rustlab.book import result, store
from rustlab.book.bless import Circumstances, Proposal, propose
from rustlab.book.condition import facts_of
from rustlab.book.facts import grown_old, read_facts
from rustlab.book.golden import load
from rustlab.book.place import Book, Wanted, find_pages, open_book
from rustlab.book.reading import read_page
from rustlab.book.report import page_lines, summary, write_junit
from rustlab.book.result import PageResult
from rustlab.book.running import Order, run_pages
from rustlab.book.site import make_site


def test(  # noqa: PLR0913 - the options of the command
    pages: Sequence[str] = (), *, jobs: int = 2, junit: Path | None = None,
    as_json: bool = False, root: Path | None = None, python: Path | None = None,
) -> int:  # fmt: skip
    """Run pages (all if none is named) against their goldens; what passes feeds the site.

    A page is a name of `_toc.yml` or a file, also of a copy. With `python` the notebooks stay, and
    modules are built for that interpreter and run in it; the site gets nothing of this.
    Returns 0 if every cell is as expected, else 1. Raises BookError, WorkspaceError and
    ToolchainError.
    """
    book, environ = open_book(os.environ, root), _environment(python)
    facts_of(environ)  # refuses an interpreter that does not start, before any page begins
    shown = sys.stderr if as_json else sys.stdout
    with tempfile.TemporaryDirectory(prefix="rustlab-book-") as folder:
        order = Order(book=book, out=Path(folder), jobs=jobs)
        notebooks = store.open_store(book.executed, os.environ)
        results = run_pages(
            find_pages(book, pages, Path.cwd()), order, environ,
            lambda ended: print("\n".join(page_lines(ended)), file=shown, flush=True),
        )  # fmt: skip
        if "RUSTLAB_PYTHON" in environ:
            print("run with another Python: nothing is kept for the site", file=shown)
        elif notebooks == store.open_store(book.executed, os.environ):
            store.fill(notebooks, results)
        else:
            print("sources changed during the run: nothing is kept for the site", file=shown)
    if junit:
        write_junit(results, junit)
    print(result.as_json(results) if as_json else summary(results), flush=True)
    return 0 if all(r.ok for r in results) else 1


test.__test__ = False  # type: ignore[attr-defined]


def _environment(python: Path | None) -> dict[str, str]:
    """Ours, with the interpreter in which modules shall run."""
    named = {} if python is None else {"RUSTLAB_PYTHON": str(python)}
    return {**os.environ, **named}


def facts(months: int, *, as_json: bool = False, root: Path | None = None) -> int:
    """List the statements of `facts.toml` that are older than `months`; 1 if there are any.

    Whoever renews one reads the source again and changes its date.
    """
    today = datetime.now(UTC).date()
    known = read_facts(open_book(os.environ, root).sources / "facts.toml")
    old = grown_old(known, months, today)
    if as_json:
        listed = [fact.as_json(today) for fact in old]
        print(json.dumps({"schema": 1, "months": months, "facts": listed}, ensure_ascii=False))
        return 1 if old else 0
    for fact in old:
        print(f"{fact.said:10}  {fact.id}: {fact.statement}\n{'':10}  {fact.link}")
    print(f"{len(old)} of {len(known)} statements are older than {months} months")
    return 1 if old else 0


def build(out: Path | None = None, *, root: Path | None = None) -> int:
    """Make the site from executed notebooks; on a fresh clone run all pages first.

    Returns 0, or 1 if a page does not pass. Raises BookError, also for a page whose cells changed
    since they ran.
    """
    book = open_book(os.environ, root)
    notebooks = store.open_store(book.executed, os.environ)
    if notebooks.empty:
        print("no page was run here yet: running all of them once", flush=True)
        if test(root=root):
            return 1
        notebooks = store.open_store(book.executed, os.environ)
    for name in book.pages:
        path = book.source(name)
        store.required(notebooks, path.read_text(encoding="utf-8"), str(path))
    folder = out or book.work / "html"
    environ = {**os.environ, "RUSTLAB_EXECUTED": str(notebooks.folder)}
    site = make_site(book, folder.resolve(), environ, lambda line: print(line, end="", flush=True))
    print(f"made {site.start}", flush=True)
    return 0


def bless(
    pages: Sequence[str] = (), *, accept_fewer_assertions: bool, when: str = "",
    root: Path | None = None, python: Path | None = None,
) -> int:  # fmt: skip
    """Renew the goldens of pages, show what changes; write only where every cell ran.

    Returns 1 if a page did not run to its end or holds fewer assertions than before without
    `accept_fewer_assertions`. `when` makes the outputs a variant for interpreters where it holds.
    """
    book, environ = open_book(os.environ, root), _environment(python)
    wanted = find_pages(book, pages, Path.cwd())
    at = Circumstances(facts=facts_of(environ), when=when)
    with tempfile.TemporaryDirectory(prefix="rustlab-bless-") as folder:
        order = Order(book=book, out=Path(folder), comparing=False)
        results = run_pages(wanted, order, environ, lambda _: None)
        done = [
            _bless_one(book, page, ran, at, accept_fewer=accept_fewer_assertions)
            for page, ran in zip(wanted, results, strict=True)
        ]
    return 0 if all(done) else 1


def _bless_one(
    book: Book, wanted: Wanted, ran: PageResult, at: Circumstances, *, accept_fewer: bool
) -> bool:
    """Write the golden of one page, or say why not."""
    if not ran.ran:
        print("\n".join(page_lines(ran)))
        print(f"{wanted.name}: not blessed, for not every cell ran to its end\n")
        return False
    path = book.golden(wanted.name)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    page = read_page(wanted.path, wanted.name)
    proposal = propose(page, load(path, wanted.name), text, ran, at)
    if proposal.gone and not accept_fewer:
        print("\n".join(_refusal(wanted.name, proposal)))
        return False
    print(proposal.diff or f"{wanted.name}: nothing changed")
    if proposal.diff:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(proposal.after, encoding="utf-8", newline="\n")
    return True


def _refusal(name: str, proposal: Proposal) -> list[str]:
    return [
        f"{name}: not blessed, for these assertions went:",
        *(f"    {text}" for text in proposal.gone),
        "\nhint: put them back, or say `rustlab book bless --accept-fewer-assertions`",
    ]
