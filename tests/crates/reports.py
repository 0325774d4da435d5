"""What `runner.py` said of every check, once for an interpreter and a run of the tests."""

from __future__ import annotations

import ast
import json
import os
from functools import cache
from pathlib import Path

from rustlab.machine.filelock import FileLock
from tests.crates.artifacts import Built

HERE = Path(__file__).parent
RUNNER = str(HERE / "runner.py")
#: Enough for a steady count, few enough for a run of two minutes.
ROUNDS = 4


def checks_in(file: str) -> tuple[list[str], dict[str, int]]:
    """The checks of a file, and what each leaks on purpose.

    Read, not imported: that would load the modules.
    """
    body = ast.parse((HERE / f"{file}.py").read_text(encoding="utf-8")).body
    functions = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    leaks: dict[str, int] = next(
        ast.literal_eval(node.value)
        for node in body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LEAKS"
    )
    return [name for name in functions if name.startswith("check_")], leaks


@cache
def report(
    built: Built, *arguments: str, malloc: str = "", checks: str = "checks"
) -> dict[str, tuple[str, str]]:
    """What the runner said of each check and how its process ended; made once in a run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    kept = built.folder / f"report-{run}-{checks}-{'-'.join(arguments)}-{malloc}.json"
    lock = FileLock(kept.with_suffix(".lock"))
    lock.acquire()
    try:
        if not kept.exists():
            kept.write_text(json.dumps(_made(built, arguments, malloc, checks)), encoding="utf-8")
        said: dict[str, list[str]] = json.loads(kept.read_text(encoding="utf-8"))
    finally:
        lock.release()
    return {name: (outcome, message) for name, (outcome, message) in said.items()}


def _made(
    built: Built, arguments: tuple[str, ...], malloc: str, checks: str
) -> dict[str, tuple[str, str]]:
    env = {"CHECKS": checks} | ({"PYTHONMALLOC": malloc} if malloc else {})
    ended = built.run(RUNNER, *arguments, **env)
    said: dict[str, tuple[str, str]] = {}
    for line in ended.stdout.splitlines():
        entry = json.loads(line)
        said[entry["name"]] = (entry["outcome"], entry["message"])
    said["process"] = (str(ended.returncode), ended.stderr)
    return said


def passed(built: Built, checks: str, check: str, malloc: str = "") -> None:
    """Assert that a check passed."""
    said = report(built, "plain", malloc=malloc, checks=checks)
    assert said.get(check, ("not reached", ""))[0] == "passed", (said.get(check), said["process"])


def leaked(built: Built, checks: str, check: str, expected: int) -> None:
    """Assert that a check leaks just this: references on debug builds, blocks on all.

    The best round counts. No check leaks a block of Rust's own heap.
    """
    said = report(built, "leaks", str(ROUNDS), checks=checks)
    outcome, message = said.get(check, ("not reached", ""))
    assert outcome == "counted", (outcome, message, said["process"])
    rounds = json.loads(message)
    if built.debug:
        assert min(references for references, _, _ in rounds) == expected, rounds
    blocks = min(blocks for _, blocks, _ in rounds)
    assert min(rust for _, _, rust in rounds) <= 0, rounds
    assert blocks == (1 if expected else 0) or (not expected and blocks < 0), rounds
