"""Nothing a learner wrote is ever lost."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from rustlab import data
from rustlab.errors import ExerciseError, WorkspaceError
from rustlab.exercise import catalog, submission
from rustlab.exercise.exercise import Exercise


@pytest.fixture
def x06() -> Exercise:
    return catalog.load(data.locate()).find("X06")


def history(home: Path, exercise: Exercise) -> list[str]:
    folder = submission.history_of(home, exercise)
    return [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.rs"))]


def test_a_cell_becomes_the_answer(home: Path, x06: Exercise) -> None:
    saved = submission.save(home, x06, "fn a() {}\n")

    assert saved.path.read_text(encoding="utf-8") == "fn a() {}\n"
    assert saved.kept is None
    assert history(home, x06) == ["fn a() {}\n"]


def test_another_text_is_kept_before_it_is_replaced(home: Path, x06: Exercise) -> None:
    place = submission.place_of(home, x06)
    place.parent.mkdir(parents=True)
    place.write_text("written in an editor\n", encoding="utf-8")

    saved = submission.save(home, x06, "written in a cell\n")

    assert saved.kept is not None
    assert saved.kept.read_text(encoding="utf-8") == "written in an editor\n"
    assert place.read_text(encoding="utf-8") == "written in a cell\n"
    assert history(home, x06) == ["written in an editor\n", "written in a cell\n"]


def test_the_starter_need_not_be_kept(home: Path, x06: Exercise) -> None:
    submission.reset(home, x06)

    assert submission.save(home, x06, "mine\n").kept is None


def test_the_same_text_is_kept_once(home: Path, x06: Exercise) -> None:
    for text in ("a", "b", "a", "b"):
        submission.save(home, x06, text)

    assert history(home, x06) == ["a", "b"]


def test_reset_keeps_the_old_text_beside_it(home: Path, x06: Exercise) -> None:
    place = submission.save(home, x06, "first\n").path
    one = submission.reset(home, x06).kept
    submission.save(home, x06, "second\n")
    two = submission.reset(home, x06).kept

    assert place.read_text(encoding="utf-8") == catalog.starter(x06)
    assert one is not None
    assert two is not None
    assert (one.parent, two.parent) == (place.parent, place.parent)
    assert [f.read_text(encoding="utf-8") for f in (one, two)] == ["first\n", "second\n"]


def test_reset_of_a_starter_leaves_nothing_behind(home: Path, x06: Exercise) -> None:
    submission.reset(home, x06)

    assert submission.reset(home, x06).kept is None
    assert [f.name for f in submission.place_of(home, x06).parent.iterdir()] == ["lib.rs"]


def test_a_missing_and_an_unreadable_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError, match="does not exist"):
        submission.read(tmp_path / "none.rs")
    binary = tmp_path / "binary.rs"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExerciseError, match="cannot be read"):
        submission.read(binary)
    with pytest.raises(ExerciseError, match="cannot be read"):
        submission.read(tmp_path)


@pytest.mark.parametrize("act", [submission.reset, lambda h, e: submission.save(h, e, "text")])
def test_what_is_no_text_is_told_and_stays(
    act: Callable[[Path, Exercise], object], home: Path, x06: Exercise
) -> None:
    place = submission.place_of(home, x06)
    place.parent.mkdir(parents=True)
    place.write_bytes(latin := "// für später\n".encode("latin-1"))

    with pytest.raises(ExerciseError, match="cannot be read"):
        act(home, x06)
    assert place.read_bytes() == latin


def test_a_file_in_the_way_is_told(home: Path, x06: Exercise) -> None:
    (home / "exercises").write_text("a file, not a folder", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="cannot be written"):
        submission.save(home, x06, "text")


def test_the_scratch_crate_holds_the_text_unchanged(x06: Exercise, tmp_path: Path) -> None:
    crates = tmp_path / 'a "quoted" föld er'
    crate = submission.scratch(x06, "//! any\r\ntext", crates=crates, stamp="1")

    manifest = tomllib.loads(crate.files["Cargo.toml"])
    assert crate.files["src/cell.rs"] == "//! any\r\ntext"
    assert "src/module.rs" in crate.files
    assert "src/lib.rs" not in crate.files
    assert manifest["lib"]["name"] == manifest["package"]["name"] == crate.name
    assert manifest["lib"]["path"] == "src/cell.rs"
    assert manifest["dependencies"] == {"cpython-sys": {"path": str(crates / "cpython-sys")}}


def test_another_text_or_toolchain_is_another_crate(x06: Exercise) -> None:
    crates = data.locate().crates
    made = [
        submission.scratch(x06, text, crates=crates, stamp=stamp)
        for text, stamp in (("a", "1"), ("a", "1"), ("b", "1"), ("a", "2"))
    ]

    assert made[0] == made[1]
    assert len({crate.name for crate in made}) == 3
