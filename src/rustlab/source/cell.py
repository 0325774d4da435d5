"""A cell and what its first line asks for, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["rust", "c"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The first line of a `%%rust` or `%%c` cell."""

    language: Language = "rust"
    name: str = "cell"  # the Python name of the module
    raw: bool = False  # `cpython-sys` only, the C ABI by hand
    bin: bool = False  # a program with `fn main`
    fails: tuple[str, ...] = ()  # codes, lint names or words of which one must come
    in_process: bool = False  # import into the kernel itself
    release: bool = False
    python: str | None = None  # another interpreter to build for and to run in

    @property
    def profile(self) -> str:
        """Cargo's name of the profile."""
        return "release" if self.release else "dev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What the learner wrote: the text below the first line, unchanged, and the options."""

    source: str
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True, kw_only=True)
class IsolatedOptions:
    """The first line of an `%%isolated` cell."""

    fresh: bool = False  # a child of its own instead of the notebook's worker
    expect: str | None = None  # crash, abort, stack-overflow, out-of-memory, timeout, exit
    malloc_debug: bool = False
    timeout: float | None = None  # seconds
    memory: int | None = None  # bytes
    python: str | None = None
