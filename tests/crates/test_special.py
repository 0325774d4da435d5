"""Special methods in slots: each check of `special_checks.py` is a test here."""

from __future__ import annotations

import pytest

from tests.crates.artifacts import Built
from tests.crates.reports import checks_in, leaked, passed

FILE = "special_checks"
CHECKS, LEAKS = checks_in(FILE)

pytestmark = pytest.mark.cargo


@pytest.mark.parametrize("check", CHECKS)
def test_check(built: Built, check: str) -> None:
    passed(built, FILE, check)


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_leaks(built: Built, check: str) -> None:
    leaked(built, FILE, check, LEAKS.get(check, 0))
