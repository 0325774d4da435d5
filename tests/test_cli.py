"""The terminal as a person and a program use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from rustlab import data
from rustlab.cli import folder, main, parser
from rustlab.exercise import catalog, submission
from rustlab.exercise.exercise import Exercise

X06 = catalog.load(data.locate()).find("X06")
HOW_MANY = len(catalog.load(data.locate()).exercises)


@pytest.fixture
def sprint(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A learner's folder, handed out."""
    assert main(["init", str(home)]) == 0
    capsys.readouterr()
    return home


def answer(home: Path, text: str, exercise: Exercise = X06) -> Path:
    place = submission.place_of(home, exercise)
    place.write_text(text, encoding="utf-8")
    return place


def status_of(argv: list[str]) -> int:
    try:
        return main(argv)
    except SystemExit as ended:
        return int(ended.code or 0)


def test_help_lists_the_commands_and_imports_nothing_heavy() -> None:
    heavy = ["rich", "pygments", "watchfiles", "psutil", "IPython", "jupyterlab", "sqlite3"]
    script = (
        "import sys\nfrom rustlab.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set({heavy}) & set(sys.modules)))"
    )

    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout

    assert told.rstrip().endswith("[]")
    for command in ("lab", "init", "doctor", "exercises", "check", "watch", "hint", "reset"):
        assert f"\n    {command}" in told


def test_every_command_that_is_listed_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[tuple[str, str]] = []
    real = parser._command

    def noted(commands: parser.Commands, name: str, module: str, about: str) -> parser.Parser:
        named.append((module, name))
        return real(commands, name, module, about)

    monkeypatch.setattr(parser, "_command", noted)
    parser.parse(["exercises"])

    assert len(named) >= 13
    for module, name in named:
        assert callable(getattr(import_module(f"rustlab.cli.{module}"), name))


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["nix"], "invalid choice: 'nix'"),
        (["check"], "the following arguments are required: id"),
        (["check", "X06", "--nix"], "unrecognized arguments"),
    ],
)
def test_wrong_use_is_told_with_a_next_step(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(argv) == 2

    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert said in told
    assert "\n\nhint: `rustlab" in told


def test_an_unknown_exercise_is_wrong_use(sprint: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "X99"]) == 2
    assert "error: there is no exercise `X99`\n\nhint: " in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["check", "X06"], ["reset", "X06"], ["progress"], ["watch"]])
def test_outside_of_a_folder_the_next_step_is_init(
    argv: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(argv) == 2
    assert "rustlab init" in capsys.readouterr().err


def test_the_folder_is_found_from_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "mein föld er"
    main(["init", str(home)])
    monkeypatch.chdir(home / "exercises" / X06.crate / "src")

    assert main(["progress"]) == 0
    assert f"0 of {HOW_MANY} exercises done" in capsys.readouterr().out


def test_init_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "ein Ordner"
    assert main(["init", str(home)]) == 0
    first = capsys.readouterr().out
    (home / "README.md").write_text("mine", encoding="utf-8")

    assert main(["init", str(home), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told == {"schema": 1, "home": str(home), "new": [], "updated": [], "beside": {}}
    assert f'next: `rustlab lab "{home}"`' in first


def test_init_inside_the_checkout_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(root / "mine")]) == 2
    assert "checkout" in capsys.readouterr().err


def test_lab_without_jupyterlab_names_the_extra(
    sprint: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(folder, "find_spec", lambda _name: None)

    assert main(["lab", str(sprint)]) == 2
    assert 'pip install "rustlab[lab]"' in capsys.readouterr().err


def test_hints_come_one_by_one_and_are_remembered(
    sprint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for _ in range(4):
        assert main(["hint", "x06"]) == 0
        told.append(capsys.readouterr().out)

    assert [line.split(":")[0] for line in told] == [
        "hint 1 of 3", "hint 2 of 3", "hint 3 of 3", "hint 3 of 3",
    ]  # fmt: skip
    main(["progress"])
    assert "(3 hints)" in capsys.readouterr().out


def test_a_solution_before_success_needs_a_word_and_is_remembered(
    sprint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solution", "X06"]) == 1
    assert "--anyway" in capsys.readouterr().err

    assert main(["solution", "X06", "--anyway"]) == 0
    assert capsys.readouterr().out == catalog.solution(X06)
    main(["progress"])
    assert "solution seen before success" in capsys.readouterr().out


def test_reset_says_where_the_old_text_is(sprint: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = answer(sprint, "mine")

    assert main(["reset", "X06"]) == 0

    told = capsys.readouterr().out
    assert str(place.with_name("lib.before-reset-1.rs")) in told
    assert place.read_text(encoding="utf-8") == catalog.starter(X06)


@pytest.mark.cargo
def test_from_the_starter_to_done(sprint: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "X06"]) == 1
    first = capsys.readouterr().out
    answer(sprint, catalog.solution(X06))
    assert main(["check", "X06", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert "X06 Give back what you owe: not yet" in first
    assert "`identity` is not written yet" in first
    assert (told["schema"], told["outcome"], told["next_hint"]) == (1, "passed", None)
    assert main(["solution", "X06"]) == 0
    capsys.readouterr()
    assert main(["progress"]) == 0
    done = capsys.readouterr().out
    assert f"1 of {HOW_MANY} exercises done" in done
    assert "2 tried, solution seen after success" in done
    assert main(["exercises", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["exercises"]
    assert {one["state"] for one in listed if one["id"] == "X06"} == {"done"}


@pytest.mark.cargo
def test_what_does_not_compile_shows_the_compilers_words(
    sprint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(sprint, catalog.solution(X06).replace("GetItem(items", "GetItem(itmes"))

    assert main(["check", "X06"]) == 1

    told = capsys.readouterr().out
    assert "error[E0425]: cannot find value `itmes`" in told
    assert "X06 Give back what you owe: does not compile" in told
    assert "unsafe_code" not in told


@pytest.mark.cargo
def test_a_file_can_be_checked_without_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mine ü.rs"
    file.write_text(catalog.solution(X06), encoding="utf-8")

    assert main(["check", "X06", "--file", str(file)]) == 0
    assert list(tmp_path.iterdir()) == [file]
    assert main(["check", "X06", "--file", str(tmp_path / "none.rs")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_without_cargo_nobody_fails(sprint: Path, tmp_path: Path) -> None:
    """A real run in an environment without cargo: the machine cannot, which is status 2."""
    empty = tmp_path / "empty"
    empty.mkdir()
    bare = {"RUSTLAB_HOME": str(sprint), "RUSTLAB_CACHE": str(empty / "cache")}
    bare |= {"PATH": str(empty), "HOME": str(empty)}
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP") if key in os.environ}

    told = subprocess.run(
        [sys.executable, "-m", "rustlab", "check", "X06"],
        env={**kept, **bare}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert told.returncode == 2, told
    assert "cargo" in told.stderr
    assert "\n\nhint: install Rust" in told.stderr
    assert main(["progress"]) == 0
