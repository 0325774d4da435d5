"""The crates below every cell: built once, and built again whenever what is there is not theirs."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from pathlib import Path

import pytest

from rustlab.cargo.build import Build
from rustlab.cargo.foundation import Foundation, Laid, lay
from rustlab.cargo.scratch import Scratch, build_scratch, target_key
from rustlab.errors import CargoProtocolError
from rustlab.machine import process, toolchain
from rustlab.machine.toolchain import Toolchain
from rustlab.machine.workspace import Workspace

pytestmark = pytest.mark.cargo

CELL = '#[unsafe(no_mangle)]\npub extern "C" fn number() -> i64 { cpython_api::number() }\n'
CELL_MANIFEST = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[workspace]
"""
CRATE = '[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n'


@pytest.fixture
def kit(tmp_path: Path) -> Foundation:
    """Crates as small as can be, under the names of the kit's own."""
    crates = tmp_path / "a kit é"
    for name in ("cpython-sys", "cpython-api"):
        (crates / name / "src").mkdir(parents=True)
        needs = (
            "" if name == "cpython-sys" else '[dependencies]\ncpython-sys.path = "../cpython-sys"\n'
        )
        manifest = CRATE.format(name=name) + needs
        (crates / name / "Cargo.toml").write_text(manifest, encoding="utf-8")
    (crates / "cpython-api/src/lib.rs").write_text("pub use cpython_sys::number;", encoding="utf-8")
    return changed(Foundation(crates=crates, stamp="", lock=str), 1)


def changed(kit: Foundation, number: int) -> Foundation:
    text = f"pub fn number() -> i64 {{ {number} }}"
    (kit.crates / "cpython-sys/src/lib.rs").write_text(text, encoding="utf-8")
    return replace(kit, stamp=f"with {number}")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(cache=tmp_path / "cache", home=None)


@pytest.fixture
def tools(shared_cache: Path) -> Toolchain:
    return toolchain.find(cache=shared_cache)


def laid(kit: Foundation, tools: Toolchain, workspace: Workspace) -> Laid | Build:
    return lay(kit, tools, workspace, workspace.target(target_key(tools, "dev")))


def number(kit: Foundation, tools: Toolchain, workspace: Workspace, name: str) -> int:
    """What a cell that calls into the kit gives."""
    files = {"Cargo.toml": CELL_MANIFEST.format(name=name), "src/lib.rs": CELL}
    scratch = Scratch(
        package=name, module=name, key=name, files=files, needed=("cpython-api",), foundation=kit
    )
    build = build_scratch(scratch, tools, workspace)
    assert build.ok, build
    function = ctypes.CDLL(str(build.artifact)).number
    function.restype = ctypes.c_int64
    return int(function())


def test_a_cell_is_never_linked_with_what_another_stamp_left(
    kit: Foundation, tools: Toolchain, workspace: Workspace
) -> None:
    """The files have the same names whatever the crates hold: there and back again."""
    given = []
    for step in (1, 2, 1, 2):
        kit = changed(kit, step)
        given.append(number(kit, tools, workspace, f"cell_{len(given)}"))

    assert given == [1, 2, 1, 2]


def test_what_is_built_is_found_without_a_process(
    kit: Foundation, tools: Toolchain, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = laid(kit, tools, workspace)
    monkeypatch.setattr(process, "run", lambda *_, **__: pytest.fail("a process was started"))

    assert isinstance(first, Laid)
    assert laid(kit, tools, workspace) == first


@pytest.mark.parametrize("name", ["cpython_api", "cpython_sys", "record"])
def test_what_is_missing_or_spoilt_is_built_again(
    kit: Foundation, tools: Toolchain, workspace: Workspace, name: str
) -> None:
    first = laid(kit, tools, workspace)
    assert isinstance(first, Laid)
    if name == "record":
        (record,) = workspace.cache.glob("target/*/foundation-*.json")
        record.write_text("{", encoding="utf-8")
    else:
        Path(dict(first.libraries)[name]).unlink()

    assert number(kit, tools, workspace, "cell_again") == 1


def test_a_kit_that_does_not_compile_is_no_fault_of_the_cell(
    kit: Foundation, tools: Toolchain, workspace: Workspace
) -> None:
    (kit.crates / "cpython-sys/src/lib.rs").write_text("fn", encoding="utf-8")

    with pytest.raises(CargoProtocolError, match="cpython-sys"):
        laid(kit, tools, workspace)
