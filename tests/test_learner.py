"""What `rustlab init` hands out: twice, after edits, in awkward folders, interrupted."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rustlab import data, learner
from rustlab.data import Data
from rustlab.errors import UsageError, WorkspaceError
from rustlab.learner import Handout

PYTHON = Path(sys.executable)
PAGE = "book/start/setup.md"
ANSWER = "exercises/x06-give-back/src/lib.rs"


@pytest.fixture
def kit(tmp_path: Path) -> Data:
    """A copy of the kit that a test may renew."""
    real = data.locate()
    for name in ("book", "exercises"):
        shutil.copytree(real.root / name, tmp_path / "kit" / name)
    for crate in real.crates.glob("cpython-*/Cargo.toml"):
        place = tmp_path / "kit" / "crates" / crate.parent.name
        place.mkdir(parents=True)
        shutil.copy(crate, place)
    shutil.copy(real.root / "Cargo.lock", tmp_path / "kit")
    return Data(root=tmp_path / "kit", checkout=False)


def init(home: Path, kit: Data) -> Handout:
    return learner.init(home, kit, python=PYTHON)


def contents(home: Path) -> dict[str, bytes]:
    return {
        file.relative_to(home).as_posix(): file.read_bytes()
        for file in sorted(home.rglob("*"))
        if file.is_file()
    }


def renew(kit: Data, path: str, line: str) -> None:
    with (kit.root / path).open("a", encoding="utf-8") as file:
        file.write(line)


def test_a_folder_is_made_with_notebooks_and_starters(tmp_path: Path, kit: Data) -> None:
    home = tmp_path / "mein Ordner's föld er"

    handout = init(home, kit)

    assert set(handout.new) == set(contents(home)) - {learner.MANIFEST}
    assert (home / PAGE).read_bytes() == (kit.root / PAGE).read_bytes()
    answer = (home / ANSWER).read_text(encoding="utf-8")
    assert "TODO" in answer
    assert "region" not in answer
    assert not list(home.rglob("checks.py"))
    assert not list(home.rglob("wrong"))


def test_the_welcome_page_is_the_root_of_the_book(tmp_path: Path, kit: Data) -> None:
    init(tmp_path / "home", kit)

    root = data.locate().toc.read_text(encoding="utf-8").split("root: ")[1].split()[0]
    assert f"book/{root}.md" == learner.WELCOME
    assert (tmp_path / "home" / learner.WELCOME).is_file()
    assert learner.WELCOME in (tmp_path / "home" / "README.md").read_text(encoding="utf-8")


def test_the_manifest_has_the_hash_of_every_file(tmp_path: Path, kit: Data) -> None:
    init(tmp_path / "home", kit)

    told = json.loads((tmp_path / "home" / learner.MANIFEST).read_text(encoding="utf-8"))
    assert told["schema"] == 1
    there = contents(tmp_path / "home")
    del there[learner.MANIFEST]
    assert told["files"] == {p: hashlib.sha256(c).hexdigest() for p, c in there.items()}


def test_a_second_init_changes_nothing(tmp_path: Path, kit: Data) -> None:
    init(tmp_path / "home", kit)
    before = contents(tmp_path / "home")

    handout = init(tmp_path / "home", kit)

    assert contents(tmp_path / "home") == before
    assert (handout.new, handout.updated, handout.beside) == ((), (), ())
    assert handout.unchanged == len(before) - 2, "all but the manifest and Cargo.lock"


def test_what_is_untouched_is_updated(tmp_path: Path, kit: Data) -> None:
    init(tmp_path / "home", kit)
    renew(kit, PAGE, "\nnewer\n")

    handout = init(tmp_path / "home", kit)

    assert handout.updated == (PAGE,)
    assert (tmp_path / "home" / PAGE).read_bytes() == (kit.root / PAGE).read_bytes()


def test_a_new_version_of_an_edited_file_is_laid_beside_it(tmp_path: Path, kit: Data) -> None:
    home = tmp_path / "home"
    init(home, kit)
    (home / PAGE).write_text("mine", encoding="utf-8")
    renew(kit, PAGE, "\nnewer\n")

    handout = init(home, kit)

    assert handout.beside == ((PAGE, "book/start/setup.new.md"),)
    assert (home / PAGE).read_text(encoding="utf-8") == "mine"
    assert (home / "book/start/setup.new.md").read_bytes() == (kit.root / PAGE).read_bytes()
    assert init(home, kit).beside == (), "it is offered once"


def test_an_edited_file_without_a_new_version_is_left_alone(tmp_path: Path, kit: Data) -> None:
    home = tmp_path / "home"
    init(home, kit)
    (home / ANSWER).write_text("mine", encoding="utf-8")

    assert init(home, kit).beside == ()
    assert (home / ANSWER).read_text(encoding="utf-8") == "mine"


def test_a_name_that_the_learner_uses_is_not_taken(tmp_path: Path, kit: Data) -> None:
    home = tmp_path / "home"
    init(home, kit)
    for name in ("setup.md", "setup.new.md"):
        (home / "book/start" / name).write_text("mine", encoding="utf-8")
    renew(kit, PAGE, "\nnewer\n")

    assert init(home, kit).beside == ((PAGE, "book/start/setup.new-2.md"),)
    assert (home / "book/start/setup.new.md").read_text(encoding="utf-8") == "mine"


def test_nothing_is_deleted(tmp_path: Path, kit: Data) -> None:
    home = tmp_path / "home"
    init(home, kit)
    (home / "notes.txt").write_text("mine", encoding="utf-8")
    (kit.root / PAGE).unlink()

    init(home, kit)

    assert (home / "notes.txt").is_file()
    assert (home / PAGE).is_file(), "a page that the kit has no more stays"


def test_a_file_that_was_there_before_is_not_overwritten(tmp_path: Path, kit: Data) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "README.md").write_text("my own project", encoding="utf-8")

    handout = init(home, kit)

    assert handout.beside == (("README.md", "README.new.md"),)
    assert (home / "README.md").read_text(encoding="utf-8") == "my own project"


def test_cargos_lock_is_cargos(tmp_path: Path, kit: Data) -> None:
    home = tmp_path / "home"
    init(home, kit)
    (home / learner.LOCK).write_text("# cargo wrote this", encoding="utf-8")

    assert init(home, kit).beside == ()
    assert (home / learner.LOCK).read_text(encoding="utf-8") == "# cargo wrote this"


def test_a_deleted_file_comes_back(tmp_path: Path, kit: Data) -> None:
    init(tmp_path / "home", kit)
    (tmp_path / "home" / PAGE).unlink()

    assert init(tmp_path / "home", kit).new == (PAGE,)


@pytest.mark.parametrize("last", [0, 1, 5])
def test_an_interrupted_init_can_be_repeated(
    tmp_path: Path, kit: Data, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    home, write, written = tmp_path / "home", learner._write, []

    def dies(path: Path, content: bytes) -> None:
        if len(written) == last:
            raise KeyboardInterrupt
        written.append(path)
        write(path, content)

    monkeypatch.setattr(learner, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        init(home, kit)
    monkeypatch.undo()

    handout = init(home, kit)

    assert handout.beside == ()
    kept_by_cargo = learner.LOCK not in handout.new
    assert len(handout.new) + handout.unchanged == len(contents(home)) - 1 - kept_by_cargo
    assert not list(home.rglob("*.part"))


def test_an_interrupted_update_offers_nothing_twice(
    tmp_path: Path, kit: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, write = tmp_path / "home", learner._write
    init(home, kit)
    renew(kit, PAGE, "\nnewer\n")

    def dies_before_the_manifest(path: Path, content: bytes) -> None:
        if path.name == "manifest.json":
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(learner, "_write", dies_before_the_manifest)
    with pytest.raises(KeyboardInterrupt):
        init(home, kit)
    monkeypatch.undo()

    assert init(home, kit).beside == ()
    assert init(home, kit).unchanged == len(contents(home)) - 2


def test_a_damaged_manifest_is_told(tmp_path: Path, kit: Data) -> None:
    init(tmp_path / "home", kit)
    (tmp_path / "home" / learner.MANIFEST).write_text("{", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="cannot be read") as caught:
        init(tmp_path / "home", kit)
    assert "move it away" in caught.value.hint


def test_a_manifest_of_the_future_is_refused(tmp_path: Path, kit: Data) -> None:
    init(tmp_path / "home", kit)
    (tmp_path / "home" / learner.MANIFEST).write_text('{"schema": 2}', encoding="utf-8")

    with pytest.raises(WorkspaceError, match="another version"):
        init(tmp_path / "home", kit)


def test_a_file_in_the_way_is_told(tmp_path: Path, kit: Data) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")

    with pytest.raises(WorkspaceError):
        init(tmp_path / "home", kit)


def test_nobody_works_inside_the_checkout(root: Path) -> None:
    with pytest.raises(UsageError, match="checkout"):
        init(root / "mine", data.locate())
    assert not (root / "mine").exists()


@pytest.mark.cargo
def test_cargo_knows_the_exercises_as_one_workspace(tmp_path: Path) -> None:
    home = tmp_path / "mein föld er"
    init(home, data.locate())

    told = subprocess.run(
        ["cargo", "metadata", "--offline", "--format-version=1", "--no-deps"],
        cwd=home, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
    packages = {package["name"] for package in json.loads(told.stdout)["packages"]}
    exercises = learner.catalog.load(data.locate())
    assert packages == {e.crate for e in exercises if (e.folder / "Cargo.toml").is_file()}
    config = tomllib.loads((home / ".cargo" / "config.toml").read_text(encoding="utf-8"))
    assert config["env"]["PYTHON_SYS_EXECUTABLE"] == str(PYTHON)


def test_saving_changes_no_byte(tmp_path: Path, kit: Data) -> None:
    import jupytext
    from jupytext.config import load_jupytext_config

    init(tmp_path / "home", kit)
    for page in sorted((tmp_path / "home" / "book").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if "kernelspec:" in text:
            config = load_jupytext_config(str(page))
            notebook = jupytext.reads(text, fmt="md:myst", config=config)
            assert jupytext.writes(notebook, fmt="md:myst", config=config) == text, page


@pytest.mark.namespace
def test_a_read_only_folder_is_told(tmp_path: Path, root: Path) -> None:
    """A real read-only mount: root may write anywhere else."""
    (tmp_path / "ro").mkdir()
    target = tmp_path / "ro"
    run = f"'{sys.executable}' -m rustlab init '{target}'"
    script = f"mount -t tmpfs -o ro tmpfs '{target}' && {run}"
    told = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
    )  # fmt: skip

    assert told.returncode == 2, told
    assert "cannot be written" in told.stderr
    assert "\n\nhint: choose a folder you may write to" in told.stderr
    assert "Traceback" not in told.stderr
