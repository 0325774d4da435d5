"""How sizes and tables are written; the same for every port."""

from __future__ import annotations


def label(size: int) -> str:
    """A number of bytes in the largest unit that fits: `64 KiB`."""
    for unit, word in ((2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{size // unit} {word}"
    return f"{size} B"


def grid(rows: list[list[str]]) -> str:
    """A table in Markdown; the first row is its head."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
