"""Executed notebooks for the site, each under a key of all that its outputs depend on."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import nbformat

from rustlab.book.reading import parse
from rustlab.book.result import PageResult
from rustlab.data import PACKAGE, locate
from rustlab.errors import BookError
from rustlab.machine.process import run

BESIDE = {"target", "__pycache__", "_build", "_data", "node_modules", ".ipynb_checkpoints"}
FOLDERS = ("crates", "exercises", "kernels")
FILES = ("Cargo.toml", "Cargo.lock")
KEPT = 4  # fingerprints kept: a checkout that is tested with several interpreters needs as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The folder of executed notebooks of one state of the repository and of the machine."""

    folder: Path  # …/executed/<fingerprint>

    @property
    def empty(self) -> bool:
        """Whether no page was executed in any state: a fresh clone."""
        return not any(self.folder.parent.glob("*/*.ipynb"))

    def path(self, notebook: Any) -> Path:
        """Where the executed form of `notebook` lies; only its code cells and kernel count."""
        return self.folder / f"{_key(notebook)}.ipynb"

    def find(self, text: str, file: str) -> Any | None:
        """The executed notebook of a page's text, None if its cells did not run in this state."""
        notebook, _ = parse(text, file)
        path = self.path(notebook)
        return _read(path) if path.is_file() else None


def open_store(executed: Path, environ: Mapping[str, str]) -> Store:
    """The store for the present state; starts `rustc -vV` once."""
    return Store(folder=executed / fingerprint(environ))


def fill(store: Store, results: Sequence[PageResult]) -> int:
    """Put the executed notebooks of pages that passed into the store; returns how many."""
    store.folder.mkdir(parents=True, exist_ok=True)
    passed = [r.notebook for r in results if r.ok and r.notebook]
    for path in passed:
        target = store.path(_read(path))
        part = target.with_suffix(f".{os.getpid()}")  # several runs may fill at once
        shutil.copyfile(path, part)
        part.replace(target)
    states = sorted(store.folder.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in states[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return len(passed)


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def _key(notebook: Any) -> str:
    digest = hashlib.sha256(str(notebook.metadata.get("kernelspec", {}).get("name")).encode())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            digest.update(b"\0" + cell.source.encode())
    return digest.hexdigest()[:24]


def fingerprint(environ: Mapping[str, str]) -> str:
    """Crates, package, exercises, kernels, compiler, interpreter, kernel packages as one word."""
    data, digest = locate(), hashlib.sha256()
    for root in (*(data.root / name for name in FOLDERS), PACKAGE):
        for file in _files(root):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    for file in (data.root / name for name in FILES):
        digest.update(file.read_bytes() if file.is_file() else b"none")
    for word in _machine(environ):
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    """Every file below `root` that is a source, in an order that repeats."""
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.name in BESIDE or path.suffix == ".pyc":
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _machine(environ: Mapping[str, str]) -> Iterator[str]:
    yield sys.version
    yield platform.machine()
    for package in ("ipykernel", "ipython", "ipywidgets", "cloudpickle"):
        try:
            yield version(package)
        except PackageNotFoundError:
            yield "none"
    rustc = shutil.which(environ.get("RUSTC", "rustc"), path=environ.get("PATH"))
    yield run([rustc, "-vV"], timeout=60).stdout if rustc else "no rustc"


def required(store: Store, text: str, file: str) -> Any:
    """The executed notebook of a page's text; raise BookError if there is none."""
    notebook = store.find(text, file)
    if notebook is None:
        raise BookError(
            f"`{file}` has no executed notebook: its cells, or what they use, changed since",
            hint="run `rustlab book test`, then build again",
        )
    return notebook
