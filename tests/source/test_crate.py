"""The crate that a cell becomes: its texts, its name, its lock."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from rustlab.source import Cell, Options, module_name, scratch_crate
from rustlab.source.lock import lock_for

FUNCTION = "fn f() {}\n"


def test_the_text_goes_in_unchanged() -> None:
    source = "\ufeff// é\r\nfn f() {}\n\n"

    crate = scratch_crate(Cell(source=source), "stamp")

    assert crate.files["src/cell.rs"] == source


def test_the_manifest_names_no_dependencies() -> None:
    crate = scratch_crate(Cell(source=FUNCTION), "stamp")

    manifest = tomllib.loads(crate.files["Cargo.toml"])
    assert manifest["package"]["name"] == crate.name == f"cell_{crate.fingerprint}"
    assert "dependencies" not in manifest  # rustc gets them built
    assert crate.needed == ("cpython-api",)
    assert manifest["workspace"] == {}


@pytest.mark.parametrize(
    ("options", "folder"),
    [(Options(), "cell"), (Options(raw=True), "cell-raw")],
)
def test_the_wrapper_is_the_one_that_ci_compiles(options: Options, folder: str, root: Path) -> None:
    """All but the lints that are allowed: a cell may hold a function that nobody uses."""
    crate = scratch_crate(Cell(source=FUNCTION, options=options), "stamp")

    template = (root / "crates" / folder / "src" / "lib.rs").read_text(encoding="utf-8")
    assert crate.files["src/lib.rs"].splitlines()[1:] == template.splitlines()[1:]


BASE = Cell(source=FUNCTION)


@pytest.mark.parametrize(
    ("cell", "stamp"),
    [
        (replace(BASE, source=FUNCTION + " "), "stamp"),
        (replace(BASE, options=Options(name="other")), "stamp"),
        (replace(BASE, options=Options(raw=True)), "stamp"),
        (replace(BASE, options=Options(bin=True)), "stamp"),
        (replace(BASE, options=Options(release=True)), "stamp"),
        (BASE, "another rustc"),
    ],
)
def test_whatever_changes_the_result_changes_the_name(cell: Cell, stamp: str) -> None:
    assert scratch_crate(cell, stamp).name != scratch_crate(BASE, "stamp").name


@pytest.mark.parametrize("options", [Options(fails=("E1",)), Options(in_process=True)])
def test_what_does_not_change_the_result_does_not_change_the_name(options: Options) -> None:
    assert (
        scratch_crate(replace(BASE, options=options), "stamp").name
        == scratch_crate(BASE, "stamp").name
    )


@pytest.mark.parametrize(
    ("source", "options", "name"),
    [
        (FUNCTION, Options(), "cell"),
        (FUNCTION, Options(name="adder"), "adder"),
        ("export_module! { name: own, state: S, methods: [] }", Options(), "own"),
        ("cpython_api::export_module!(\n  name : own,\n)", Options(), "own"),
        ("// export_module! { name: own }\n" + FUNCTION, Options(), "cell"),
        ('const X: &str = "export_module! { name: own }";', Options(), "cell"),
        ("export_module! { name: own }", Options(name="given"), "given"),
        ("fn main() {}", Options(bin=True), ""),
    ],
)
def test_module_name(source: str, options: Options, name: str) -> None:
    assert module_name(Cell(source=source, options=options)) == name


LOCK = """
version = 4

[[package]]
name = "a"
version = "1.0.0"
source = "registry+x"
checksum = "1"
dependencies = ["b 2.0.0", "c"]

[[package]]
name = "b"
version = "1.0.0"
source = "registry+x"
checksum = "2"

[[package]]
name = "b"
version = "2.0.0"
source = "registry+x"
checksum = "3"

[[package]]
name = "c"
version = "1.0.0"

[[package]]
name = "unused"
version = "1.0.0"
"""


def test_the_lock_holds_what_is_needed_and_no_more() -> None:
    packages = tomllib.loads(lock_for("cell_1", ("a",), LOCK))["package"]

    assert [(p["name"], p["version"]) for p in packages] == [
        ("a", "1.0.0"), ("b", "2.0.0"), ("c", "1.0.0"), ("cell_1", "0.0.0"),
    ]  # fmt: skip
    assert packages[0] == {
        "name": "a", "version": "1.0.0", "source": "registry+x", "checksum": "1",
        "dependencies": ["b 2.0.0", "c"],
    }  # fmt: skip


def test_a_program_needs_nothing() -> None:
    packages = tomllib.loads(lock_for("cell_1", (), LOCK))["package"]

    assert packages == [{"name": "cell_1", "version": "0.0.0"}]
