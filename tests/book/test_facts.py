"""The pages and `book/facts.toml` say the same: every footnote is a fact's source and date."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

BOOK = Path(__file__).parents[2] / "book"
PAGES = sorted(BOOK.rglob("*.md"))
DAY = re.compile(r"20\d\d-\d\d(-\d\d)?")
USED = re.compile(r"\[\^([\w-]+)\](?!:)")
DEFINED = re.compile(r"^\[\^([\w-]+)\]: (.*)$", re.MULTILINE)
# The worst of what circulates; a page may quote it in facts.toml as a correction, never say it.
WRONG = ("PEP 703 draft", "most-loved", "first major language", "eliminates memory leaks", "LTS")


def facts() -> dict[str, Any]:
    return tomllib.loads((BOOK / "facts.toml").read_text(encoding="utf-8"))


def disagreements(text: str, known: dict[str, dict[str, str]]) -> list[str]:
    """What a page says that the file does not."""
    notes = dict(DEFINED.findall(text))
    wrong = [f"{name}: used and not defined" for name in set(USED.findall(text)) - set(notes)]
    for name, note in notes.items():
        fact = known.get(name)
        if fact is None:
            wrong.append(f"{name}: not in facts.toml")
        elif note != f"[{fact['source']}]({fact['link']}), {fact['date']}":
            wrong.append(f"{name}: another source or date")
    return wrong


def test_every_statement_has_what_it_needs() -> None:
    table = facts()
    assert table["schema"] == 1
    rows = table["fact"] + table["correction"]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["statement"], row["id"]
        assert row["source"], row["id"]
        assert row["link"].startswith("https://"), row["id"]
        assert DAY.fullmatch(row["date"]), row["id"]
        assert row["date"] <= table["newest"], row["id"]
        assert DAY.fullmatch(row.get("when", "2026-01")), row["id"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(BOOK).as_posix())
def test_the_page_agrees_with_the_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not disagreements(text, {fact["id"]: fact for fact in facts()["fact"]})
    assert not [claim for claim in WRONG if claim in text]


def test_every_fact_is_used_on_a_page() -> None:
    used = {name for page in PAGES for name in USED.findall(page.read_text(encoding="utf-8"))}
    assert not {fact["id"] for fact in facts()["fact"]} - used


def test_a_page_with_another_date_is_noticed() -> None:
    fact = {"source": "PEP 1", "link": "https://peps.python.org", "date": "2026-08-22"}
    page = "Said. [^one]\n\n[^one]: [PEP 1](https://peps.python.org), 2026-08-23\n"
    assert disagreements(page, {"one": fact}) == ["one: another source or date"]
    assert disagreements(page, {}) == ["one: not in facts.toml"]
