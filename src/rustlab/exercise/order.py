"""A wrong order of lines, in words: which lines are in the wrong place, and why. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from rustlab.exercise.paper import Puzzle

Pair = tuple[str, str]  # what must stand above, what below


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What is wrong with an order: the lines to move, and the first pair that is broken."""

    moved: tuple[str, ...]  # as few as possible, in the learner's order
    line: str  # the first of them that stands in a broken pair
    other: str
    above: bool  # whether `line` must stand above `other`
    why: str
    idea: str = ""

    @property
    def told(self) -> str:
        """The sentences for the learner."""
        many = len(self.moved) > 1
        names = ", ".join(f"`{name}`" for name in self.moved)
        place = f"{len(self.moved)} lines are" if many else f"{names} is"
        which = f" ({names}); begin with `{self.line}`, which" if many else ": it"
        where = "above" if self.above else "below"
        why = f". {self.why}" if self.why else ""
        return f"{place} in the wrong place{which} must stand {where} `{self.other}`{why}"


def slip(order: tuple[str, ...], puzzle: Puzzle) -> Slip | None:
    """Return what is wrong, as seen from the right order that is nearest; None if nothing is.

    A text that lacks a line is judged on the lines that are there.
    """
    found = [_slip(order, pairs, puzzle) for pairs in _right_orders(puzzle)]
    wrong = [one for one in found if one is not None]
    return None if len(wrong) < len(found) else min(wrong, key=lambda one: len(one.moved))


def _right_orders(puzzle: Puzzle) -> list[tuple[Pair, ...]]:
    """Each way to be right, as pairs; where no pairs are known, the order of the file alone."""
    known = puzzle.before or tuple(pairwise(puzzle.wanted))
    return [known, *(tuple(pairwise(one)) for one in puzzle.accepted)]


def _slip(order: tuple[str, ...], pairs: tuple[Pair, ...], puzzle: Puzzle) -> Slip | None:
    place = {line: n for n, line in enumerate(order)}
    broken = [(a, b) for a, b in _closure(pairs) if a in place and b in place]
    broken = [(a, b) for a, b in broken if place[a] > place[b]]
    if not broken:
        return None
    moved = _fewest(broken, order)
    line = min(moved, key=place.__getitem__)
    first, second = min((p for p in broken if line in p), key=lambda p: _rank(p, pairs, place))
    why, idea = puzzle.reason(first, second)
    return Slip(
        moved=moved, line=line, other=second if line == first else first, above=line == first,
        why=why, idea=idea,
    )  # fmt: skip


def _rank(pair: Pair, pairs: tuple[Pair, ...], place: dict[str, int]) -> tuple[bool, int, int]:
    """What the examiner found itself comes before what follows from it; then what is read first."""
    first, second = sorted(place[name] for name in pair)
    return pair not in pairs, first, second


def _closure(pairs: tuple[Pair, ...]) -> set[Pair]:
    """Return the pairs and all that follows from them: above what is above is above."""
    known = set(pairs)
    while more := {(a, d) for a, b in known for c, d in known if b == c} - known:
        known |= more
    return known


def _fewest(broken: list[Pair], order: tuple[str, ...]) -> tuple[str, ...]:
    """Return lines without which no pair is broken: again and again the one in most of them."""
    left, moved = list(broken), set()
    while left:
        worst = max(order, key=lambda name: sum(name in pair for pair in left))
        moved.add(worst)
        left = [pair for pair in left if worst not in pair]
    return tuple(name for name in order if name in moved)
