"""What to build and how the build ended, as values; shared by cargo and the C compiler."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rustlab.cargo.diagnostic import Diagnostic

Ending = Literal["built", "failed", "interrupted", "timed_out", "offline", "no_space", "killed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """One crate to build, into the shared folder `target`; `env` is added to the environment."""

    manifest: Path
    package: str
    target: Path
    crate_type: Literal["cdylib", "bin", "lib"] = "cdylib"
    profile: str = "dev"
    env: tuple[tuple[str, str], ...] = field(default=())
    rustc: tuple[str, ...] = ()  # further arguments for the compiler of this crate


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How a build ended. A learner's error is the ending `failed`, never an exception."""

    ending: Ending
    diagnostics: tuple[Diagnostic, ...] = ()
    artifact: Path | None = None  # a copy under a name of its own; None unless built
    module: str = ""  # the Python name of the module, "" for a program
    seconds: float = 0.0
    cached: bool = False
    message: str = ""  # when the build tool itself failed: what happened, in our words
    hint: str = ""

    @property
    def ok(self) -> bool:
        """Whether there is an artifact to run."""
        return self.ending == "built"

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that stopped the build."""
        return tuple(d for d in self.diagnostics if d.level == "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step of a running build, for the progress line: `Compiling cpython-sys`, seconds."""

    step: str
    seconds: float
