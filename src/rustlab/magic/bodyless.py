"""A cell of one line: IPython refuses a cell magic without a body before the magic is asked."""

from __future__ import annotations

from typing import Final

OURS: Final = frozenset({"%%rust", "%%c", "%%isolated"})


def with_a_body(lines: list[str]) -> list[str]:
    """Give an empty cell of ours an empty line as its body, so that it can answer for itself.

    A transform of whole cells (`InteractiveShell.input_transformers_cleanup`): `%%rust --help` and
    `%%rust` alone then get our own sentence, with a next step.
    """
    if len(lines) == 1 and lines[0].split()[:1] and lines[0].split()[0] in OURS:
        return [lines[0].rstrip("\n") + "\n", "\n"]
    return lines
