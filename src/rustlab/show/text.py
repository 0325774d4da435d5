"""Values -> plain text without colour: the twin of every HTML output, and what a terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic, Span
from rustlab.exercise.exercise import CheckResult, Misconception, Outcome, Verdict
from rustlab.run.outcome import Crash, Run, Word
from rustlab.show.provided import Provided
from rustlab.show.scrub import compiler_text

ENDINGS: dict[Word, str] = {
    "crash": "crashed",
    "abort": "was aborted",
    "stack-overflow": "overflowed its stack",
    "out-of-memory": "ran out of memory",
    "timeout": "ran out of time",
    "exit": "ended its own process",
    "disconnected": "stopped answering",
    "killed": "was killed",
}
OUTCOMES: dict[Outcome, str] = {
    "passed": "passed",
    "not_yet": "not yet",
    "did_not_build": "does not compile",
    "crashed": "crashed",
    "timed_out": "ran out of time",
    "could_not_judge": "could not be judged",
}
THOUGHT = "You may have thought:"
MARKS = {"passed": "ok", "failed": "FAILED", "not_run": "not run", "crashed": "CRASHED",
         "timed_out": "TIMED OUT"}  # fmt: skip


def built_text(build: Build, provided: Sequence[Provided] = ()) -> str:
    """What a successful build gave: the module, its names, the warnings if there are any."""
    head = [gave(build.module, provided)] if build.module else []
    return "\n\n".join(head + [diagnostic_text(d) for d in build.diagnostics])


def gave(module: str, provided: Sequence[Provided]) -> str:
    """One sentence: which module, which names."""
    names = ", ".join(p.text for p in provided)
    return f"module {module}: {names}" if names else f"module {module}: no public names"


def failed_text(build: Build) -> str:
    """Why a build failed, in the compiler's own words."""
    return "\n\n".join([counted(build.diagnostics), *map(diagnostic_text, build.diagnostics)])


def expected_text(build: Build) -> str:
    """The same when the cell promised to fail: a success."""
    shown = [diagnostic_text(d) for d in build.errors]
    return "\n\n".join([f"fails to compile, as it should: {codes(build.errors)}", *shown])


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """`does not compile: 2 errors, 1 warning`."""
    levels = [d.level for d in diagnostics]
    parts = [plural(levels.count("error"), "error")]
    if "warning" in levels:
        parts.append(plural(levels.count("warning"), "warning"))
    return f"does not compile: {', '.join(parts)}"


def plural(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def summary(errors: Sequence[Diagnostic]) -> str:
    """`2 errors (E0308)`: no prose of the compiler, which changes between its releases."""
    named = ", ".join(dict.fromkeys(d.code for d in errors if d.code))
    return plural(len(errors), "error") + (f" ({named})" if named else "")


def codes(diagnostics: Iterable[Diagnostic]) -> str:
    """`E0502, E0499`; where the compiler gives no code, its words in quotation marks."""
    return ", ".join(dict.fromkeys(d.code or f"“{d.message}”" for d in diagnostics))


def diagnostic_text(diagnostic: Diagnostic) -> str:
    """One message with the learner's lines and carets underneath."""
    if diagnostic.rendered.strip():
        return compiler_text(diagnostic.rendered).strip("\n")
    return "\n".join([title(diagnostic), *drawing(diagnostic), *diagnostic.notes])


def title(diagnostic: Diagnostic) -> str:
    """`error[E0502]: cannot borrow …`."""
    code = f"[{diagnostic.code}]" if diagnostic.code else ""
    return f"{diagnostic.level}{code}: {compiler_text(diagnostic.message)}"


def drawing(diagnostic: Diagnostic) -> list[str]:
    """Our own drawing of the places, for a compiler that sends none."""
    return [line for span in diagnostic.spans for line in _drawn(span)]


def place(span: Span) -> str:
    """`line 4, columns 9 to 12`; columns count from 1, the last one included."""
    if span.end_line != span.line:
        return f"lines {span.line} to {span.end_line}"
    last = span.end_column - 1
    if last <= span.column:
        return f"line {span.line}, column {span.column}"
    return f"line {span.line}, columns {span.column} to {last}"


def _drawn(span: Span) -> list[str]:
    if not span.text:
        return [f" --> {place(span)}{': ' + span.label if span.label else ''}"]
    number = str(span.line)
    width = max(1, span.end_column - span.column) if span.end_line == span.line else 1
    mark = ("^" if span.primary else "-") * width
    margin = " " * len(number)
    return [
        f"{margin}--> {place(span)}",
        f"{number} | {span.text[0]}",
        f"{margin} | {' ' * (span.column - 1)}{mark} {span.label}".rstrip(),
    ]


def crash_text(crash: Crash) -> str:
    """Where a process ended: the exception beside it says how and what to do."""
    signal = f" ({crash.signal})" if crash.signal else ""
    return "\n\n".join([f"the process {ENDINGS[crash.word]}{signal}", *_traces(crash)])


def _traces(crash: Crash) -> list[str]:
    """What was printed last, and both stacks."""
    stacks = [_stack("Python stack", crash.python_stack), _stack("C stack", crash.c_stack)]
    return [part for part in (crash.quoted, *stacks) if part]


def crash_title(crash: Crash) -> str:
    """`crashed (SIGSEGV): the module read memory that is not its own`."""
    signal = f" ({crash.signal})" if crash.signal else ""
    return f"{ENDINGS[crash.word]}{signal}: {crash.cause}"


def _stack(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{name}:", *(f"  {line}" for line in stack(lines))]) if lines else ""


def stack(lines: Sequence[str]) -> list[str]:
    """The lines of a stack; a recursion that repeats one line is told with a number."""
    shown: list[str] = []
    for line, same in groupby(compiler_text(line) for line in lines):
        times = len(list(same))
        shown += [line] if times == 1 else [line, f"  … {times} times in a row"]
    return shown


def run_expected_text(run: Run) -> str:
    """A run that ended as the cell said it would."""
    assert run.crash is not None, "only an ending that has a word can be expected"
    return "\n\n".join([f"ends as it should: {crash_title(run.crash)}", *_traces(run.crash)])


def verdict_text(verdict: Verdict, title_of: str = "") -> str:
    """The verdict of an exercise: outcome, checks, what was misunderstood, the next hint."""
    name = f"{verdict.exercise} {title_of}".strip()
    lines = [f"{name}: {OUTCOMES[verdict.outcome]}", *map(_check, verdict.checks)]
    if verdict.misconception is not None:
        lines += ["", *contrast(verdict.misconception)]
        lines += [f"read: {verdict.misconception.link}"] if verdict.misconception.link else []
    if verdict.next_hint:
        lines += ["", f"hint: {verdict.next_hint}"]
    return "\n".join(lines)


def contrast(found: Misconception) -> list[str]:
    """What somebody may have thought, if we know, and what holds: one line each."""
    thought = [f"{THOUGHT} {found.belief}."] if found.belief else []
    return [*thought, found.text]


def _check(check: CheckResult) -> str:
    line = f"  {MARKS[check.outcome]:<9} {check.name}"
    message = check.message.replace("\n", "\n" + " " * 12)
    return f"{line}\n            {message}" if message else line
