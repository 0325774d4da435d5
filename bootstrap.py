"""From a fresh clone to JupyterLab, or to a green test run; standard library only.

    python3 bootstrap.py lab [DIR]    make .venv, install, fetch crates, open JupyterLab
    python3 bootstrap.py test         the same, then everything CI runs

Exit status: 0 done, 1 a test failed, 2 the machine cannot (the last line says the next step).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALL = {  # what a package manager calls the thing: (apt, dnf, brew, winget)
    "ensurepip": ("python3-venv", "python3", "python", "Python.Python.3.13"),
    "headers": ("python3-dev", "python3-devel", "python", "Python.Python.3.13"),
    "compiler": ("build-essential", "gcc", "gcc", "Microsoft.VisualStudio.2022.BuildTools"),
    "cargo": ("rustup", "rustup", "rustup", "Rustlang.Rustup"),  # Debian has it since 13
}


class MachineError(Exception):
    """Something is missing; the message ends in the one next command."""


def remedy(thing: str) -> str:
    """The one command that installs `thing` with this machine's package manager."""
    managers = ("apt-get", "dnf", "brew", "winget")
    for manager, package in zip(managers, INSTALL[thing], strict=True):
        if shutil.which(manager):
            sudo = "sudo " if manager in ("apt-get", "dnf") else ""
            return f"{sudo}{manager} install {package}"
    return f"install `{INSTALL[thing][0]}` with your system's package manager"


def check_python() -> None:
    """Python is new enough, can make a venv with pip, and its headers are there."""
    if sys.version_info < (3, 11):  # noqa: UP036  # it is here for those who have an older one
        raise MachineError(
            f"Python {sys.version.split()[0]} is too old, 3.11 is the oldest that works\n\n"
            "hint: run this file with a newer one: python3.13 bootstrap.py lab"
        )
    try:
        from ensurepip import version  # Debian splits it off; a venv without pip is of no use

        version()
    except ImportError:
        raise MachineError(
            f"this Python has no `ensurepip`\n\nhint: {remedy('ensurepip')}"
        ) from None
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        raise MachineError(
            f"`Python.h` is missing: the C headers of this Python are not installed\n\n"
            f"hint: {remedy('headers')}"
        )


def check_compiler() -> None:
    """A C file really compiles and links; on Windows `rustlab doctor` looks, with setuptools."""
    if os.name == "nt":
        return
    compiler = shutil.which(os.environ.get("CC", "cc"))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "one.c")
        source.write_text("int main(void) { return 0; }\n", encoding="utf-8")
        argv = [compiler or "", str(source), "-o", str(Path(folder, "one"))]
        if not compiler or subprocess.run(argv, capture_output=True, check=False).returncode:
            raise MachineError(
                f"no C compiler that can link a program\n\nhint: {remedy('compiler')}"
            )


def check_cargo() -> None:
    """Cargo starts and is at least the floor that Cargo.toml names."""
    import tomllib  # new in 3.11, and an older Python has been told so by now

    floor = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]
    cargo = shutil.which(os.environ.get("CARGO", "cargo"))
    if not cargo:
        raise MachineError(
            "`cargo` was not found on PATH\n\n"
            f"hint: {remedy('cargo')} (or see https://rustup.rs), then open a new terminal"
        )
    said = subprocess.run(
        [cargo, "--version"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    words = said.stdout.split()
    if said.returncode or len(words) < 2:
        raise MachineError(
            f"`cargo --version` failed: {said.stderr.strip()}\n\nhint: rustup default stable"
        )
    have = tuple(int(part) for part in words[1].split("-")[0].split(".")[:2])
    if have < tuple(int(part) for part in floor["rust-version"].split(".")[:2]):
        raise MachineError(
            f"cargo {words[1]} is too old, {floor['rust-version']} is the oldest that works\n\n"
            "hint: rustup update stable"
        )


def make_venv(lock: Path) -> None:
    """Make .venv once and install the locked packages; again only when the lock changed."""
    stamp = VENV / f"installed-{lock.stem}"
    wanted = lock.read_text(encoding="utf-8") + (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if not PYTHON.exists():
        print(f"making {VENV}", flush=True)
        # As `python -m venv` does it: a copied binary is another interpreter to whoever looks.
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    print(
        f"installing the packages of {lock.name} (needs the network)",
        flush=True,
    )
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    call([*pip, "--require-hashes", "-r", str(lock)])
    call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    stamp.write_text(wanted, encoding="utf-8")


def call(argv: Sequence[str]) -> None:
    """Run one step; its own words were printed, ours name the step."""
    if subprocess.run(argv, cwd=ROOT, check=False).returncode:
        raise MachineError(
            f"`{' '.join(argv[1:5])} …` failed, see above\n\n"
            "hint: check the network, then run the same command again"
        )


def main(argv: Sequence[str]) -> int:
    """Check the machine, make the venv, hand over to Lab or to the whole suite."""
    if not argv or argv[0] not in ("lab", "test"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for check in (check_python, check_compiler, check_cargo):
            check()
        make_venv(ROOT / "locks" / ("dev.txt" if argv[0] == "test" else "lab.txt"))
    except MachineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if argv[0] == "test":
        return hand_over(str(ROOT / "tests" / "suite.py"))
    # It also fetches and builds the crates, before the first page asks for them.
    return hand_over("-m", "rustlab", "lab", *argv[1:])


def hand_over(*task: str) -> int:
    """Run a program of the venv on our own terminal; its exit status is ours."""
    return subprocess.run([str(PYTHON), *task], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
