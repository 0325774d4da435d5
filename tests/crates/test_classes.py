"""Classes from Python: each check of `class_checks.py` is a test here."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.crates.artifacts import Built, build_optimised, every_interpreter
from tests.crates.reports import checks_in, leaked, passed, report

HERE = Path(__file__).parent
FILE = "class_checks"
CHECKS, _ = checks_in(FILE)
#: Too long for the rounds; they count what is left themselves.
ONCE = {"check_long_chain_is_freed", "check_long_mixed_chain_is_freed"}
#: The venv's, and the newest: types have a token from 3.14 on.
ONE_OF_EACH_KIND = [every_interpreter()[0], *every_interpreter()[1:][-2:-1]]

pytestmark = pytest.mark.cargo


@pytest.mark.parametrize("check", CHECKS)
def test_check(built: Built, check: str) -> None:
    passed(built, FILE, check)


@pytest.mark.parametrize("check", CHECKS)
def test_check_with_debugging_allocator(built: Built, check: str) -> None:
    passed(built, FILE, check, malloc="debug")


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal where there are signals")
def test_a_panicking_traverse_of_an_instance_is_fatal(built: Built) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from loading import load; M = load()\n"
    code += "t = M.TraversePanics(); t.now(); import gc; gc.collect(); print('not reached')"
    run = built.run("-c", code, str(HERE))
    assert run.returncode == -6, run.stderr
    assert "not reached" not in run.stdout


@pytest.mark.parametrize("python", ONE_OF_EACH_KIND)
def test_alike_classes_are_told_apart_when_optimised(python: str, shared_cache: Path) -> None:
    """Once by method table and once by token; all other checks as well.

    LLVM makes one function of two that are alike, and may do so with constants.
    """
    built = build_optimised(Path(python), shared_cache / "crates")
    run = built.run(str(HERE / "runner.py"), "plain", CHECKS=FILE)
    said = {e["name"]: e for e in map(json.loads, run.stdout.splitlines())}
    assert [entry for entry in said.values() if entry["outcome"] != "passed"] == []
    assert set(said) == set(CHECKS)
    assert run.returncode == 0


def test_threads_share_objects(built: Built) -> None:
    """Every pair of methods, totals exact; `nox -s full` does it for a minute."""
    seconds = "60" if os.environ.get("RUSTLAB_FULL") else "1"
    run = built.run(str(HERE / "stress_classes.py"), seconds)
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    print(report)
    assert report["pairs"] == 45
    assert report["rounds"] >= 1
    assert report["collections"] > 1


def test_the_process_ends_well(built: Built) -> None:
    assert report(built, "plain", checks=FILE)["process"][0] == "0"


@pytest.mark.parametrize("check", [check for check in CHECKS if check not in ONCE])
def test_nothing_leaks(built: Built, check: str) -> None:
    leaked(built, FILE, check, 0)
