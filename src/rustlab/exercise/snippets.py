"""Texts that must not compile against a learner's crate, and their twins that must.

    //! A guard cannot be given back twice.
    fn twice(guard: x08::Owned) {
        drop(guard);
        drop(guard); //~ E0382
    }

`double-drop.rs` must fail with one of the codes on the marked line; a word that is no code is
looked for in rustc's message. `double-drop.pass.rs` is the nearest text that must compile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.errors import ExerciseError
from rustlab.exercise.exercise import CheckResult, Exercise
from rustlab.exercise.rule import Evidence

_MARK = re.compile(r"//~ ?(?P<codes>\S.*?)\s*$")
_CODE = re.compile(r"E\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """One text. `marks` are the lines that must fail, each with the codes that may stand there."""

    file: str
    text: str
    marks: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def says(self) -> str:
        """What it shows: its first line behind `//!`, else its name."""
        first = self.text.lstrip().splitlines()[0] if self.text.strip() else ""
        return first.removeprefix("//!").strip() if first.startswith("//!") else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of one snippet."""

    check: CheckResult
    evidence: Evidence | None = None


def read(exercise: Exercise) -> tuple[Snippet, ...]:
    """Return the snippets of an exercise; raise ExerciseError for one that can only pass."""
    files = sorted((exercise.folder / "snippets").glob("*.rs"))
    found = tuple(_read(file.name, file.read_text(encoding="utf-8")) for file in files)
    for one in found:
        if one.file.endswith(".pass.rs") == bool(one.marks):
            raise ExerciseError(
                f"`{exercise.crate}/snippets/{one.file}` has marks and a name that do not fit",
                hint="mark the line that must fail with `//~ E0382`, or name it `….pass.rs`",
            )
    return found


def name_of(snippet: Snippet) -> str:
    """The name of its target: cargo takes no dots."""
    return re.sub(r"\W", "_", snippet.file.removesuffix(".rs"))


def targets(snippets: tuple[Snippet, ...]) -> dict[str, str]:
    """Return the files of a crate that hold them, path -> text."""
    return {f"snippets/{name_of(one)}.rs": one.text for one in snippets}


def judge(snippets: tuple[Snippet, ...], builds: Mapping[str, Build]) -> tuple[Judged, ...]:
    """Return what came of each."""
    return tuple(_judged(one, builds[name_of(one)].errors) for one in snippets)


def _read(file: str, text: str) -> Snippet:
    found = ((n, _MARK.search(line)) for n, line in enumerate(text.splitlines(), start=1))
    marks = ((n, tuple(re.split(r"\s*,\s*", m["codes"]))) for n, m in found if m)
    return Snippet(file=file, text=text, marks=tuple(marks))


def _judged(snippet: Snippet, errors: tuple[Diagnostic, ...]) -> Judged:
    if not snippet.marks:
        return _twin(snippet, errors)
    name = f"rustc refuses: {snippet.says}"
    if not errors:
        return _wrong(snippet, name, "it compiles, and it must not", Evidence(
            step=snippet.file, kind="compiles"))  # fmt: skip
    for line, codes in snippet.marks:
        if not any(_is(error, line, codes) for error in errors):
            told = _instead(line, codes, errors)
            return _wrong(snippet, name, told, _of(snippet, "wrong_error", errors[0]))
    return Judged(check=CheckResult(name=name, outcome="passed"))


def _instead(line: int, codes: tuple[str, ...], errors: tuple[Diagnostic, ...]) -> str:
    """What rustc says in place of what it must: nothing in this line, or something else."""
    here = [error for error in errors if _touches(error, line)]
    if not here:
        return f"line {line} compiles, and it must not; rustc says, {_told(errors[0])}"
    return f"in line {line} rustc must say {' or '.join(codes)}; it says, {_told(here[0])}"


def _twin(snippet: Snippet, errors: tuple[Diagnostic, ...]) -> Judged:
    name = f"rustc accepts: {snippet.says}"
    if not errors:
        return Judged(check=CheckResult(name=name, outcome="passed"))
    told = f"it must compile; rustc says {_told(errors[0])}"
    return _wrong(snippet, name, told, _of(snippet, "does_not_compile", errors[0]))


def _wrong(snippet: Snippet, name: str, told: str, evidence: Evidence) -> Judged:
    shown = f"{told} (`snippets/{snippet.file}`)"
    check = CheckResult(name=name, outcome="failed", message=shown)
    return Judged(check=check, evidence=evidence)


def _of(snippet: Snippet, kind: str, error: Diagnostic) -> Evidence:
    return Evidence(step=snippet.file, kind=kind, raised=error.code or "", text=error.message)


def _is(error: Diagnostic, line: int, codes: tuple[str, ...]) -> bool:
    return _touches(error, line) and any(
        error.code == code or (not _CODE.fullmatch(code) and code in error.message)
        for code in codes
    )


def _touches(error: Diagnostic, line: int) -> bool:
    return any(span.primary and span.line <= line <= span.end_line for span in error.spans)


def _told(error: Diagnostic) -> str:
    place = f"in line {error.primary.line}: " if error.primary else ""
    code = f" [{error.code}]" if error.code else ""
    return f"{place}{error.message}{code}"
