"""The exercises as a map: what is done, what can be done now, and what each one waits for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from rustlab.exercise.exercise import Exercise

State = Literal["done", "next", "begun", "open", "later"]
STAGES: Final = (
    "First contact", "References", "Errors and panics", "Arguments", "Text, bytes, buffers",
    "Modules and interpreters", "Types and the collector", "Designing the safe layer",
    "Threads and signals", "Bindings and build", "Testing", "Ports",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a learner did with one exercise."""

    attempts: int = 0
    passed: bool = False
    hints: int = 0
    solution: Literal["", "before", "after"] = ""  # seen, and when: before or after success


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One exercise on the map. One that waits can be done all the same: nothing is locked."""

    exercise: Exercise
    state: State
    tried: Tried
    waits_for: tuple[str, ...] = ()  # what it needs and is not done


def ladder(exercises: Sequence[Exercise], tried: Mapping[str, Tried]) -> tuple[Rung, ...]:
    """Return the map, in the order of the ladder; one rung at most is the next."""
    known = {one.id for one in exercises}
    done = {name for name, one in tried.items() if one.passed}
    rungs = [_rung(one, tried.get(one.id, Tried()), known - done) for one in exercises]
    chosen = next((r for r in rungs if r.state == "begun"), None)
    chosen = chosen or next((r for r in rungs if r.state == "open"), None)
    return tuple(replace(r, state="next") if r is chosen else r for r in rungs)


def stage_of(exercise: Exercise) -> str:
    """Return what its stage is about."""
    number = exercise.stage
    return STAGES[number] if number < len(STAGES) else f"Stage {number}"


def _rung(exercise: Exercise, tried: Tried, undone: set[str]) -> Rung:
    waits = tuple(name for name in exercise.needs if name in undone)
    state: State = "later" if waits else "open"
    if tried.passed:
        state, waits = "done", ()
    elif tried.attempts:
        state = "begun"
    return Rung(exercise=exercise, state=state, tried=tried, waits_for=waits)
