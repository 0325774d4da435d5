"""What the build of `cpython-sys` says when the machine lacks something, and the next step."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crates.artifacts import ROOT, Built, build

pytestmark = [
    pytest.mark.cargo,
    pytest.mark.skipif(
        sys.platform == "win32", reason="stands in for an interpreter with a script"
    ),
]
FACTS = {
    "version": "3.13",
    "implementation": "cpython",
    "include": "/no/such/include",
    "platinclude": "/no/such/include",
    "debug": "0",
    "gil_disabled": "0",
    "executable": "python",
}


@pytest.fixture(scope="module")
def script(shared_cache: Path) -> Built:
    """The artifacts of this interpreter; among them the build script itself."""
    return build(Path(sys.executable), shared_cache / "crates")


def said(script: Built, folder: Path, **env: str) -> str:
    """What the build script writes when it is run as cargo would, with these variables."""
    full = {
        "PATH": os.environ["PATH"],
        "OUT_DIR": str(folder),
        "CARGO_CFG_TARGET_OS": "linux",
    } | env
    ended = subprocess.run(
        [str(script.folder / "build-script")],
        cwd=ROOT / "crates" / "cpython-sys", env=full,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 1 or (folder / "c_api.rs").exists(), ended.stdout
    return ended.stderr


def stand_in(folder: Path, **facts: str) -> str:
    """A program that answers as an interpreter with these facts would."""
    program = folder / "python with spaces"
    lines = "\n".join(f"{key}={value}" for key, value in (FACTS | facts).items())
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{lines}\nEND\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_an_interpreter_that_does_not_start(script: Built, tmp_path: Path) -> None:
    text = said(script, tmp_path, PYTHON_SYS_EXECUTABLE="no-such-python")
    assert (
        "error: `PYTHON_SYS_EXECUTABLE` is `no-such-python`, which does not start\n\nhint: " in text
    )


def test_no_interpreter_at_all(script: Built, tmp_path: Path) -> None:
    text = said(script, tmp_path, PATH=str(tmp_path))
    assert "error: no Python interpreter was found\n\nhint: set `PYTHON_SYS_EXECUTABLE`" in text


def test_no_headers(script: Built, tmp_path: Path) -> None:
    text = said(script, tmp_path, PYTHON_SYS_EXECUTABLE=stand_in(tmp_path))
    assert "error: `Python.h` was not found in `/no/such/include`" in text
    assert "hint: install the headers of Python 3.13: `apt install python3.13-dev`" in text


def test_too_old(script: Built, tmp_path: Path) -> None:
    program = stand_in(tmp_path, version="3.9")
    text = said(script, tmp_path, PYTHON_SYS_EXECUTABLE=program)
    assert "is Python 3.9, and these bindings need 3.11 or newer\n\nhint: " in text


def test_another_implementation(script: Built, tmp_path: Path) -> None:
    program = stand_in(tmp_path, implementation="pypy")
    text = said(script, tmp_path, PYTHON_SYS_EXECUTABLE=program)
    assert "is pypy, not CPython\n\nhint: " in text


def test_no_libclang(script: Built, tmp_path: Path) -> None:
    (tmp_path / "libclang.so").write_bytes(b"no library")
    text = said(script, tmp_path, PYTHON_SYS_EXECUTABLE=sys.executable, LIBCLANG_PATH=str(tmp_path))
    if not (tmp_path / "c_api.rs").exists():  # a machine with LLVM has another one
        assert "error: libclang was not found" in text
        assert "hint: run `python -m pip install libclang`" in text
