"""The conditions of variants."""

from __future__ import annotations

import sys

import pytest

from rustlab.book.condition import Facts, facts_here, holds
from rustlab.errors import BookError

FACTS = Facts(python=(3, 14), free_threaded=False, debug=True, platform="linux")


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("python >= 3.14", True),
        ("python < 3.14", False),
        ("python > 3.9", True),  # 3.9 is no decimal number: 3.14 is newer
        ("python >= 3.10 and not free_threaded", True),
        ("free_threaded or debug", True),
        ("macos or windows", False),
        ("not (linux and debug)", False),
        ("python == 3.14", True),
        ("python != 3.14", False),
    ],
)
def test_conditions_are_decided(condition: str, truth: bool) -> None:
    assert holds(condition, FACTS) is truth


@pytest.mark.parametrize(
    "condition",
    ["python >=", "python", "pypy", "3.14 <= python", "python >= 3", "python in 3.14", "f()",
     "python >= 3.14.1", "python >= debug"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(condition: str) -> None:
    with pytest.raises(BookError, match="cannot be read") as caught:
        holds(condition, FACTS)
    assert "python >= 3.14 and not free_threaded" in caught.value.hint


def test_facts_of_this_interpreter() -> None:
    assert facts_here().python == sys.version_info[:2]
