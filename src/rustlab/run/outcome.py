"""What to run in a child and how it ended, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Ending = Literal["finished", "raised", "crashed", "timed_out", "interrupted"]
# The words of `%%isolated --expect` (DESIGN section 4); the last two cannot be expected.
Word = Literal[
    "crash", "abort", "stack-overflow", "out-of-memory", "timeout", "exit", "disconnected", "killed"
]
EXPECTABLE: tuple[Word, ...] = (
    "crash", "abort", "stack-overflow", "out-of-memory", "timeout", "exit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use: seconds of wall time, bytes of address space, allocator checks."""

    timeout: float | None = None
    memory: int | None = None
    malloc_debug: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """The end of a process in words; signal names are shown, never stored in a golden."""

    word: Word
    cause: str  # one sentence: "the module read or wrote memory that is not its own"
    hint: str  # the next step
    signal: str = ""  # "SIGSEGV", "0xC0000005", "exit status 3"
    quoted: str = ""  # the line of the interpreter, of Rust or of malloc that names the cause
    python_stack: tuple[str, ...] = ()
    c_stack: tuple[str, ...] = ()
    stderr: str = ""  # the tail of what the process wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A Python exception of the child, as text; the object itself travels where it can."""

    type: str
    message: str
    traceback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One line a program in the child reported before it went on (so it survives a crash)."""

    name: str
    outcome: str
    message: str = ""
    data: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """A program for a fresh child; it sees `modules`, `argument` and `report(...)`."""

    python: Path
    program: str
    modules: tuple[tuple[str, Path], ...] = ()  # (import name, artifact)
    filename: str = "<isolated>"
    argument: object = None  # JSON; the program finds it as `argument`
    limits: Limits = Limits()
    env: tuple[tuple[str, str], ...] = ()
    to_the_end: bool = False  # a crash while the process ends counts as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a program in a child ended, and what it said until then."""

    ending: Ending
    display: tuple[tuple[str, str], ...] = ()  # MIME bundle of the last expression, () for None
    stdout: str = ""
    stderr: str = ""
    raised: Raised | None = None
    crash: Crash | None = None  # also set for "timed_out"
    reports: tuple[Report, ...] = ()
    seconds: float = 0.0


Judgement = Literal["in order", "kept", "leaked", "over-released", "not counted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What one call did to the count of one object."""

    name: str  # "argument 1", "item 0 of argument 1", "the result"
    what: str  # "an object of type `Point`"
    held: int | None  # by how much the count changed while the caller holds the result
    after: int | None  # and when the result is gone; None for what is immortal, or is the result
    owner: str  # who owns it now, in words
    contract: str  # what the call had to do
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Xray:
    """What a call did to every object near it."""

    function: str
    ended: str  # "it returned …" or "it raised …"
    rows: tuple[Ledger, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was leaked or given away."""
        return not any(row.judgement in ("leaked", "over-released") for row in self.rows)
