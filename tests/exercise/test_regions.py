"""One file is solution and starter."""

from __future__ import annotations

import pytest

from rustlab.errors import ExerciseError
from rustlab.exercise import regions

SOURCE = """\
fn answer() -> i32 {
    // region: todo Return the answer.
    // starter: let later = 0;
    // starter: later
    42
    // endregion
}

fn other() {
    // region: todo Do the other thing.
    loop {}
    // endregion
}
"""


def test_a_long_task_is_wrapped_and_its_code_is_not_broken() -> None:
    task = f"{'word ' * 14}and then call `the_function(left, right)`, once."
    text = f"    // region: todo {task}\n    // starter: x\n    y\n    // endregion\n"

    first, second, _ = regions.starter(text).splitlines()

    assert max(len(first), len(second)) <= 100
    assert first.startswith("    // TODO: word")
    assert second == "    // `the_function(left, right)`, once."


def test_the_starter_has_the_task_and_its_own_text() -> None:
    assert (
        regions.starter(SOURCE)
        == """\
fn answer() -> i32 {
    // TODO: Return the answer.
    let later = 0;
    later
}

fn other() {
    // TODO: Do the other thing.
    todo!("Do the other thing.")
}
"""
    )


def test_the_solution_has_no_marks() -> None:
    assert (
        regions.solution(SOURCE)
        == """\
fn answer() -> i32 {
    42
}

fn other() {
    loop {}
}
"""
    )


def test_regions_know_their_place() -> None:
    first, second = regions.regions(SOURCE)

    assert (first.first, first.last, first.task) == (2, 6, "Return the answer.")
    assert (second.first, second.last) == (10, 12)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("// region: todo A\n", "line 1"),
        ("x\n// endregion\n", "line 2"),
        ("// region: todo A\n// region: todo B\n// endregion\n", "line 2"),
    ],
    ids=["not closed", "not opened", "nested"],
)
def test_a_mark_without_partner_is_named(source: str, line: str) -> None:
    with pytest.raises(ExerciseError, match=line):
        regions.starter(source)
