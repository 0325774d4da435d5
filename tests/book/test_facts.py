"""The pages and `book/facts.toml` say the same: every dated link is a fact's source and date."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rustlab.book import command
from rustlab.book.facts import grown_old, read_facts

BOOK = Path(__file__).parents[2] / "book"
PAGES = sorted(BOOK.rglob("*.md"))
DAY = re.compile(r"20\d\d-\d\d(-\d\d)?")
USED = re.compile(r"\[(20[\d-]+)\]\[([\w-]+)\]")  # [2026-08-22][no-pep]
DEFINED = re.compile(r'^\[([\w-]+)\]: (\S+) "(.+)"$', re.MULTILINE)
DIRECT = re.compile(r'\[(20[\d-]+)\]\((\S+) "([^"]+)"\)')  # inside a directive


def facts() -> dict[str, Any]:
    return tomllib.loads((BOOK / "facts.toml").read_text(encoding="utf-8"))


def citations(text: str) -> list[tuple[str, str, str, str]]:
    """(name, date, link, source) of each citation; the name is "" where it has none."""
    defined = {name: (link, source) for name, link, source in DEFINED.findall(text)}
    named = [(name, date, *defined.get(name, ("", ""))) for date, name in USED.findall(text)]
    return [*named, *(("", *direct) for direct in DIRECT.findall(text))]


def chapters() -> list[tuple[str, str, str]]:
    """The chapters of the design text as (date, link, source)."""
    design = facts()["design"]
    names = design["chapters"]
    return [(design["date"], design["link"], f"{design['source']}, {name}") for name in names]


def disagreements(text: str, known: dict[str, dict[str, str]]) -> list[str]:
    """What a page says that neither the file nor the list of the design's chapters says."""
    rows = {name: (fact["date"], fact["link"], fact["source"]) for name, fact in known.items()}
    return [
        f"{name or where[0]}: not as in facts.toml"
        for name, *where in citations(text)
        if tuple(where) not in ([rows.get(name)] if name else [*rows.values(), *chapters()])
    ]


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


def test_every_fact_is_cited_on_a_page() -> None:
    cited = [one for page in PAGES for one in citations(page.read_text(encoding="utf-8"))]
    named, direct = {name for name, *_ in cited}, {tuple(one[1:]) for one in cited if not one[0]}
    for fact in facts()["fact"]:
        assert fact["id"] in named or (fact["date"], fact["link"], fact["source"]) in direct


def test_a_page_with_another_date_is_noticed() -> None:
    fact = {"source": "PEP 1", "link": "https://peps.python.org", "date": "2026-08-22"}
    page = 'Said ([2026-08-23][one]).\n\n[one]: https://peps.python.org "PEP 1"\n'
    assert disagreements(page, {"one": fact}) == ["one: not as in facts.toml"]
    assert disagreements(page.replace("23", "22"), {"one": fact}) == []
    assert disagreements(page, {}) == ["one: not as in facts.toml"]
    design = "https://github.com/Rust-for-CPython/cpython/blob/4a6e800/RUST_API.md"
    chapter = f'[2026-08-19]({design} "RUST_API.md@4a6e800, Module definition")'
    assert disagreements(chapter, {}) == []
    assert disagreements(chapter.replace("Module", "Modul"), {}) != []
    assert disagreements('[2026-01-01](https://peps.python.org "PEP 1")', {"one": fact})


def test_what_has_grown_old_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    known = read_facts(BOOK / "facts.toml")
    newest = max(fact.said for fact in known)
    day = date.fromisoformat(newest)
    assert grown_old(known, 600, day) == ()
    old = grown_old(known, 3, day)
    assert [fact.said for fact in old] == sorted(fact.said for fact in old)
    assert {fact.said[:7] for fact in known if fact not in old} >= {newest[:7]}
    assert "2025-11" in {fact.said for fact in old}

    assert command.facts(0, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told["facts"]) == len(known)
    assert command.facts(600) == 0
    assert f"0 of {len(known)} statements are older" in capsys.readouterr().out
