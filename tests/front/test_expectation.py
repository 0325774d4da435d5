"""`--fails`: the right failure is quiet, every other end of the build says what came instead."""

from __future__ import annotations

import pytest

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic, Span
from rustlab.errors import ExpectationNotMet
from rustlab.magic.expectation import Mark, demand, marks


def error(code: str | None, line: int = 1, message: str = "it is wrong") -> Diagnostic:
    span = Span(file="src/cell.rs", line=line, column=1, end_line=line, end_column=2, primary=True)
    return Diagnostic(level="error", code=code, message=message, spans=(span,))


def failed(*errors: Diagnostic) -> Build:
    return Build(ending="failed", diagnostics=errors)


WARNING = Diagnostic(level="warning", code="unused_variables", message="unused variable: `x`")


@pytest.mark.parametrize(
    ("build", "wanted"),
    [
        (failed(error("E0502")), ["E0502"]),
        (failed(error("E0499")), ["E0502", "E0499"]),
        (failed(error("E0502"), error("E0499")), ["E0502", "E0499"]),
        (failed(WARNING, error("E0502")), ["E0502"]),
        (failed(error("arithmetic_overflow")), ["arithmetic_overflow"]),
        (failed(error(None, message="lifetime may not live long enough")), ['"may not live"']),
        (failed(error(None, message="expected `;`, found `}`")), ["expected"]),
    ],
)
def test_the_right_failure_is_quiet(build: Build, wanted: list[str]) -> None:
    demand(build, wanted)


@pytest.mark.parametrize(
    ("build", "wanted", "message"),
    [
        (Build(ending="built"), ["E0502"], "compiles, and it promised to fail with `E0502`"),
        (failed(error("E0308")), ["E0502"], "with `E0502` and failed with `E0308`"),
        (failed(error("E0502"), error("E0425")), ["E0502"], "and failed with `E0425`"),
        (failed(error(None, message="no")), ["E1", "E2"], "`E1` or `E2` and failed with `no`"),
        (failed(error("E0308", message="E0502")), ["E0502"], "failed with `E0308`"),
        (failed(WARNING), ["unused_variables"], "failed with no error at all"),
    ],
)  # fmt: skip
def test_every_other_end_says_what_came(build: Build, wanted: list[str], message: str) -> None:
    with pytest.raises(ExpectationNotMet, match="hint: ") as caught:
        demand(build, wanted)

    assert message in caught.value.message


def test_marks_are_read_with_their_lines() -> None:
    source = "let x;\nuse(x); //~ E0381\n// a comment\nlast(); //~  'not long'"

    assert marks(source) == (Mark(line=2, wanted="E0381"), Mark(line=4, wanted="not long"))


def test_a_mark_binds_a_code_to_its_line() -> None:
    demand(failed(error("E0381", 2)), ["E0381"], [Mark(line=2, wanted="E0381")])


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (failed(error("E0381", 5)), "was promised for line 2 and came on line 5"),
        (failed(error("E0502", 2)), "was promised for line 2 and did not come"),
    ],
)
def test_an_error_on_another_line_is_told(build: Build, words: str) -> None:
    with pytest.raises(ExpectationNotMet) as caught:
        demand(build, ["E0381", "E0502"], [Mark(line=2, wanted="E0381")])

    assert words in caught.value.message


def test_a_mark_also_says_what_is_expected() -> None:
    build = failed(error("E0502", 1), error("E0381", 2))

    demand(build, ["E0502"], [Mark(line=2, wanted="E0381")])
