"""Where a command works: the kit's data, the learner's folder, and one way to print JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rustlab import data
from rustlab.errors import UsageError
from rustlab.exercise import catalog
from rustlab.exercise.catalog import Catalog
from rustlab.exercise.exercise import Exercise
from rustlab.machine.workspace import open_workspace

DEFAULT = Path("~/rustlab")


def home() -> Path | None:
    """Return the learner's folder around the current one, or the one that RUSTLAB_HOME names."""
    return open_workspace().home


def home_or_error() -> Path:
    """Return the learner's folder; raise UsageError outside of one."""
    found = home()
    if found is None:
        raise UsageError(
            "this is not your rustlab folder",
            hint="make one with `rustlab init my-sprint`, then `cd my-sprint`",
        )
    return found


def exercises() -> Catalog:
    """Return the catalogue of this installation."""
    return catalog.load(data.locate())


def exercise(args: argparse.Namespace) -> Exercise:
    """Return the exercise the command names; raise ExerciseError for one that is unknown."""
    return exercises().find(args.id)


def say_json(told: dict[str, object]) -> None:
    """Print one object of ours, with its schema."""
    print(json.dumps({"schema": 1, **told}, indent=1, ensure_ascii=False))
