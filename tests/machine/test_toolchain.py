"""Finding cargo, rustc and interpreters: what is remembered, what is missing, what is too old."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from rustlab.errors import ToolchainError
from rustlab.machine import process, toolchain
from rustlab.machine.python import inspect
from rustlab.machine.toolchain import find


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a process was started")

    monkeypatch.setattr(process, "run", refuse)
    monkeypatch.setattr(process, "spawn", refuse)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def fake_tool(folder: Path, name: str, script: str) -> Path:
    """A program that is not what it seems to be: a real file that really starts."""
    folder.mkdir(parents=True, exist_ok=True)
    tool = folder / name
    tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    tool.chmod(0o755)
    return tool


def on_path(*folders: Path) -> dict[str, str]:
    environ = {**os.environ, "PATH": os.pathsep.join(map(str, folders))}
    return {name: value for name, value in environ.items() if name not in ("CARGO", "RUSTC")}


def test_the_running_interpreter_and_the_real_tools(cache: Path) -> None:
    found = find(cache=cache)

    assert found.python.version == tuple(sys.version_info[:3])
    assert found.python.text == sys.version
    assert found.rustc_version.startswith("rustc 1.")
    assert found.rust >= toolchain.rust_floor()
    assert found.libclang is not None
    assert (found.python.include[0] / "Python.h").is_file()
    # Behind rustup's door: the file that changes with an update.
    assert found.cargo.parent == found.rustc.parent
    assert not (found.cargo.parent / "rustup").exists()


def test_asked_twice_starts_no_process(cache: Path, request: pytest.FixtureRequest) -> None:
    first = find(cache=cache)
    request.getfixturevalue("no_process")

    assert find(cache=cache) == first


def test_another_choice_of_rustup_is_asked_anew(
    cache: Path, request: pytest.FixtureRequest
) -> None:
    find(cache=cache)
    request.getfixturevalue("no_process")

    with pytest.raises(pytest.fail.Exception):
        find(cache=cache, environ={**os.environ, "RUSTUP_TOOLCHAIN": "another"})


def test_an_updated_rustc_is_asked_anew(cache: Path, tmp_path: Path) -> None:
    """The door stays as it is; what stands behind it changes."""
    answer = 'if [ "$1" = -vV ]; then cat {0}/version; else echo {0}/sysroot; fi'
    door = fake_tool(tmp_path / "bin", "rustc", answer.format(tmp_path))
    fake_tool(tmp_path / "bin", "cargo", "true")
    (tmp_path / "version").write_text("rustc 1.95.0\nrelease: 1.95.0\n")
    behind = fake_tool(tmp_path / "sysroot" / "bin", "rustc", "true")
    fake_tool(tmp_path / "sysroot" / "bin", "cargo", "true")
    environ = on_path(door.parent, Path("/bin"))
    before = find(cache=cache, environ=environ)
    (tmp_path / "version").write_text("rustc 1.96.0\nrelease: 1.96.0\n")
    assert find(cache=cache, environ=environ) == before
    behind.write_text("#!/bin/sh\n# newer\n")

    assert find(cache=cache, environ=environ).rust == (1, 96)


@pytest.mark.parametrize("tool", ["cargo", "rustc"])
def test_a_missing_tool_is_named(cache: Path, tmp_path: Path, tool: str) -> None:
    other = "rustc" if tool == "cargo" else "cargo"
    fake_tool(tmp_path / "bin", other, "true")

    with pytest.raises(ToolchainError, match=f"`{tool}` was not found on PATH") as caught:
        find(cache=cache, environ=on_path(tmp_path / "bin"))
    assert "rustup" in caught.value.hint


def test_CARGO_is_honoured(cache: Path, tmp_path: Path) -> None:  # noqa: N802
    mine = fake_tool(tmp_path / "mit Leer é", "cargo", "true")

    assert find(cache=cache, environ={**os.environ, "CARGO": str(mine)}).cargo == mine


def test_CARGO_that_names_nothing(cache: Path) -> None:  # noqa: N802
    with pytest.raises(ToolchainError, match="`CARGO` names `/gone/cargo`, which does not exist"):
        find(cache=cache, environ={**os.environ, "CARGO": "/gone/cargo"})


def test_an_old_rustc(cache: Path, tmp_path: Path) -> None:
    fake_tool(tmp_path / "bin", "rustc", "echo 'rustc 1.70.0 (old)'; echo 'release: 1.70.0'")
    fake_tool(tmp_path / "bin", "cargo", "true")

    with pytest.raises(ToolchainError, match=r"rustc 1.70.0 \(old\) is too old: 1.85") as caught:
        find(cache=cache, environ=on_path(tmp_path / "bin", Path("/bin")))
    assert "rustup update stable" in caught.value.hint


def test_a_rustup_without_a_toolchain(cache: Path, tmp_path: Path) -> None:
    words = "error: rustup could not choose a version of rustc to run"
    fake_tool(tmp_path / "bin", "rustc", f"echo '{words}' >&2; exit 1")
    fake_tool(tmp_path / "bin", "cargo", "true")

    with pytest.raises(ToolchainError, match="rustup could not choose") as caught:
        find(cache=cache, environ=on_path(tmp_path / "bin", Path("/bin")))
    assert caught.value.hint == "run `rustup default stable`"


def test_all_names_of_an_interpreter_are_built_for_once(cache: Path, tmp_path: Path) -> None:
    here = Path(sys.executable)
    other = tmp_path / "link é"
    other.symlink_to(os.path.realpath(here))  # a fixture: the kit itself makes no links

    first, second = inspect(here, cache), inspect(other, cache)

    assert first.identity == second.identity
    assert first.built_for == Path(os.path.realpath(sys._base_executable))  # type: ignore[attr-defined]


def test_a_file_that_is_no_interpreter(cache: Path, tmp_path: Path) -> None:
    silent = fake_tool(tmp_path, "python", "echo nonsense; exit 3")

    with pytest.raises(ToolchainError, match=r"did not answer \(exit status 3\)"):
        inspect(silent, cache)


def test_an_old_interpreter(cache: Path, tmp_path: Path) -> None:
    answer = '{"implementation": "cpython", "version": [3, 9, 2]}'
    old = fake_tool(tmp_path, "python", f"echo '{answer}'")

    with pytest.raises(ToolchainError, match=r"is Python 3\.9, and 3.11 is the oldest"):
        inspect(old, cache)


def test_another_implementation(cache: Path, tmp_path: Path) -> None:
    answer = '{"implementation": "pypy", "version": [3, 11, 2]}'
    pypy = fake_tool(tmp_path, "pypy", f"echo '{answer}'")

    with pytest.raises(ToolchainError, match="is pypy, not CPython"):
        inspect(pypy, cache)


def test_a_bare_name_is_looked_up(cache: Path) -> None:
    assert find(Path("python3"), cache=cache).python.executable.is_absolute()
    with pytest.raises(ToolchainError, match=r"no interpreter `python9\.9` on PATH"):
        find(Path("python9.9"), cache=cache)


@pytest.mark.interpreters
def test_every_interpreter_has_a_tag_of_its_own(
    cache: Path, interpreters: tuple[Path, ...]
) -> None:
    found = [inspect(one, cache) for one in interpreters]

    assert len({one.tag for one in found}) == len(found)
    assert len({one.ext_suffix for one in found}) == len(found)
    for one in found:
        assert (one.include[0] / "Python.h").is_file()


def test_libclang_of_the_environment_comes_first(tmp_path: Path) -> None:
    assert toolchain.libclang({"LIBCLANG_PATH": str(tmp_path)}) == tmp_path


def test_release() -> None:
    assert toolchain.release("rustc 1.95.0\nrelease: 1.95.0-nightly\n") == (1, 95)
    assert toolchain.release("nonsense") == (0, 0)


def test_remedies_name_the_manager_that_is_here(tmp_path: Path) -> None:
    from rustlab.machine.remedy import install

    environ = {"PATH": str(tmp_path)}
    assert install("compiler", environ) == "install a C compiler with your package manager"
    fake_tool(tmp_path, "dnf", "true")
    assert install("compiler", environ) == "run `sudo dnf install gcc`"
    fake_tool(tmp_path, "apt-get", "true")
    expected = "run `sudo apt-get install python3.14-dev`"
    assert install("headers", environ, version="3.14") == expected
    shutil.rmtree(tmp_path)
