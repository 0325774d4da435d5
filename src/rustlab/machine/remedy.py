"""The one next command for what is missing, in the words of this machine's package manager."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Literal

Thing = Literal["headers", "compiler", "rust", "libclang"]
# apt, dnf, brew, winget; `{version}` is that of the interpreter, `3.13`.
PACKAGES: dict[Thing, tuple[str, str, str, str]] = {
    "headers": (
        "python{version}-dev", "python{version}-devel", "python@{version}",
        "Python.Python.{version}",
    ),
    "compiler": ("build-essential", "gcc", "gcc", "Microsoft.VisualStudio.2022.BuildTools"),
    "rust": ("rustup", "rustup", "rustup", "Rustlang.Rustup"),
    "libclang": ("libclang-dev", "clang-devel", "llvm", "LLVM.LLVM"),
}  # fmt: skip
MANAGERS = ("apt-get", "dnf", "brew", "winget")
ELSE: dict[Thing, str] = {
    "headers": "install the development files of Python {version} with your package manager",
    "compiler": "install a C compiler with your package manager",
    "rust": "install Rust with rustup: https://rustup.rs",
    "libclang": "run `python -m pip install libclang`",
}


def install(thing: Thing, environ: Mapping[str, str], *, version: str = "3") -> str:
    """`run `sudo apt-get install python3.13-dev``, or words where no manager is known."""
    for manager, package in zip(MANAGERS, PACKAGES[thing], strict=True):
        if shutil.which(manager, path=environ.get("PATH")):
            sudo = "sudo " if manager in ("apt-get", "dnf") else ""
            return f"run `{sudo}{manager} install {package.format(version=version)}`"
    return ELSE[thing].format(version=version)
