"""`bootstrap.py` on machines that lack something: real namespaces and a real PATH, no mocks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Like a newcomer, use the interpreter outside the venv: `bootstrap.py` is what makes one.
PYTHON = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
namespace = pytest.mark.namespace


def bootstrap(
    *words: str, path: str | None = None, hide: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run it, with another PATH or with a folder of the machine hidden behind an empty one."""
    argv = [str(PYTHON), str(ROOT / "bootstrap.py"), *words]
    if hide is not None:
        script = 'mount -t tmpfs none "$1" && shift && exec "$@"'
        argv = ["unshare", "--mount", "sh", "-c", script, "hide", str(hide), *argv]
    env = {**os.environ, "PATH": path or os.environ["PATH"]}
    return subprocess.run(argv, env=env, capture_output=True, text=True, check=False)


def assert_refused(done: subprocess.CompletedProcess[str], what: str, command: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    message, _, hint = done.stderr.partition("\n\nhint: ")
    assert message.startswith("error: ")
    assert what in message
    assert command in hint


def path_with(folder: Path, *tools: str) -> str:
    """A PATH that holds these tools and nothing else."""
    for tool in tools:
        found = shutil.which(tool)
        assert found, tool
        (folder / tool).write_text(f'#!/bin/sh\nexec "{found}" "$@"\n', encoding="utf-8")
        (folder / tool).chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("words", [(), ("lag",), ("--help",)])
def test_other_words_explain_the_two_that_exist(words: tuple[str, ...]) -> None:
    done = bootstrap(*words)

    assert done.returncode == 2
    assert "bootstrap.py lab" in done.stderr
    assert "bootstrap.py test" in done.stderr


@namespace
def test_without_cargo(tmp_path: Path) -> None:
    done = bootstrap("lab", path=path_with(tmp_path, "cc", "ld", "as", "apt-get"))

    assert_refused(done, "`cargo` was not found", "rustup")


@namespace
def test_without_a_compiler(tmp_path: Path) -> None:
    done = bootstrap("lab", path=path_with(tmp_path, "cargo", "apt-get"))

    assert_refused(done, "no C compiler that can link", "apt-get install build-essential")


@namespace
def test_with_a_compiler_that_cannot_link(tmp_path: Path) -> None:
    (tmp_path / "cc").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "cc").chmod(0o755)

    done = bootstrap("lab", path=path_with(tmp_path, "cargo", "apt-get"))

    assert_refused(done, "no C compiler that can link", "build-essential")


@namespace
def test_with_an_old_cargo(tmp_path: Path) -> None:
    (tmp_path / "cargo").write_text("#!/bin/sh\necho cargo 1.63.0\n", encoding="utf-8")
    (tmp_path / "cargo").chmod(0o755)

    done = bootstrap("lab", path=path_with(tmp_path, "cc", "ld", "as"))

    assert_refused(done, "cargo 1.63.0 is too old", "rustup update stable")


@namespace
def test_without_headers() -> None:
    done = bootstrap("lab", hide=Path(sysconfig.get_path("include")))

    assert_refused(done, "`Python.h` is missing", "apt-get install python3-dev")


@namespace
def test_without_ensurepip() -> None:
    done = bootstrap("lab", hide=Path(sysconfig.get_path("stdlib")) / "ensurepip")

    assert_refused(done, "no `ensurepip`", "apt-get install python3-venv")
