"""What an exercise without a tool chain asks -> text and HTML, readable without a kernel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from rustlab.exercise.paper import Line, Paper, Puzzle, Question, Review
from rustlab.show.explanation import explanation_html
from rustlab.show.html import drawing, inline

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LANGUAGES = {"python": "Python", "c": "C", "rust": "Rust", "rust --raw": "Rust"}


def paper_text(paper: Paper, mixed: Sequence[Line]) -> str:
    """Return everything that is asked, and no answer."""
    if isinstance(paper, Puzzle):
        return "\n".join(_puzzle(paper, mixed))
    if isinstance(paper, Review):
        return "\n".join((*numbered(paper.text), "", *_reasons(paper)))
    return "\n".join(line for question in paper for line in _question(question)).strip()


def paper_html(paper: Paper, mixed: Sequence[Line]) -> str:
    """Return the same as HTML."""
    if isinstance(paper, Puzzle):
        return puzzle_html(paper, mixed)
    if isinstance(paper, Review):
        return review_html(paper)
    return "".join(question_html(one) + _choices_html(one) for one in paper)


def question_html(question: Question) -> str:
    """The prompt and the code of a prediction."""
    language = LANGUAGES.get(question.language, "")
    code = drawing(question.code.strip("\n"), f"{language} code") if question.code else ""
    run = ""
    if question.run:
        used = drawing(question.run.strip("\n"), "the Python that uses it")
        run = f"<p>Then, in Python:</p>{used}"
    return explanation_html(question.prompt.strip()) + code + run


def puzzle_html(puzzle: Puzzle, mixed: Sequence[Line]) -> str:
    """The text around, and the lines in the order of the card."""
    lines = "".join(
        f"<li><code>{escape(line.id)}</code> {drawing(line.text.strip(chr(10)), line.id)}</li>"
        for line in mixed
    )
    above = drawing(puzzle.above.strip("\n"), "what stands above") if puzzle.above.strip() else ""
    below = drawing(puzzle.below.strip("\n"), "what stands below") if puzzle.below.strip() else ""
    return f'{above}<p>… your lines …</p>{below}<ul class="rl-list">{lines}</ul>'


def review_html(review: Review) -> str:
    """The text with numbers, and the reasons to choose from."""
    reasons = "".join(f"<li>{inline(f'`{key}`: {words}')}</li>" for key, words in review.reasons)
    listing = drawing("\n".join(numbered(review.text)), "the text to review, with line numbers")
    return f"{listing}<p>The reasons to choose from:</p><ul>{reasons}</ul>"


def numbered(text: str) -> list[str]:
    """Return the lines with their numbers."""
    return [f"{n:>4}  {line}".rstrip() for n, line in enumerate(text.splitlines(), start=1)]


def _choices_html(question: Question) -> str:
    items = "".join(f"<li>{inline(choice)}</li>" for choice in question.choices)
    return f'<ol type="a">{items}</ol>'


def _question(question: Question) -> Iterator[str]:
    yield f"{question.id}: {question.prompt.strip()}"
    yield from _indented(question.code)
    if question.run:
        yield "  Then, in Python:"
        yield from _indented(question.run)
    yield from (f"  {letter}: {c}" for letter, c in zip(LETTERS, question.choices, strict=False))
    yield ""


def _indented(code: str) -> Iterator[str]:
    return (f"    {line}".rstrip() for line in code.strip("\n").splitlines())


def _puzzle(puzzle: Puzzle, mixed: Sequence[Line]) -> Iterator[str]:
    yield from puzzle.above.strip("\n").splitlines()
    yield "… your lines …"
    yield from puzzle.below.strip("\n").splitlines()
    yield ""
    for line in mixed:
        first, *more = line.text.strip("\n").splitlines()
        yield f"{line.id:>6}  {first}"
        yield from (f"{'':>6}  {one}" for one in more)


def _reasons(review: Review) -> Iterator[str]:
    yield "The reasons to choose from:"
    yield from (f"  {key}: {words}" for key, words in review.reasons)
