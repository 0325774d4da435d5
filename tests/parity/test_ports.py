"""The ports: their surface and their manners in every interpreter; CPython's tests in two."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from rustlab.lab import Lab
from rustlab.machine import process
from rustlab.parity.building import build_port
from rustlab.parity.compare import parity
from rustlab.parity.ports import PORTS, Port
from tests.crates.artifacts import every_interpreter

HERE = Path(__file__).parent
PYTHONS = every_interpreter()
#: CPython's tests run here; `nox -s full` runs them in all, with references counted.
FULL = bool(os.environ.get("RUSTLAB_FULL"))
JUDGES = PYTHONS if FULL else [
    python for python in PYTHONS if Path(python).name in {Path(PYTHONS[0]).name, "python3.15"}
]  # fmt: skip

pytestmark = pytest.mark.cargo


def named(python: str) -> str:
    return "venv" if python == PYTHONS[0] else Path(python).name


def built(port: Port, lab: Lab) -> Path:
    return build_port(port, lab.data, lab.toolchain(), lab.workspace)


#: Each interpreter with its own allocator, and with the one that looks for damage, which is the
#: own one of a debug build (`d` ends its name).
ALLOCATORS = [
    pytest.param(python, malloc, id="-".join(filter(None, [named(python), malloc])))
    for python in PYTHONS
    for malloc in ("", "debug")
    if not (malloc and Path(python).name.endswith("d"))
]


@pytest.mark.parametrize(("python", "malloc"), ALLOCATORS)
def test_surface_and_manners(python: str, malloc: str, tmp_path: Path) -> None:
    lab = Lab.open(Path(python))
    files = []
    for port in PORTS.values():
        files.append(tmp_path / f"{port.module}.so")
        shutil.copy(built(port, lab), files[-1])
    env = os.environ | ({"PYTHONMALLOC": malloc} if malloc else {})

    ended = process.run([python, "-X", "faulthandler", HERE / "checks.py", *files], env=env)

    said = [json.loads(line) for line in ended.stdout.splitlines()]
    assert said
    assert [line for line in said if line[1] not in {"begun", "passed"}] == []
    assert (ended.returncode, said[-1][1]) == (0, "passed"), ended.stderr


@pytest.mark.parametrize("python", JUDGES, ids=named)
@pytest.mark.parametrize("port", PORTS.values(), ids=lambda port: port.name)
def test_parity(port: Port, python: str) -> None:
    lab = Lab.open(Path(python))
    count = FULL and lab.python.debug

    port = port.full() if FULL else port
    verdict = parity(port, lab.data, lab.toolchain(), lab.workspace, refleaks=count)

    assert verdict.reasons == ()
    assert verdict.ours.ended("passed")


@pytest.mark.skipif(sys.platform == "win32", reason="nm reads ELF and Mach-O")
@pytest.mark.parametrize("python", JUDGES, ids=named)
def test_only_the_entry_is_exported(python: str) -> None:
    lab = Lab.open(Path(python))
    entry = "PyModExport" if lab.python.version >= (3, 15) else "PyInit"
    for port in PORTS.values():
        listing = process.run(["nm", "-D", "--defined-only", built(port, lab)]).stdout
        symbols = {line.split()[-1].removeprefix("_") for line in listing.splitlines()}
        assert symbols == {f"{entry}_{port.module}"}


def test_no_unsafe_in_a_port() -> None:
    root = Lab.open().data.crates
    for port in PORTS.values():
        text = (root / port.crate / "src" / "lib.rs").read_text(encoding="utf-8")
        assert "#![forbid(unsafe_code)]" in text, port.crate
