"""Makes the site from executed notebooks: Sphinx in a child, warnings as errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rustlab.book.place import Book
from rustlab.errors import BookError
from rustlab.machine.process import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a site lies after it was made."""

    folder: Path

    @property
    def start(self) -> Path:
        return self.folder / "index.html"


def make_site(
    book: Book, folder: Path, environ: Mapping[str, str], on_line: Callable[[str], None]
) -> Site:
    """Build all pages afresh; raise BookError where Sphinx warns or fails.

    Afresh (`-E -a`), because an incremental build after a failed one passes over the page that
    failed: it was pickled already.
    """
    argv = [
        sys.executable, "-m", "sphinx", "-W", "-n", "-E", "-a", "-j", "2", "-q",
        "-c", str(book.root), "-d", str(book.work / "doctrees"), str(book.sources), str(folder),
    ]  # fmt: skip
    ended = run(argv, cwd=book.root, env=environ, on_line=on_line)
    if ended.ending == "interrupted":
        raise KeyboardInterrupt
    if ended.returncode:
        raise BookError(
            f"the site was not made:\n{ended.stderr.strip()}",
            hint="mend the first warning; later ones often follow from it",
        )
    return Site(folder=folder)
