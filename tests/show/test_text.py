"""Plain text: the twin of the HTML."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rustlab.cargo.diagnostic import Span
from rustlab.exercise.exercise import CheckResult, Misconception, Verdict
from rustlab.run.outcome import Run
from rustlab.show import text
from rustlab.show.provided import Provided, in_order
from tests.show.values import BORROW, BUILT, CRASH, FAILED, NO_DRAWING, RENDERED, UNUSED


def test_a_built_module_names_what_it_gives() -> None:
    names = (
        Provided(name="add", kind="function", signature="(a, b, /)"),
        Provided(name="Counter", kind="class", signature="(start=0)"),
        Provided(name="VERSION", kind="value"),
        Provided(name="old", kind="function"),
    )

    assert text.built_text(BUILT, names) == (
        "module cell: add(a, b, /), class Counter(start=0), VERSION, old(…)"
    )


def test_time_and_cache_leave_no_trace() -> None:
    cached = replace(BUILT, seconds=0.0, cached=True)

    assert text.built_text(cached) == text.built_text(BUILT)


def test_names_come_in_one_order() -> None:
    names = [
        Provided(name="Z", kind="class"),
        Provided(name="b", kind="function"),
        Provided(name="A", kind="value"),
        Provided(name="a", kind="function"),
    ]

    assert [p.name for p in in_order(names)] == ["a", "b", "Z", "A"]


def test_warnings_follow_the_names() -> None:
    shown = text.built_text(replace(BUILT, diagnostics=(UNUSED,)))

    assert shown.splitlines()[:3] == [
        "module cell: no public names",
        "",
        "warning: unused variable: `x`",
    ]


def test_a_failed_build_is_told_in_rustcs_words() -> None:
    shown = text.failed_text(FAILED)

    assert shown.startswith("does not compile: 1 error, 1 warning\n\n")
    assert RENDERED.strip("\n") in shown


def test_an_expected_failure_shows_the_errors_only() -> None:
    shown = text.expected_text(FAILED)

    assert shown.startswith("fails to compile, as it should: E0502\n\nerror[E0502]")
    assert "unused variable" not in shown


def test_a_compiler_that_draws_nothing_gets_our_drawing() -> None:
    assert text.diagnostic_text(NO_DRAWING) == (
        "error: expected `;`\n"
        " --> line 2, columns 9 to 13\n"
        "2 |     let first = &names[0];\n"
        "  |         ^^^^^ here"
    )


@pytest.mark.parametrize(
    ("end_line", "end_column", "words"),
    [
        (4, 10, "line 4, column 9"),
        (4, 9, "line 4, column 9"),
        (4, 13, "line 4, columns 9 to 12"),
        (6, 2, "lines 4 to 6"),
    ],
)
def test_a_place_in_words(end_line: int, end_column: int, words: str) -> None:
    span = Span(
        file="src/cell.rs", line=4, column=9, end_line=end_line, end_column=end_column, primary=True
    )

    assert text.place(span) == words


def test_codes_are_named_once() -> None:
    assert text.codes((BORROW, BORROW, NO_DRAWING)) == "E0502, “expected `;`”"


def test_a_crash_shows_where_it_was() -> None:
    """Cause and hint are in the exception beside it: nothing is told twice."""
    assert text.crash_text(CRASH) == (
        "the process crashed (SIGSEGV)\n\n"
        "Fatal Python error: Segmentation fault\n\n"
        'Python stack:\n  File "<cell>", line 1 in <module>\n\n'
        "C stack:\n  Binary file <cell>, at boom"
    )


def test_an_expected_ending_says_so() -> None:
    shown = text.run_expected_text(Run(ending="crashed", crash=CRASH))

    assert shown.startswith("ends as it should: crashed (SIGSEGV)")


def test_a_verdict_has_a_line_for_each_check() -> None:
    verdict = Verdict(
        exercise="X06",
        outcome="not_yet",
        checks=(
            CheckResult(name="counts", outcome="passed"),
            CheckResult(name="leaks nothing", outcome="failed", message="200 left\nof 200"),
        ),
        misconception=Misconception(
            id="M1", text="A new reference is yours.", link="page.md", belief="All is lent"
        ),
        next_hint="Look at `drop`.",
    )

    assert text.verdict_text(verdict, "Give back") == (
        "X06 Give back: not yet\n"
        "  ok        counts\n"
        "  FAILED    leaks nothing\n"
        "            200 left\n"
        "            of 200\n"
        "\nYou may have thought: All is lent.\nA new reference is yours.\nread: page.md\n"
        "\nhint: Look at `drop`."
    )


def test_a_recursion_is_not_shown_a_hundred_times() -> None:
    assert text.stack(["a", *["b"] * 97, "c"]) == ["a", "b", "  … 97 times in a row", "c"]


def test_a_summary_holds_no_prose() -> None:
    assert text.summary((BORROW, BORROW, NO_DRAWING)) == "3 errors (E0502)"
    assert text.summary((NO_DRAWING,)) == "1 error"
