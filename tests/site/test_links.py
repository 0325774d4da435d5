"""Every link of the site leads to a file and a place that are there, also without a server."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.xdist_group("site")]


class Links(HTMLParser):
    """What a page leads to, and the places that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [link for name in ("href", "src") if (link := found.get(name))]
        self.places |= {place for name in ("id", "name") if (place := found.get(name))}


def dead(pages: dict[Path, Links]) -> Iterator[str]:
    """Links inside of the site that lead nowhere."""
    for page, found in pages.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            there = pages.get(target)
            if not target.is_file():
                yield f"{page.name}: `{link}` leads to no file"
            elif there and parts.fragment and unquote(parts.fragment) not in there.places:
                yield f"{page.name}: `{link}` leads to no place of that page"


def read(folder: Path) -> dict[Path, Links]:
    """Every page of a folder with its links; the theme's templates are none."""
    pages = [p for p in folder.resolve().rglob("*.html") if "_static" not in p.parts]
    return {page: Links(page.read_text(encoding="utf-8")) for page in pages}


def test_every_link_leads_somewhere(site_folder: Path) -> None:
    pages = read(site_folder)
    assert sum(len(page.links) for page in pages.values()) > 1000
    assert list(dead(pages)) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text('<a id="here">x</a>', encoding="utf-8")
    links = "".join(f'<a href="{link}">x</a>' for link in ("other.html#here", "#there", "no.html"))
    (tmp_path / "page.html").write_text(f"{links}<img src='no.png'>", encoding="utf-8")
    found = list(dead(read(tmp_path)))
    assert [line.split("`")[1] for line in found] == ["#there", "no.html", "no.png"]
