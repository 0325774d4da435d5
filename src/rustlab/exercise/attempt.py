"""One attempt of a learner, from keeping what they wrote to remembering what came of it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

from rustlab.exercise import submission
from rustlab.exercise.exercise import Exercise, Submission, Verdict
from rustlab.exercise.progress import Progress


def attempt(
    exercise: Exercise, text: str, *, home: Path | None, judge: Callable[[Submission], Verdict]
) -> Verdict:
    """Keep the text, judge it, record the verdict.

    Without a learner's folder (`home` is None) nothing is kept or recorded. Raises WorkspaceError
    when the folder cannot be written.
    """
    if home is None:
        return _timed(judge, Submission(exercise=exercise, text=text))
    submission.keep(home, exercise, text)  # first: a check that is interrupted loses nothing
    progress, digest = Progress(home=home), submission.digest(text)
    failures = progress.failures_before(exercise.id, digest)
    verdict = _timed(judge, Submission(exercise=exercise, text=text, failures=failures))
    progress.record(verdict, digest)
    return verdict


def _timed(judge: Callable[[Submission], Verdict], handed: Submission) -> Verdict:
    """Say how long it took now: what a stored build once took is no part of it."""
    begun = time.perf_counter()
    verdict = judge(handed)
    return dataclasses.replace(verdict, seconds=time.perf_counter() - begun)
