"""What a cell depends on besides itself: any change of it is another stamp, and nothing else is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rustlab.machine import toolchain
from rustlab.machine.fingerprint import CRATES, crates_fingerprint, sources, stamp


@pytest.fixture
def kit(root: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "kit"
    for path in sources(root):
        target = copy / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return copy


def test_the_place_and_the_time_do_not_matter(root: Path, kit: Path) -> None:
    assert crates_fingerprint(kit) == crates_fingerprint(root)


def test_every_crate_is_looked_at(root: Path) -> None:
    seen = {path.relative_to(root).parts[1] for path in sources(root) if "crates" in path.parts}

    assert set(CRATES) <= seen


def rename(kit: Path) -> None:
    path = kit / "crates" / "cpython-api" / "src" / "prelude.rs"
    path.rename(path.with_name("other.rs"))


@pytest.mark.parametrize(
    "change",
    [
        lambda kit: (kit / "Cargo.lock").write_text("version = 4\n"),
        lambda kit: (kit / "crates" / "cpython-sys" / "build.rs").write_text("fn main() {}"),
        lambda kit: (kit / "crates" / "cpython-api" / "src" / "new.rs").write_text(""),
        lambda kit: (kit / "crates" / "cpython-sys" / "wrapper.h").unlink(),
        rename,
    ],
)
def test_a_change_of_the_crates(kit: Path, change: Callable[[Path], object]) -> None:
    before = crates_fingerprint(kit)
    change(kit)

    assert crates_fingerprint(kit) != before


def test_what_is_no_source_does_not_count(kit: Path) -> None:
    before = crates_fingerprint(kit)
    (kit / "crates" / "cpython-api" / "README.md").write_text("words")

    assert crates_fingerprint(kit) == before


def test_a_crate_s_own_tests_do_not_count(kit: Path) -> None:
    before = crates_fingerprint(kit)
    ui = kit / "crates" / "cpython-api-macros" / "tests" / "ui"
    ui.mkdir(parents=True)
    (ui / "new.rs").write_text("fn main() {}")

    assert crates_fingerprint(kit) == before


def test_rustc_and_interpreter_count(root: Path, tmp_path: Path) -> None:
    found = toolchain.find(cache=tmp_path)
    others = [
        replace(found, rustc_version="another"),
        replace(found, python=replace(found.python, debug=True)),
        replace(found, python=replace(found.python, stamp="rebuilt")),
        replace(found, python=replace(found.python, built_for=Path("/other/python"))),
    ]

    assert len({stamp(root, one) for one in (found, *others)}) == 5
