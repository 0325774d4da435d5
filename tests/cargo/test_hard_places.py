"""Machines that cannot: no network, full disk, read-only folder, missing tools; all are real."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

from cells import compile_cell
from rustlab.data import locate
from rustlab.machine import toolchain

namespace = pytest.mark.namespace
pytestmark = [pytest.mark.cargo, pytest.mark.xdist_group("cargo")]
TESTS = Path(__file__).parents[1]

# Compiles the cells it is given, one after the other, and prints one line of JSON for each.
PROGRAM = """
import json, subprocess, sys
from pathlib import Path
from cells import compile_cell
from rustlab.errors import RustlabError
for step in json.loads(sys.argv[1]):
    if "shell" in step:
        subprocess.run(step["shell"], check=True)
        continue
    try:
        cache = Path(step["cache"])
        build = compile_cell(step["source"], step["line"], cache=cache, salt=step["salt"])
        said = {"ending": build.ending, "message": build.message, "hint": build.hint,
                "artifact": str(build.artifact)}
    except RustlabError as error:
        said = {"ending": type(error).__name__, "message": error.message, "hint": error.hint}
    print(json.dumps(said), flush=True)
"""
ADD = """\
#[pyfunction(signature = (a, b, /))]
fn add(_ctx: &ThreadContext<'_>, _state: &NoState, a: i64, b: i64) -> i64 { a + b }
"""
HELLO = 'fn main() { println!("hello é"); }'


@dataclass(frozen=True)
class Said:
    ending: str
    message: str
    hint: str
    artifact: str = "None"


def steps(
    *todo: dict[str, object],
    inside: tuple[str, ...] = (),
    env: dict[str, str] | None = None,
    python: str = sys.executable,
) -> list[Said]:
    """Run the program in a process of its own, inside of `unshare …`, with another environment."""
    argv = [*inside, python, "-X", "utf8", "-c", PROGRAM, json.dumps(todo)]
    whole = {**os.environ, "PYTHONPATH": str(TESTS), **(env or {})}
    done = subprocess.run(argv, capture_output=True, encoding="utf-8", env=whole, check=False)
    assert done.returncode == 0, done.stderr
    return [Said(**json.loads(line)) for line in done.stdout.splitlines()]


def cell(cache: Path, source: str = HELLO, line: str = "--bin") -> dict[str, object]:
    return {"source": source, "line": line, "cache": str(cache), "salt": uuid.uuid4().hex}


def in_namespace(script: str) -> tuple[str, ...]:
    """A mount namespace where `script` has run first; `$0` is the program that follows."""
    return ("unshare", "-m", "sh", "-ec", f'{script}\nexec "$0" "$@"')


@namespace
def test_no_network_and_nothing_fetched(tmp_path: Path) -> None:
    env = {"CARGO_HOME": str(tmp_path / "empty")}

    (said,) = steps(cell(tmp_path / "cache", ADD, ""), inside=("unshare", "-n"), env=env)

    assert said.ending == "offline"
    assert said.message == "the crates that the kit needs are not on this machine yet"
    assert said.hint == "connect to the network once and run `rustlab doctor --fetch`"


@namespace
def test_no_network_after_the_first_fetch(shared_cache: Path) -> None:
    compile_cell(ADD, cache=shared_cache)

    (said,) = steps(cell(shared_cache, ADD, ""), inside=("unshare", "-n"))

    assert said.ending == "built"


@namespace
def test_fetching_without_a_network(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from rustlab.cargo.fetch import fetch; from rustlab.data import locate\n"
        "from rustlab.machine.toolchain import find\n"
        "build = fetch(locate().root, find(cache=Path(sys.argv[1])), os.environ)\n"
        "print(build.ending, build.message, build.hint, sep='|')"
    )
    env = {**os.environ, "CARGO_HOME": str(tmp_path / "empty"), "CARGO_NET_RETRY": "0"}
    argv = ["unshare", "-n", sys.executable, "-c", program, str(tmp_path)]
    said = subprocess.check_output(argv, env=env, encoding="utf-8").strip().split("|")

    assert said[0] == "offline"
    assert said[1].startswith("the crates could not be fetched: ")
    assert said[2] == "check the network, then run `rustlab doctor --fetch` again"


@namespace
@pytest.mark.parametrize("size", ["32k", "256k", "512k"])
def test_a_full_disk(tmp_path: Path, size: str) -> None:
    """Small enough to fail at placing, compiling, linking or keeping; then there is room again."""
    mount = f'mount -t tmpfs -o size={size} none "{tmp_path}"'
    grow = {"shell": ["mount", "-o", "remount,size=200m", str(tmp_path)]}
    cache = tmp_path / "cache"

    first, second = steps(cell(cache), grow, cell(cache), inside=in_namespace(mount))

    assert first.ending in ("no_space", "WorkspaceError"), first
    assert "no space" in first.message
    assert "RUSTLAB_CACHE" in first.hint
    assert second.ending == "built", second


@namespace
def test_an_error_of_the_cell_on_a_nearly_full_disk(tmp_path: Path) -> None:
    mount = f'mount -t tmpfs -o size=2m none "{tmp_path}"'
    wrong = HELLO.replace("println", "printnl")

    (said,) = steps(cell(tmp_path / "cache", wrong), inside=in_namespace(mount))

    assert said.ending == "failed"


@namespace
def test_a_read_only_cache(tmp_path: Path) -> None:
    mount = f'mount --bind "{tmp_path}" "{tmp_path}"; mount -o remount,ro,bind "{tmp_path}"'

    (said,) = steps(cell(tmp_path / "cache"), inside=in_namespace(mount))

    assert said.ending == "WorkspaceError"
    assert "cannot be written: Read-only file system" in said.message
    assert said.hint == "make the folder writable, or set `RUSTLAB_CACHE` to one that is"


@namespace
def test_a_read_only_kit(shared_cache: Path) -> None:
    """The crates and the package may lie where nobody can write; only the cache is written."""
    root = locate().root
    mount = (
        f'mkdir -p "{shared_cache}"; mount --bind "{root}" "{root}"; '
        f'mount --bind "{shared_cache}" "{shared_cache}"; mount -o remount,ro,bind "{root}"'
    )

    (said,) = steps(cell(shared_cache, ADD, ""), inside=in_namespace(mount))

    assert said.ending == "built", said


def test_no_cargo(tmp_path: Path) -> None:
    (said,) = steps(cell(tmp_path), env={"PATH": "/nowhere"})

    assert said.ending == "ToolchainError"
    assert said.message == "`cargo` was not found on PATH"
    assert "rustup" in said.hint


def test_no_linker(tmp_path: Path) -> None:
    tools = toolchain.find(cache=tmp_path / "cache").cargo.parent

    (said,) = steps(cell(tmp_path / "cache"), env={"PATH": str(tools)})

    assert said.ending == "ToolchainError"
    assert said.message == "the linker `cc` was not found, so nothing can be linked"
    assert said.hint == "install a C compiler, which brings it; `rustlab doctor` names the command"


def test_odd_letters_everywhere(tmp_path: Path) -> None:
    """Cache, cargo's home, the venv, all with spaces and letters beyond ASCII; a cold build."""
    odd = tmp_path / "mit Leer, Komma & 'Zeichen' é ⚙"
    home = odd / "cargo home"
    registry = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")) / "registry"
    shutil.copytree(registry, home / "registry", ignore=shutil.ignore_patterns("src"))
    venv.create(odd / "venv", with_pip=False, symlinks=os.name != "nt")
    python = odd / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    packages = os.pathsep.join((str(TESTS), *(p for p in sys.path if p)))
    env = {"CARGO_HOME": str(home), "PYTHONPATH": packages}

    said = steps(cell(odd / "cache", ADD, ""), env=env, python=str(python))

    assert [one.ending for one in said] == ["built"], said
    assert said[0].artifact.startswith(str(odd / "cache"))
