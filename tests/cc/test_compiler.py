"""C cells through a real compiler into a real interpreter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest

from processes import Marked, eventually
from rustlab.cargo.build import Build
from rustlab.cc.compiler import compile_c
from rustlab.errors import ToolchainError
from rustlab.machine import process, toolchain
from rustlab.machine.workspace import Workspace
from rustlab.source import Cell, parse_c

ADD = Path(__file__).with_name("adder.c").read_text(encoding="utf-8")
CALL = """
import sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_loader
loader = ExtensionFileLoader("adder", sys.argv[1])
module = module_from_spec(spec_from_loader("adder", loader))
loader.exec_module(module)
print(module.add(20, 22))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(cache=tmp_path / "ca che é", home=None)


def compiled(
    source: str, workspace: Workspace, name: str = "adder", python: Path | None = None
) -> Build:
    found = toolchain.find_python(python, cache=workspace.cache, environ=os.environ)
    return compile_c(Cell(source=source, options=parse_c(name)), found, workspace)


def call(build: Build, python: str | Path = sys.executable) -> str:
    argv = [str(python), "-c", CALL, str(build.artifact)]
    done = subprocess.run(argv, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, (build, done.stderr)
    return done.stdout.strip()


def test_a_module(workspace: Workspace) -> None:
    build = compiled(ADD, workspace)

    assert (call(build), build.module, build.diagnostics) == ("42", "adder", ())
    assert list((workspace.cache / "cells").iterdir()) == []


def test_an_unchanged_cell_starts_no_process(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = compiled(ADD, workspace)
    monkeypatch.setattr(process, "run", lambda *_, **__: pytest.fail("a process was started"))

    again = compiled(ADD, workspace)

    assert (again.cached, again.artifact) == (True, first.artifact)


def test_a_changed_cell_is_another_artifact(workspace: Workspace) -> None:
    first = compiled(ADD, workspace)
    second = compiled(ADD.replace("PyNumber_Add", "PyNumber_Subtract"), workspace)
    third = compiled(ADD, workspace)

    assert [call(b) for b in (first, second, third)] == ["42", "-2", "42"]


def test_an_error_on_the_learners_line(workspace: Workspace) -> None:
    """The letters before it are two bytes long each: columns count characters."""
    source = ADD.replace("return PyNumber_Add", "/* éé */ return PyNumber_Ad" + "d(x) + 1; //")
    build, again = compiled(source, workspace), compiled(source, workspace)

    error = build.errors[0]
    assert build.ending == "failed"
    assert error.primary is not None
    column = source.splitlines()[5].index("(x)") + 2
    assert (error.primary.file, error.primary.line, error.primary.column) == ("cell.c", 6, column)
    assert "cell.c:6:" in error.rendered
    assert (again.diagnostics, again.cached) == (build.diagnostics, True)


def test_a_warning_does_not_stop_a_module(workspace: Workspace) -> None:
    source = ADD.replace("return PyNumber_Add", "int unused; return PyNumber_Add")
    build = compiled(source, workspace)

    assert [d.level for d in build.diagnostics] == ["warning"]
    assert call(build) == "42"


@pytest.mark.parametrize(
    "source", ["}", "#include <no_such.h>", '"', "#error words", '#pragma GCC error "é"']
)
def test_a_broken_text_is_a_diagnostic(workspace: Workspace, source: str) -> None:
    build = compiled(ADD + source, workspace)

    assert build.ending == "failed"
    assert build.errors


def test_the_linkers_refusal(workspace: Workspace) -> None:
    source = (
        ADD + '__asm__(".globl add2\\nadd2:\\n.globl add2\\n");\nint twice __asm__("add2") = 1;'
    )
    build = compiled(source, workspace)

    assert build.ending == "failed"
    assert build.errors


def test_CC_is_honoured(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: N802
    monkeypatch.setenv("CC", "no-such-compiler")

    with pytest.raises(ToolchainError, match="`CC` names `no-such-compiler`, which does not exist"):
        compiled(ADD, workspace)


def test_no_compiler(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CC", raising=False)

    with pytest.raises(ToolchainError, match="no C compiler was found") as caught:
        compiled(ADD, workspace)
    assert caught.value.hint == "install a C compiler with your package manager"


def test_a_compiler_without_a_linker(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """gcc finds `as` and `ld` on PATH: one folder with gcc alone is a machine without binutils."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("COMPILER_PATH", str(tmp_path))
    (tmp_path / "bin").mkdir()
    wrapper = tmp_path / "bin" / "gcc"
    wrapper.write_text('#!/bin/sh\necho "gcc: fatal error: cannot execute ld" >&2\nexit 1\n')
    wrapper.chmod(0o755)

    with pytest.raises(ToolchainError, match="cannot execute"):
        compiled(ADD, workspace)


SLOW = """\
#define A(x) x + x
#define B(x) A(A(A(A(x))))
#define C(x) B(B(B(B(x))))
int endless(int y) { return C(C(y)); }
"""


def test_ctrl_c_ends_a_build(
    workspace: Workspace, marked: Marked, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(ADD, workspace)  # so that nothing is asked about the compiler any more
    monkeypatch.setenv("RUSTLAB_TEST_MARK", marked.mark)

    def press() -> None:
        eventually(lambda: marked.named("cc1"))
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    build = compiled(ADD + SLOW + f"/* {uuid.uuid4()} */", workspace)
    thread.join()

    assert (build.ending, build.message) == ("interrupted", "the build was interrupted")
    assert marked.alive() == []
    assert call(compiled(ADD, workspace)) == "42"


def test_a_compiler_that_is_killed(
    workspace: Workspace, marked: Marked, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(ADD, workspace)
    monkeypatch.setenv("RUSTLAB_TEST_MARK", marked.mark)

    def kill() -> None:
        eventually(lambda: marked.named("cc1"))
        for one in marked.named("cc1"):
            one.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    build = compiled(ADD + SLOW, workspace)
    thread.join()

    assert (build.ending, build.message) == ("killed", "`cc1` was ended from outside")
    assert marked.alive() == []


FULL = """
import os, sys
from pathlib import Path
from rustlab.cc.compiler import compile_c
from rustlab.errors import RustlabError
from rustlab.machine import toolchain
from rustlab.machine.workspace import Workspace
from rustlab.source import Cell, parse_c
cache = Path(sys.argv[1])
try:
    python = toolchain.find_python(None, cache=cache, environ=os.environ)
    cell = Cell(source=sys.argv[2], options=parse_c("adder"))
    build = compile_c(cell, python, Workspace(cache=cache, home=None))
    print(build.ending, build.message)
except RustlabError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.namespace
@pytest.mark.parametrize("size", ["16k", "36k", "64k"])
def test_a_full_disk(tmp_path: Path, size: str) -> None:
    mount = f'mount -t tmpfs -o size={size} none "{tmp_path}"\nexec "$0" "$@"'
    argv = [
        "unshare",
        "-m",
        "sh",
        "-ec",
        mount,
        sys.executable,
        "-c",
        FULL,
        str(tmp_path / "c"),
        ADD,
    ]
    said = subprocess.check_output(argv, encoding="utf-8")

    assert said.startswith(("no_space ", "WorkspaceError ")), said
    assert "no space" in said


@pytest.mark.namespace
def test_no_headers(tmp_path: Path) -> None:
    """An empty file system over the headers: what a machine without `python3-dev` looks like."""
    include = toolchain.find_python(None, cache=tmp_path, environ=os.environ).include[0]
    mount = f'mount -t tmpfs none "{include}"\nexec "$0" "$@"'
    argv = [
        "unshare",
        "-m",
        "sh",
        "-ec",
        mount,
        sys.executable,
        "-c",
        FULL,
        str(tmp_path / "c"),
        ADD,
    ]
    said = subprocess.check_output(argv, encoding="utf-8")

    assert said.startswith(f"ToolchainError `Python.h` is missing in `{include}`")
    assert "\n\nhint: " in said


@pytest.mark.interpreters
def test_every_interpreter(workspace: Workspace, interpreters: tuple[Path, ...]) -> None:
    builds = {p: compiled(ADD, workspace, python=p) for p in interpreters}

    assert {call(b, p) for p, b in builds.items()} == {"42"}
    assert len({b.artifact for b in builds.values()}) == len(interpreters)
