"""What was looked at, what was found, and the one next step; nothing here reads or prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor. `ok` is None for what is missing and not needed by every reader."""

    name: str
    ok: bool | None
    found: str
    next_step: str = ""


def fine(name: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding(name=name, ok=True, found=found)


def missing(name: str, found: str, next_step: str) -> Finding:
    """Something to mend, and how."""
    return Finding(name=name, ok=False, found=found, next_step=next_step)
