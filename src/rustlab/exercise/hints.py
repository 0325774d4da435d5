"""Which of the three hints comes next."""

from __future__ import annotations

from rustlab.exercise.exercise import Exercise


def next_hint(exercise: Exercise, failures: int) -> str | None:
    """Return the hint after so many different failing submissions: one more after every second."""
    if failures < 1:
        return None
    return exercise.hints[min((failures - 1) // 2, len(exercise.hints) - 1)]
