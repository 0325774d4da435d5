"""Runs CPython's tests in a child, with C's module or with a file of ours in its place."""

from __future__ import annotations

import json
import marshal
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from rustlab.errors import ToolchainError
from rustlab.machine import process
from rustlab.machine.python import Python
from rustlab.parity.ports import Port
from rustlab.parity.report import Leaks, Outcome, Run

PROGRAM = Path(__file__).with_name("_worker.py")
TIMEOUT = 600.0  # seconds for each file of tests
ROUNDS = 6  # of each file where references are counted
LEAKED = (" leaked [", "memory blocks", "file descriptors")


def run_tests(port: Port, python: Python, artifact: Path | None) -> Run:
    """One run of the port's tests, every test in one process. `artifact` None: C's own module.

    Raises ToolchainError when this interpreter comes without the `test` package.
    """
    with tempfile.TemporaryDirectory(prefix="rustlab-parity-") as folder:
        junit = Path(folder, "junit.xml")
        arguments = ("--junit-xml", str(junit), *port.tests)
        said, output = _child(port, python, artifact, Path(folder), arguments, count=True)
        tests = _outcomes(junit) if junit.is_file() else {}
    return Run(
        status=int(said.get("status", 1)),  # type: ignore[call-overload]  # JSON of ours
        tests=tests,
        functions=tuple(said.get("functions", ())),  # type: ignore[arg-type]
        calls=said.get("calls", {}),  # type: ignore[arg-type]
        foreign=said.get("foreign", {}),  # type: ignore[arg-type]
        children=tuple(said.get("children", ())),  # type: ignore[arg-type]
        output=output,
    )


def count_references(port: Port, python: Python, artifact: Path) -> Leaks:
    """The same tests six times under `-R 3:3`, which only a debug build can."""
    with tempfile.TemporaryDirectory(prefix="rustlab-parity-") as folder:
        arguments = ("-R", "3:3", *port.tests)
        said, output = _child(port, python, artifact, Path(folder), arguments, count=False)
    lines = [line.strip() for line in output.splitlines()]
    begun = sum(line.startswith(f"beginning {ROUNDS} rep") for line in lines)
    return Leaks(
        # A child that was ended, by time or by a crash, leaves no report.
        counted="status" in said and begun == len(port.tests),
        status=int(said.get("status", 1)),  # type: ignore[call-overload]  # JSON of ours
        found=tuple(line for line in lines if LEAKED[0] in line),
    )


def _child(  # noqa: PLR0913 - one child, what it is to run
    port: Port,
    python: Python,
    artifact: Path | None,
    folder: Path,
    arguments: tuple[str, ...],
    *,
    count: bool,
) -> tuple[Mapping[str, object], str]:
    file = "" if artifact is None else str(artifact)
    report, config = folder / "report.json", folder / "config.json"
    asked = {
        "module": port.module, "file": file, "count": count,
        "arguments": list(arguments), "report": str(report),
    }  # fmt: skip
    config.write_text(json.dumps(asked), encoding="utf-8")
    place = marshal.dumps((port.module, file, list(port.functions)), 2).hex()
    ended = process.run(
        [python.executable, "-I", "-X", "utf8", PROGRAM, config, place],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(folder)},
        timeout=TIMEOUT * len(port.tests) * (1 if count else ROUNDS),
    )
    output = ended.stdout + ended.stderr
    if "No module named 'test" in ended.stderr:
        raise _no_tests(python)
    said = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
    return said, output


def _no_tests(python: Python) -> ToolchainError:
    major, minor, _ = python.version
    return ToolchainError(
        f"`{python.executable}` comes without CPython's own tests",
        hint=f"install them: `apt install libpython{major}.{minor}-testsuite`, "
        "`dnf install python3-test`, or use an interpreter from uv, pyenv or python.org",
    )


def _outcomes(junit: Path) -> dict[str, Outcome]:
    """The end of each test, by its id."""
    found: dict[str, Outcome] = {}
    for case in ET.parse(junit).getroot().iter("testcase"):
        kinds = {child.tag for child in case}
        failed = bool(kinds & {"failure", "error", "outcome"})
        outcome: Outcome = "failed" if failed else "skipped" if "skipped" in kinds else "passed"
        name = str(case.get("name"))
        if found.get(name) != "failed":
            found[name] = outcome
    return found
