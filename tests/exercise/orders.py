"""Finds the order that the lines of a Parsons problem really need, by building and running them.

    python -m tests.exercise.orders X03

It begins with the order of the file and drops every "a before b" that the real check does not
mind, until each that is left is needed. What it writes is checked by the tests.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator

from rustlab import data
from rustlab.exercise import catalog, papers
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Puzzle
from rustlab.lab import Lab
from tests.exercise import really

Pair = tuple[str, str]
SAMPLE = 12


def needed(exercise: Exercise, puzzle: Puzzle, lab: Lab) -> set[Pair]:
    """Return the pairs that an order must keep."""
    wanted = puzzle.wanted
    pairs = {(a, b) for n, a in enumerate(wanted) for b in wanted[n + 1 :]}
    tested: set[Pair] = set()
    while fresh := sorted(covers(pairs) - tested):
        orders = [swapped(wanted, pairs, pair) for pair in fresh]
        found = really.verdicts(exercise, puzzle, orders, lab)
        pairs -= {p for p, v in zip(fresh, found, strict=True) if v.outcome == "passed"}
        tested |= set(fresh)
    return pairs


def covers(pairs: set[Pair]) -> set[Pair]:
    """Return the pairs that do not follow from two others."""
    return {
        (a, c) for a, c in pairs if not any((a, b) in pairs and (b, c) in pairs for _, b in pairs)
    }


def swapped(wanted: tuple[str, ...], pairs: set[Pair], pair: Pair) -> tuple[str, ...]:
    """Return an order that keeps every pair but this one."""
    first, second = pair
    above = {a for a in wanted if (a, second) in pairs and a != first}
    below = [a for a in wanted if a not in above and a not in pair]
    return (*(a for a in wanted if a in above), second, first, *below)


def some_orders(wanted: tuple[str, ...], pairs: set[Pair]) -> Iterator[tuple[str, ...]]:
    """Yield seeded orders that keep every pair."""
    rng = random.Random("orders")
    for _ in range(SAMPLE):
        left, order = list(wanted), []
        while left:
            free = [a for a in left if not any((b, a) in pairs for b in left)]
            order.append(rng.choice(free))
            left.remove(order[-1])
        yield tuple(order)


def main() -> None:
    """Write `orders.toml` of the exercises named."""
    lab = Lab.open()
    for name in sys.argv[1:]:
        exercise = catalog.load(data.locate()).find(name)
        puzzle = papers.read(exercise)
        assert isinstance(puzzle, Puzzle)
        pairs = sorted(covers(needed(exercise, puzzle, lab)))
        rows = "".join(f"  {json.dumps(list(pair))},\n" for pair in pairs)
        text = f'# Found by `python -m tests.exercise.orders {name}`.\nlines = "{{}}"\n'
        text = text.format(papers.orders_key(exercise)) + f"before = [\n{rows}]\n"
        (exercise.folder / papers.ORDERS).write_text(text, encoding="utf-8")
        print(f"{name}: {len(pairs)} pairs")


if __name__ == "__main__":
    main()
