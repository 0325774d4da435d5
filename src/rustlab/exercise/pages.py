"""Which page of the book shows the card of an exercise: read from the pages themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_CARD: Final = re.compile(r"^%exercise (\w+)", re.MULTILINE)


def pages(book: Path) -> dict[str, str]:
    """Return the page of each exercise that has one, as "part/page.md"."""
    found: dict[str, str] = {}
    for page in sorted(book.rglob("*.md")):
        for name in _CARD.findall(page.read_text(encoding="utf-8")):
            found.setdefault(name, page.relative_to(book).as_posix())
    return found
