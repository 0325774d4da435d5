"""What an exercise asks and what came of it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rustlab.cargo.diagnostic import Diagnostic
from rustlab.exercise.paper import PAPER_KINDS
from rustlab.exercise.rule import Rule
from rustlab.run.outcome import Crash

Kind = Literal[
    "implement", "debug-this", "compile-fail", "predict", "parsons", "review-this-pr",
    "performance", "port",
]  # fmt: skip
Outcome = Literal["passed", "not_yet", "did_not_build", "crashed", "timed_out", "could_not_judge"]
CheckOutcome = Literal["passed", "failed", "not_run", "crashed", "timed_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise as its folder describes it (DESIGN section 6)."""

    id: str  # "X06"
    title: str
    stage: int
    kind: Kind
    goal: str
    minutes: int
    needs: tuple[str, ...]
    introduces: tuple[str, ...]
    uses: tuple[str, ...]
    unsafe_budget: int
    probes: tuple[str, ...]
    oracle: str
    hints: tuple[str, str, str]
    folder: Path
    recognise: tuple[Rule, ...] = ()  # rules of this exercise alone, tried before the general ones
    module: str = ""  # the name Python imports, and what follows `PyInit_`
    page: str = ""  # the page of the book it belongs to, "part-2/references.md"

    @property
    def source(self) -> Path:
        """The solution, from whose marks the starter is cut."""
        return self.folder / "src" / "lib.rs"

    @property
    def answer(self) -> str:
        """The file of the learner's folder that holds their answer, from the exercise's folder."""
        return "answer.toml" if self.kind in PAPER_KINDS else "src/lib.rs"

    @property
    def manifest(self) -> bool:
        """Whether it is a crate; an exercise that needs no tool chain is none."""
        return (self.folder / "Cargo.toml").is_file()

    @property
    def has_checks(self) -> bool:
        """Whether something is asked of the module at run time; types may be all there is."""
        return (self.folder / "checks.py").is_file()

    @property
    def crate(self) -> str:
        """The name of its folder and of its package: "x06-give-back"."""
        return self.folder.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a learner hands in: the Rust text, and how many other texts of theirs failed before."""

    exercise: Exercise
    text: str
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check, one line: what was asked, what came, in the learner's words."""

    name: str
    outcome: CheckOutcome
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A recognised wrong idea: its id, the sentence, and the page, a path in a learner's folder.

    `belief` is what somebody may have thought: with the sentence it makes the contrast.
    """

    id: str
    text: str
    link: str = ""
    belief: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of a submission (the JSON object of DESIGN section 5)."""

    exercise: str
    outcome: Outcome
    checks: tuple[CheckResult, ...] = ()
    misconception: Misconception | None = None
    next_hint: str | None = None
    seconds: float = 0.0
    diagnostics: tuple[Diagnostic, ...] = ()  # of a submission that did not build; not in the JSON
    crash: Crash | None = None  # how the process ended, with its stacks; not in the JSON
