"""`--in-process`: the module is a real one here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rustlab.run.loader import load_here, public_here


@pytest.mark.filterwarnings("ignore:builtin type hidden")
def test_each_load_is_a_module_of_its_own(tmp_path: Path, sample_artifact: Path) -> None:
    one = load_here("sample", sample_artifact, workspace_folder=tmp_path)
    two = load_here("sample", sample_artifact, workspace_folder=tmp_path)

    assert one.add(1, 2) == 3
    assert one is not two
    assert one.__file__ != two.__file__
    assert "sample" not in sys.modules
    assert public_here(one)["ANSWER"] == 42
    assert not any(name.startswith("_") for name in public_here(one))
