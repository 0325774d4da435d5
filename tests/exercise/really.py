"""What a prediction and an order of lines really do: built and run, as their keys claim."""

from __future__ import annotations

from rustlab.cargo.build import Build
from rustlab.exercise.examine import examine
from rustlab.exercise.exercise import Exercise, Submission, Verdict
from rustlab.exercise.paper import Puzzle, Question
from rustlab.lab import Lab
from rustlab.run import isolated
from rustlab.run.outcome import Run, RunRequest
from rustlab.source.cell import Cell, Options
from tests.exercise import batch
from tests.exercise.batch import Text


def run(question: Question, lab: Lab) -> Run:
    """Run what a question shows; a module is imported under the name `cell`."""
    if question.language == "python":
        return isolated.run(RunRequest(python=lab.python.executable, program=question.code))
    program = question.language == "rust" and not question.run
    built = lab.compile(Cell(source=question.code, options=_options(question, program=program)))
    assert built.artifact is not None, [d.rendered for d in built.diagnostics]
    if program:
        return lab.run_program(built, lambda _stream, _text: None)
    modules = ((built.module, built.artifact),)
    request = RunRequest(python=lab.python.executable, program=question.run, modules=modules)
    return isolated.run(request)


def _options(question: Question, *, program: bool) -> Options:
    if question.language == "c":
        return Options(language="c")
    return Options(raw=question.language == "rust --raw", bin=program)


def verdicts(
    exercise: Exercise, puzzle: Puzzle, orders: list[tuple[str, ...]], lab: Lab
) -> list[Verdict]:
    """Return what the real check says of each order."""
    texts = [puzzle.text(order) for order in orders]
    builds = _builds(exercise, puzzle, texts, lab)
    return [
        examine(
            Submission(exercise=exercise, text=text),
            built,
            run=isolated.run,
            python=lab.python.executable,
        )
        for text, built in zip(texts, builds, strict=True)
    ]


def _builds(exercise: Exercise, puzzle: Puzzle, texts: list[str], lab: Lab) -> list[Build]:
    if puzzle.language == "c":
        options = Options(language="c", name=exercise.module)
        return [lab.compile(Cell(source=text, options=options)) for text in texts]
    return batch.build([Text(exercise=exercise, text=text) for text in texts], lab)
