"""What a notebook holds for each interpreter: the lab that builds, the session that runs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rustlab.lab import Lab
from rustlab.run.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A place to build and a place to run, for one interpreter."""

    lab: Lab
    session: Session


class Benches:
    """The benches of a notebook; each is made when it is first asked for."""

    def __init__(self) -> None:
        self._made: dict[str | None, Bench] = {}

    def at(self, python: str | None = None) -> Bench:
        """The bench of `python`, None for the interpreter of the notebook itself."""
        if python not in self._made:
            lab = Lab.open(None if python is None else Path(python))
            self._made[python] = Bench(lab=lab, session=lab.session(show_output))
        return self._made[python]

    def close(self) -> None:
        """End every process of this notebook."""
        for bench in self._made.values():
            bench.session.close()


def show_output(stream: Literal["stdout", "stderr"], words: str) -> None:
    """What the modules print appears in the cell that runs; the streams are looked up each time."""
    target = sys.stdout if stream == "stdout" else sys.stderr
    target.write(words)
    target.flush()
