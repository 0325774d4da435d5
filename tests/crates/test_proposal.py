"""cpython_api::proposal from Python: each check of `proposal_checks.py` is a test here."""

from __future__ import annotations

import pytest

from tests.crates.artifacts import Built
from tests.crates.reports import checks_in, leaked, passed, report

FILE = "proposal_checks"
CHECKS, LEAKS = checks_in(FILE)

pytestmark = pytest.mark.cargo


@pytest.mark.parametrize("check", CHECKS)
def test_check(built: Built, check: str) -> None:
    passed(built, FILE, check)


@pytest.mark.parametrize("check", CHECKS)
def test_check_with_debugging_allocator(built: Built, check: str) -> None:
    passed(built, FILE, check, malloc="debug")


def test_the_process_ends_well(built: Built) -> None:
    assert report(built, "plain", checks=FILE)["process"][0] == "0"


@pytest.mark.parametrize("check", [check for check in CHECKS if check not in LEAKS])
def test_nothing_leaks(built: Built, check: str) -> None:
    leaked(built, FILE, check, 0)
