"""A healthy machine, then one real fault after the other: the right line says the one next step."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from rustlab.doctor import Finding, examine
from rustlab.machine import toolchain

PYTHON, COMPILER, CARGO = "Python and its headers", "C compiler and linker", "cargo and rustc"
LIBCLANG, SPACE, CACHE, CRATES = "libclang", "disk space", "cache folder", "crates"
KERNEL = "kernel `rustlab`"
PRINT = (
    "import dataclasses, json, sys; from pathlib import Path; from rustlab.doctor import examine\n"
    "found = examine(cache=Path(sys.argv[1]))\n"
    "print(json.dumps([dataclasses.asdict(one) for one in found]))"
)


def sick(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """Every finding with a fault says what and what to do; the others say nothing to do."""
    for one in findings:
        assert one.found
        assert bool(one.next_step) == (one.ok is not True), one
    return {one.name: one for one in findings if one.ok is not True}


def with_environment(cache: Path, **changes: str) -> dict[str, Finding]:
    environ = {k: v for k, v in os.environ.items() if k not in ("CARGO", "CC", "LIBCLANG_PATH")}
    return sick(examine(environ=environ | changes, cache=cache))


def in_namespace(cache: Path, script: str, **changes: str) -> dict[str, Finding]:
    argv = ["unshare", "-m", "sh", "-ec", f'{script}\nexec "$0" "$@"', sys.executable, "-c", PRINT]
    env = {**os.environ, **changes}
    said = subprocess.check_output([*argv, str(cache)], encoding="utf-8", env=env)
    return sick(tuple(Finding(**one) for one in json.loads(said)))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "ca che é"


def tool(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_healthy_machine(cache: Path) -> None:
    findings = examine(cache=cache)

    assert sick(findings) == {}
    assert [one.name for one in findings] == [
        PYTHON, COMPILER, CARGO, LIBCLANG, SPACE, CACHE, CRATES, KERNEL,
    ]  # fmt: skip


@pytest.mark.namespace
def test_no_headers(cache: Path) -> None:
    include = sysconfig.get_path("include")
    found = in_namespace(cache, f'mount -t tmpfs none "{include}"')

    assert set(found) == {PYTHON, COMPILER}
    assert f"`Python.h` is missing in `{include}`" in found[PYTHON].found
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert version in found[PYTHON].next_step


def test_an_interpreter_that_is_too_old(cache: Path, tmp_path: Path) -> None:
    answer = '{"implementation": "cpython", "version": [3, 9, 2]}'
    old = tool(tmp_path / "bin", "python", f"echo '{answer}'")

    found = sick(examine(cache=cache, python=old))

    assert "is Python 3.9, and 3.11 is the oldest" in found[PYTHON].found


def test_no_compiler(cache: Path, tmp_path: Path) -> None:
    real = toolchain.find(cache=cache)
    folder = tmp_path / "bin"
    tool(folder, "apt-get", "true")
    found = with_environment(cache, PATH=f"{real.cargo.parent}{os.pathsep}{folder}")

    assert set(found) == {COMPILER}
    assert found[COMPILER].found == "no C compiler was found"
    assert found[COMPILER].next_step == "run `sudo apt-get install build-essential`"


@pytest.mark.namespace
def test_a_compiler_that_cannot_link(cache: Path) -> None:
    linker = os.path.realpath(shutil.which("ld") or "")
    found = in_namespace(cache, f'mount --bind /dev/null "{linker}"')

    assert set(found) == {COMPILER}
    assert "cannot link a file: collect2: fatal error" in found[COMPILER].found


def test_no_cargo(cache: Path) -> None:
    found = with_environment(cache, PATH="/usr/bin:/bin")

    assert set(found) == {CARGO, CRATES}
    assert found[CARGO].found == "`cargo` was not found on PATH"


def test_a_cargo_that_is_too_old(cache: Path, tmp_path: Path) -> None:
    tool(tmp_path / "bin", "rustc", "echo 'rustc 1.70.0'; echo 'release: 1.70.0'")
    tool(tmp_path / "bin", "cargo", "echo 'cargo 1.70.0'")
    found = with_environment(cache, PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin")

    assert "rustc 1.70.0 is too old: 1.85 is the oldest" in found[CARGO].found
    assert "rustup update stable" in found[CARGO].next_step


def test_a_cargo_that_does_not_start(cache: Path, tmp_path: Path) -> None:
    broken = tool(tmp_path / "bin", "cargo", "echo 'no such library' >&2; exit 127")
    found = with_environment(cache, CARGO=str(broken))

    assert found[CARGO].found == f"`{broken}` does not start: no such library"


def test_a_libclang_folder_without_the_library(cache: Path, tmp_path: Path) -> None:
    found = with_environment(cache, LIBCLANG_PATH=str(tmp_path))

    assert set(found) == {LIBCLANG}
    assert found[LIBCLANG].found == f"there is no libclang in `{tmp_path}`"
    assert found[LIBCLANG].next_step.startswith("take `LIBCLANG_PATH` out of the environment")


def test_a_libclang_that_does_not_load(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "libclang.so").write_bytes(b"\x7fELF nonsense")
    found = with_environment(cache, LIBCLANG_PATH=str(tmp_path))

    assert set(found) == {LIBCLANG}
    assert "does not load: OSError" in found[LIBCLANG].found


@pytest.mark.namespace
def test_no_libclang(cache: Path) -> None:
    folder = toolchain.libclang({})
    found = in_namespace(cache, f'mount -t tmpfs none "{folder}"')

    assert set(found) == {LIBCLANG}
    assert "is not installed" in found[LIBCLANG].found
    assert "pip install --force-reinstall libclang" in found[LIBCLANG].next_step


@pytest.mark.namespace
def test_little_space(tmp_path: Path) -> None:
    found = in_namespace(tmp_path / "c", f'mount -t tmpfs -o size=50m none "{tmp_path}"')

    assert set(found) == {SPACE}
    assert found[SPACE].found.startswith("0.0 GB free")
    assert "RUSTLAB_CACHE" in found[SPACE].next_step


@pytest.mark.namespace
def test_a_full_disk(tmp_path: Path) -> None:
    fill = f'dd if=/dev/zero of="{tmp_path}/big" 2>/dev/null || true'
    found = in_namespace(tmp_path, f'mount -t tmpfs -o size=1m none "{tmp_path}"\n{fill}')

    assert set(found) == {SPACE, CACHE}
    assert "no space left" in found[CACHE].found


@pytest.mark.namespace
def test_a_read_only_cache(tmp_path: Path) -> None:
    script = f'mount --bind "{tmp_path}" "{tmp_path}"; mount -o remount,ro,bind "{tmp_path}"'
    found = in_namespace(tmp_path, script)

    assert set(found) == {CACHE}
    assert "Read-only file system" in found[CACHE].found
    assert "make the folder writable" in found[CACHE].next_step


def test_crates_that_were_never_fetched(cache: Path, tmp_path: Path) -> None:
    found = with_environment(cache, CARGO_HOME=str(tmp_path / "empty"))

    assert set(found) == {CRATES}
    assert found[CRATES].next_step == "connect to the network once and run `rustlab doctor --fetch`"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read"),
        ('{"argv": []}', "cannot be read"),
        ('{"argv": ["/gone/python", "-m"]}', "starts `/gone/python`, which is gone"),
    ],
)
def test_a_kernelspec_that_cannot_start(cache: Path, tmp_path: Path, text: str, words: str) -> None:
    spec = tmp_path / "jupyter é" / "kernels" / "rustlab" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(text, encoding="utf-8")
    found = with_environment(cache, JUPYTER_PATH=str(tmp_path / "jupyter é"))

    assert set(found) == {KERNEL}
    assert words in found[KERNEL].found
    assert str(spec.parent) in found[KERNEL].next_step


@pytest.mark.namespace
def test_no_kernelspec(cache: Path, tmp_path: Path) -> None:
    share = Path(sys.prefix) / "share" / "jupyter"
    changes = {"JUPYTER_DATA_DIR": str(tmp_path), "JUPYTER_PATH": ""}
    found = in_namespace(cache, f'mount -t tmpfs none "{share}"', **changes)

    assert set(found) == {KERNEL}
    assert found[KERNEL].found == "Jupyter knows no kernel `rustlab`"


@pytest.mark.namespace
def test_no_jupyter_is_no_fault(cache: Path) -> None:
    import ipykernel

    folder = Path(ipykernel.__file__).parent
    (missing,) = in_namespace(cache, f'mount -t tmpfs none "{folder}"').values()

    assert (missing.name, missing.ok) == (KERNEL, None)
    assert 'pip install "rustlab[lab]"' in missing.next_step


def test_it_speaks_of_the_interpreter_it_was_asked_about(
    cache: Path, interpreters: tuple[Path, ...]
) -> None:
    for one in interpreters:
        first = examine(cache=cache, python=one)[0]
        assert first.ok
        assert str(one) in first.found
