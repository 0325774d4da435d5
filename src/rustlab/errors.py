"""The one family of errors; every message ends in what to do next.

RustlabError                  we, or the machine, cannot go on
├── ToolchainError            a tool is missing, too old or does not start
├── WorkspaceError            a folder cannot be found, read, written or locked
├── CargoProtocolError        cargo said what we cannot read (ours: ask for a report)
├── ExerciseError             an exercise is unknown or wrongly written (says the file)
├── BookError                 a page, a golden or the table of contents is wrong
└── UsageError                an option of a magic or of a command is wrong

LearnerFailure                what the learner's code did; raised only at the doors
├── BuildFailed               the cell did not compile
├── ExpectationNotMet         the cell promised a failure (`--fails`, `--expect`) that did not come
├── WorkerCrashed             the process that held the module is gone; says how, in words
├── WorkerGone                an object of a worker that is gone was used
├── NotTransferable           an object cannot travel between notebook and worker
└── NotYet                    an exercise was checked and is not yet solved
"""

from __future__ import annotations


class RustlabError(Exception):
    """We, or the machine, cannot go on: what happened, and after `hint:` the next step."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n\nhint: {self.hint}"

    def _render_traceback_(self) -> list[str]:
        """IPython shows this instead of our own stack, which would only be noise."""
        return f"{type(self).__name__}: {self}".splitlines()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.hint))


class ToolchainError(RustlabError):
    """A tool is missing, too old or does not start."""


class WorkspaceError(RustlabError):
    """A folder cannot be found, read, written or locked."""


class CargoProtocolError(RustlabError):
    """Cargo said what we cannot read: our fault, the hint asks for a report."""


class ExerciseError(RustlabError):
    """An exercise is unknown or wrongly written; the message names the file."""


class BookError(RustlabError):
    """A page, a golden or the table of contents is wrong; the message names the file."""


class UsageError(RustlabError):
    """An option of a magic or of a command is wrong."""


class LearnerFailure(RustlabError):  # noqa: N818  # a failure, not an error of ours
    """What the learner's code did. A value everywhere inside; raised only at the doors."""


class BuildFailed(LearnerFailure):
    """The cell did not compile; the diagnostics were shown already."""


class ExpectationNotMet(LearnerFailure):
    """The cell promised a failure (`--fails`, `--expect`) and it did not come that way."""


class WorkerCrashed(LearnerFailure):
    """The process that held the compiled modules is gone; `crash` says how."""

    def __init__(self, message: str, *, hint: str, crash: object = None) -> None:
        super().__init__(message, hint=hint)
        self.crash = crash


class WorkerGone(LearnerFailure):
    """An object that lived in a worker which is gone was used."""


class NotTransferable(LearnerFailure):
    """An object cannot travel between the notebook and the worker."""


class NotYet(LearnerFailure):
    """An exercise was checked and is not yet solved; the verdict was shown already."""


def _rebuild(kind: type[RustlabError], message: str, hint: str) -> RustlabError:
    return kind(message, hint=hint)
