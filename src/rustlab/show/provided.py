"""What a built module gave to the notebook, as a value: its names with their signatures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["function", "class", "value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provided:
    """One public name of a module; `signature` as `inspect` writes it, "" where there is none."""

    name: str
    kind: Kind
    signature: str = ""

    @property
    def text(self) -> str:
        """`add(a, b)`, `class Counter(start=0)`, `VERSION`."""
        if self.kind == "value":
            return self.name
        shown = f"{self.name}{self.signature or '(…)'}"
        return f"class {shown}" if self.kind == "class" else shown


def in_order(names: Iterable[Provided]) -> tuple[Provided, ...]:
    """Functions, then classes, then values, each by name: the same order on every interpreter."""
    order = ("function", "class", "value")
    return tuple(sorted(names, key=lambda p: (order.index(p.kind), p.name)))
