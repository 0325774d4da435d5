"""A small book of pure Python, copied so that tests may break it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

TOY = Path(__file__).with_name("toy")


@pytest.fixture
def toy(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of a copied toy book in a folder with a space and a letter beyond ASCII."""
    copy = tmp_path / "toy böok"
    shutil.copytree(TOY, copy)
    shutil.copy(root / "conf.py", copy)
    shutil.copytree(root / "book" / "_static", copy / "book" / "_static")
    monkeypatch.setenv("RUSTLAB_CACHE", str(tmp_path / "cache"))
    return copy
