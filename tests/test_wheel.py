"""The wheel in a fresh venv outside the checkout: init, a page under nbval, a check."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from hatch_build import data_files

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.cargo, pytest.mark.kernel, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    argv = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(argv, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh venv with the wheel and the *declared* base dependencies only, copied, no network."""
    folder = tmp_path_factory.mktemp("frésh venv")
    venv.create(folder, with_pip=False)
    site = next(folder.rglob("site-packages"))
    for name in closure("rustlab"):
        copy_distribution(metadata.distribution(name), site)
    argv = [sys.executable, "-m", "pip", "--python", str(python_of(folder)), "install", "--no-deps"]
    subprocess.run([*argv, "--no-index", str(wheel)], check=True, capture_output=True)
    return folder


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def closure(name: str) -> set[str]:
    """The distributions that a base install of `name` brings, without the extras and itself."""
    found: set[str] = set()
    todo = [name]
    while todo:
        for line in metadata.requires(todo.pop()) or []:
            requirement = re.split(r"[ ;<>=!~\[(]", line, maxsplit=1)[0].lower()
            if "extra ==" not in line and requirement not in found and present(requirement):
                found.add(requirement)
                todo.append(requirement)
    return found


def present(name: str) -> bool:
    """Markers such as `sys_platform == "win32"` name distributions this machine does not have."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def copy_distribution(dist: metadata.Distribution, site: Path) -> None:
    for file in dist.files or []:
        source, target = Path(str(dist.locate_file(file))), site / file
        if source.is_file() and ".." not in file.parts:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


@pytest.fixture
def environment(installed: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RUSTLAB_", "PYTHON"))}
    cache = os.environ["RUSTLAB_CACHE"]
    return {**kept, "RUSTLAB_CACHE": cache, "VIRTUAL_ENV": str(installed)}


def rustlab(
    installed: Path, *words: str, cwd: Path, env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    argv = [str(python_of(installed)), "-m", "rustlab", *words]
    return subprocess.run(
        argv, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_wheel_and_checkout_hold_the_same_data(wheel: Path) -> None:
    packed = {n for n in zipfile.ZipFile(wheel).namelist() if n.startswith("rustlab/_data/")}
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    names = {n for n in tracked.stdout.decode("utf-8").split("\0") if n}

    expected = {
        to for at, to in data_files(ROOT).items() if Path(at).relative_to(ROOT).as_posix() in names
    }

    assert packed == expected


def test_wheel_puts_kernel_and_lab_parts_where_jupyter_looks(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for part in ("kernels/rustlab/kernel.json", "labextensions/rustlab-lab/package.json",
                 "lab/settings/overrides.d/rustlab.json"):  # fmt: skip
        assert any(n.endswith(f"data/share/jupyter/{part}") for n in names), part


def test_init_and_check_with_the_declared_dependencies_only(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "my sprint"

    made = rustlab(installed, "init", str(folder), cwd=tmp_path, env=environment)
    assert made.returncode == 0, made.stderr
    first = rustlab(installed, "check", "X06", cwd=folder, env=environment)
    assert first.returncode == 1, first.stdout + first.stderr

    shown = rustlab(installed, "solution", "X06", "--anyway", cwd=folder, env=environment)
    assert shown.returncode == 0, shown.stderr
    answer = tmp_path / "answer.rs"
    answer.write_text(shown.stdout[shown.stdout.index("//!") :], encoding="utf-8")
    passed = rustlab(installed, "check", "X06", "--file", str(answer), cwd=folder, env=environment)
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_a_page_of_the_wheel_runs_under_nbval(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """The packages of the extra `book` come from the suite's own venv, by a path entry."""
    site = next(installed.rglob("site-packages"))
    others = Path(metadata.distribution("nbval").locate_file(""))  # type: ignore[arg-type]
    (site / "extras.pth").write_text(f"{others}\n", encoding="utf-8")

    done = rustlab(installed, "book", "test", "index", cwd=tmp_path, env=environment)

    assert done.returncode == 0, done.stdout + done.stderr
    assert " cells, all as expected" in done.stdout
