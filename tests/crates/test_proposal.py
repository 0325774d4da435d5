"""cpython_api::proposal from Python: each check of `proposal_checks.py` is a test here."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.crates.artifacts import Built
from tests.crates.reports import checks_in, leaked, passed, report

HERE = Path(__file__).parent
FILE = "proposal_checks"
CHECKS, LEAKS = checks_in(FILE)

pytestmark = pytest.mark.cargo


@pytest.mark.parametrize("check", CHECKS)
def test_check(built: Built, check: str) -> None:
    passed(built, FILE, check)


@pytest.mark.parametrize("check", CHECKS)
def test_check_with_debugging_allocator(built: Built, check: str) -> None:
    passed(built, FILE, check, malloc="debug")


def test_threads_share_the_lock(built: Built) -> None:
    """Every pair of its uses, totals exact; `nox -s full` does it for a minute."""
    seconds = "60" if os.environ.get("RUSTLAB_FULL") else "1"
    run = built.run(str(HERE / "stress_locks.py"), seconds, RUST_BACKTRACE="0")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    print(report)
    assert report["pairs"] == 54
    assert report["rounds"] >= 1
    assert report["collections"] > 1


def test_the_process_ends_well(built: Built) -> None:
    assert report(built, "plain", checks=FILE)["process"][0] == "0"


@pytest.mark.parametrize("check", [check for check in CHECKS if check not in LEAKS])
def test_nothing_leaks(built: Built, check: str) -> None:
    leaked(built, FILE, check, 0)
