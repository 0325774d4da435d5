"""Executed notebooks are found by what their outputs depend on, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest

from rustlab.book import store as stores
from rustlab.book.reading import parse
from rustlab.book.result import PageResult
from rustlab.book.store import Store, fill, fingerprint, open_store, required
from rustlab.errors import BookError

TOY = Path(__file__).with_name("toy") / "book" / "index.md"
TEXT = TOY.read_text(encoding="utf-8")


def ran(tmp_path: Path, text: str = TEXT) -> PageResult:
    notebook, _ = parse(text, "index.md")
    path = tmp_path / "executed.ipynb"
    nbformat.write(notebook, path)
    return PageResult(page="index", path=TOY, cells=(), findings=(), notebook=path, seconds=1.0)


def test_what_was_filled_is_found(tmp_path: Path) -> None:
    store = Store(folder=tmp_path / "executed" / "state")
    assert store.empty
    assert fill(store, [ran(tmp_path)]) == 1

    assert not store.empty
    assert required(store, TEXT, "index.md").metadata["title"] == "Toy"


def test_prose_does_not_count_code_and_kernel_do(tmp_path: Path) -> None:
    store = Store(folder=tmp_path / "executed" / "state")
    fill(store, [ran(tmp_path)])

    assert store.find(TEXT.replace("# Toy", "# Game"), "index.md")
    for other in (TEXT.replace("42", "43"), TEXT.replace("name: python3", "name: rustlab")):
        with pytest.raises(BookError, match="has no executed notebook") as caught:
            required(store, other, "index.md")
        assert "rustlab book test" in caught.value.hint


def test_a_page_that_failed_is_not_stored(tmp_path: Path) -> None:
    from dataclasses import replace

    from rustlab.book.compare import Finding

    failed = replace(ran(tmp_path), findings=(Finding(reason="gone", message="x"),))
    assert fill(Store(folder=tmp_path / "executed" / "state"), [failed]) == 0


def test_old_states_go(tmp_path: Path) -> None:
    for number in range(stores.KEPT + 3):
        store = Store(folder=tmp_path / "executed" / str(number))
        fill(store, [ran(tmp_path)])
        os.utime(store.folder, (number, number))
    assert len(list((tmp_path / "executed").iterdir())) == stores.KEPT


@pytest.mark.parametrize(
    "file",
    ["crates/cell/src/cell.rs", "exercises/x06/checks.py", "kernels/k.json", "Cargo.lock",
     "src/rustlab/magic.py"],
)  # fmt: skip
def test_every_source_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    before = state(tmp_path, monkeypatch, file, "one")
    assert state(tmp_path, monkeypatch, file, "one") == before
    assert state(tmp_path, monkeypatch, file, "two") != before


@pytest.mark.parametrize("file", ["crates/target/x.o", "src/rustlab/__pycache__/a.pyc"])
def test_what_is_made_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    assert state(tmp_path, monkeypatch, file, "one") == state(tmp_path, monkeypatch, file, "two")


def test_the_compiler_counts(tmp_path: Path) -> None:
    environ = {"PATH": str(tmp_path), "RUSTC": "rustc-of-tomorrow"}
    assert fingerprint(environ) != fingerprint(dict(os.environ))


def test_a_store_is_of_one_state(tmp_path: Path) -> None:
    assert open_store(tmp_path, os.environ).folder == tmp_path / fingerprint(os.environ)


def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str) -> str:
    """The fingerprint of a small repository in which `file` holds `text`."""
    from rustlab.data import Data

    package = tmp_path / "src" / "rustlab"
    package.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(stores, "PACKAGE", package)
    monkeypatch.setattr(stores, "locate", lambda: Data(root=tmp_path, checkout=True))
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    return fingerprint({"PATH": ""})
