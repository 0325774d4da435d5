"""Which folder is whose: the book, its pages by name, and what runs produce."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml
from platformdirs import user_cache_path

from rustlab.data import locate
from rustlab.errors import BookError


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A folder with `_toc.yml`, `conf.py`, `book/` and `tests/golden/`, and the pages it names."""

    root: Path
    pages: tuple[str, ...]  # in the order of the table of contents: `index`, `start/setup`
    work: Path  # what runs produce: executed notebooks, the site

    @property
    def sources(self) -> Path:
        return self.root / "book"

    def source(self, name: str) -> Path:
        """The file of the page `name`."""
        return self.sources / f"{name}.md"

    def golden(self, name: str) -> Path:
        """The file that holds the expected outputs of the page `name`."""
        return self.root / "tests" / "golden" / f"{name}.yml"

    @property
    def executed(self) -> Path:
        """Where executed notebooks wait for the site."""
        return self.work / "executed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to run: its name in `_toc.yml`, and the file, which may be a learner's copy."""

    name: str
    path: Path


def open_book(environ: Mapping[str, str], root: Path | None = None) -> Book:
    """The book in `root`, else of this installation; raise BookError or WorkspaceError."""
    data = locate()
    home = (root or data.root).resolve()
    named = environ.get("RUSTLAB_CACHE")
    if named:
        work = Path(named) / "book"
    elif data.checkout or root is not None:
        work = home / "_build"
    else:
        work = user_cache_path("rustlab", appauthor=False) / "book"
    return Book(root=home, pages=read_toc(home / "_toc.yml"), work=work)


def read_toc(path: Path) -> tuple[str, ...]:
    """The pages of a table of contents in order; raise BookError if it cannot be read."""
    try:
        toc = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BookError(
            f"the table of contents `{path}` cannot be read: {error}",
            hint="compare it with the form of sphinx-external-toc: root, parts, chapters, file",
        ) from None
    pages = tuple(_files(toc))
    twice = sorted({page for page in pages if pages.count(page) > 1})
    if not pages or twice:
        what = f"names `{twice[0]}` twice" if twice else "names no page"
        raise BookError(f"the table of contents `{path}` {what}", hint=f"mend `{path.name}`")
    return pages


def _files(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("root", "file"):
                yield str(value)
            else:
                yield from _files(value)
    elif isinstance(node, list):
        for value in node:
            yield from _files(value)


def find_pages(book: Book, asked: Sequence[str], here: Path) -> tuple[Wanted, ...]:
    """The pages that `asked` names (all if it is empty): by name, or as a file, also of a copy."""
    if not asked:
        return tuple(Wanted(name=name, path=book.source(name)) for name in book.pages)
    return tuple(_find(book, one, here) for one in asked)


def _find(book: Book, asked: str, here: Path) -> Wanted:
    if asked in book.pages:
        return Wanted(name=asked, path=book.source(asked))
    path = (here / asked).resolve()
    if not path.is_file():
        raise BookError(
            f"there is no page `{asked}`",
            hint=f"give a file or one of: {', '.join(book.pages)}",
        )
    return Wanted(name=name_of(path, book.pages), path=path)


def name_of(path: Path, pages: Sequence[str]) -> str:
    """The page a file is a copy of: the longest end of its path that the table of contents names.

    So a page keeps its goldens in a learner's folder, whatever stands above it.
    """
    parts = path.with_suffix("").parts
    ends = (PurePosixPath(*parts[start:]).as_posix() for start in range(len(parts)))
    name = next((end for end in ends if end in pages), None)
    if name is None:
        raise BookError(
            f"`{path}` is no page of the book: `_toc.yml` does not name it",
            hint="add it to `_toc.yml`, or keep the folders of the book in your copy",
        )
    return name
