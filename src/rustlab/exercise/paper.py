"""Exercises that need no tool chain, as values: predictions, lines to put in order, a review."""

from __future__ import annotations

from dataclasses import dataclass

PAPER_KINDS = ("predict", "parsons", "review-this-pr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One prediction. `ideas` names the wrong idea behind each choice, "" where there is none."""

    id: str
    prompt: str
    choices: tuple[str, ...]
    answer: int
    why: str
    language: str = ""  # "python", "c", "rust" (a program), "rust --raw" or "rust api" (a module)
    code: str = ""
    run: str = ""  # Python that prints the line, when `code` is a module
    ends: str = ""  # the word for how it ends, where that is the point: "abort"
    ideas: tuple[str, ...] = ()

    def idea(self, choice: int) -> str:
        """Return the id of the idea behind a choice."""
        return self.ideas[choice] if choice < len(self.ideas) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, or a few that belong together, of a text to put in order.

    `why` says of one that does not belong what is wrong with it.
    """

    id: str
    text: str
    distractor: bool = False
    idea: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why each line of `above` must stand above each of `below`, and the idea behind the slip."""

    above: tuple[str, ...]
    below: tuple[str, ...]
    why: str
    idea: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Puzzle:
    """A Parsons problem. Lines that belong stand in a right order; `before` is what others need.

    An order is right when it keeps every pair of `before`, or when it is one of `accepted`.
    """

    above: str
    below: str
    lines: tuple[Line, ...]
    before: tuple[tuple[str, str], ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    because: tuple[Because, ...] = ()
    language: str = "rust"
    crates: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """The lines that belong, in a right order."""
        return tuple(line.id for line in self.lines if not line.distractor)

    def line(self, name: str) -> Line | None:
        """Return a line by its id."""
        return next((line for line in self.lines if line.id == name), None)

    def reason(self, first: str, second: str) -> tuple[str, str]:
        """Return why one line must stand above another, and the idea; "" where nothing is said."""
        known = (b for b in self.because if first in b.above and second in b.below)
        return next(((b.why, b.idea) for b in known), ("", ""))

    def text(self, order: tuple[str, ...]) -> str:
        """Return the whole text with the lines in this order."""
        lines = [found.text.rstrip() for name in order if (found := self.line(name))]
        return "\n".join((self.above.rstrip(), *lines, self.below.rstrip())) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """What is wrong in the text under review: where, and which reason says so."""

    id: str
    lines: tuple[int, int]
    reason: str
    why: str
    idea: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoy:
    """What looks wrong and is right."""

    lines: tuple[int, int]
    why: str
    idea: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A text to review, and what a good reviewer finds."""

    text: str
    defects: tuple[Defect, ...]
    decoys: tuple[Decoy, ...]
    reasons: tuple[tuple[str, str], ...]  # (key, sentence)


Paper = tuple[Question, ...] | Puzzle | Review
