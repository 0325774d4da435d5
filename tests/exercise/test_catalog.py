"""Folders of exercises are read, and a wrong one is named."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rustlab import data
from rustlab.data import Data
from rustlab.errors import ExerciseError
from rustlab.exercise import catalog
from rustlab.exercise.paper import PAPER_KINDS


@pytest.fixture
def kit(tmp_path: Path) -> Data:
    """A copy of the exercises that a test may spoil."""
    shutil.copytree(data.locate().exercises, tmp_path / "exercises")
    return Data(root=tmp_path, checkout=True)


def spoil(kit: Data, old: str, new: str) -> None:
    file = kit.exercises / "x06-give-back" / "exercise.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_every_exercise_is_whole() -> None:
    for exercise in catalog.load(data.locate()):
        assert re.fullmatch(r"X\d\d", exercise.id)
        assert exercise.crate.startswith(exercise.id.lower())
        assert len(set(exercise.hints)) == 3
        assert catalog.statement(exercise).strip()
        assert "// region" not in catalog.starter(exercise)
        assert not exercise.page or (data.locate().book / exercise.page).is_file(), "no such page"
        assert exercise.probes or exercise.kind in PAPER_KINDS


def test_hints_say_more_each_time() -> None:
    for exercise in catalog.load(data.locate()):
        lengths = [len(hint) for hint in exercise.hints]
        assert lengths == sorted(lengths)


@pytest.mark.parametrize("wanted", ["X06", "x06", " x06 ", "x06-give-back", "X06-Give-Back"])
def test_an_exercise_is_found_by_id_or_folder(wanted: str) -> None:
    assert catalog.load(data.locate()).find(wanted).id == "X06"


def test_an_unknown_one_gets_the_nearest_name() -> None:
    with pytest.raises(ExerciseError, match="no exercise `X6`") as caught:
        catalog.load(data.locate()).find("X6")
    assert "did you mean `X06`?" in caught.value.hint


def test_a_learner_gets_no_checks_and_no_wrong_answers() -> None:
    given = catalog.given(catalog.load(data.locate()).find("X06"))

    assert set(given) == {"Cargo.toml", "src/module.rs", "statement.md"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("schema = 1\n", "", "schema"),
        ('goal = "', 'gaol = "', "gaol"),
        ("minutes = 20", 'minutes = "20"', "minutes"),
        ("minutes = 20", "minutes = ", "is not TOML"),
        ('kind = "implement"', 'kind = "guess"', "kind"),
        ('hints = [\n  """', 'hints = [\n  "", """', "three hints"),
    ],
)
def test_a_wrong_folder_is_named(kit: Data, old: str, new: str, said: str) -> None:
    spoil(kit, old, new)

    with pytest.raises(ExerciseError, match=said) as caught:
        catalog.load(kit)
    assert "exercise.toml" in caught.value.message


def test_two_exercises_with_one_id_are_refused(kit: Data) -> None:
    shutil.copytree(kit.exercises / "x06-give-back", kit.exercises / "x06-again")

    with pytest.raises(ExerciseError, match="`X06`"):
        catalog.load(kit)


def test_bytecode_that_an_installer_wrote_is_not_handed_out(kit: Data) -> None:
    exercise = catalog.load(kit).find("X06")
    before = catalog.given(exercise)
    (exercise.folder / "__pycache__").mkdir(exist_ok=True)
    (exercise.folder / "__pycache__" / "checks.cpython-311.pyc").write_bytes(b"\xa7\r\r\n")

    assert catalog.given(exercise) == before
