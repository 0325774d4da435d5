"""`facts.toml`: what the book says on the Rust project, and which of it has grown old."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rustlab.errors import BookError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement, and who said so when."""

    id: str
    statement: str
    source: str
    link: str
    said: str  # YYYY-MM-DD, or YYYY-MM where the day is not known

    def age(self, today: date) -> int:
        """Whole months since the source said so."""
        year, month, *_ = (int(part) for part in self.said.split("-"))
        return (today.year - year) * 12 + today.month - month

    def as_json(self, today: date) -> dict[str, object]:
        """For programs."""
        return {**asdict(self), "months": self.age(today)}


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Statements and corrections in the order of the file; raise BookError where it is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = (*table["fact"], *table["correction"])
        return tuple(_fact(row) for row in rows)
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise BookError(f"`{path}` cannot be read: {error!r}", hint="compare its rows") from None


def _fact(row: dict[str, str]) -> Fact:
    words = {name: row[name] for name in ("id", "statement", "source", "link")}
    return Fact(said=row["date"], **words)


def grown_old(facts: Sequence[Fact], months: int, today: date) -> tuple[Fact, ...]:
    """Those said more than `months` months ago, the oldest first."""
    old = [fact for fact in facts if fact.age(today) > months]
    return tuple(sorted(old, key=lambda fact: fact.said))
