"""The class of a `%%rust` cell: a name in the module, and in the notebook through the worker."""

from __future__ import annotations

import inspect
import pickle
import sys
from pathlib import Path

import pytest

from rustlab.cargo.build import Build
from rustlab.errors import NotTransferable
from rustlab.run.proxies import public
from rustlab.run.session import Session
from tests.crates.artifacts import build

pytestmark = pytest.mark.cargo


def test_a_cell_brings_its_class_into_the_notebook(tmp_path: Path, shared_cache: Path) -> None:
    artifact = build(Path(sys.executable), shared_cache / "crates").folder / "cell.so"
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    session = Session(
        python=Path(sys.executable), workspace_folder=workspace, on_output=print, cwd=tmp_path
    )
    try:
        cell = session.load(Build(ending="built", artifact=artifact, module="cell"))
        assert set(public(cell)) == {"Score", "divide", "vowels"}
        assert str(inspect.signature(cell.Score)) == "(points=0)"
        score = cell.Score(2)
        # The object stays where it is; its method, which also gets its class, is found there.
        assert (score.add(3), score.points) == (5, 5)
        assert cell.Score.__doc__ == "Keeps a score."
        # CPython has None for such a bound method; `help` looks in the class, as the proxy does.
        assert score.add.__doc__ == cell.Score.add.__doc__ == "Add points; return the new score."
        assert inspect.getdoc(score.add) == score.add.__doc__
        with pytest.raises(AttributeError):
            score.points = 1
        with pytest.raises(TypeError, match="add\\(\\) argument 'points'"):
            score.add("x")
        with pytest.raises(NotTransferable):
            pickle.dumps(score)
    finally:
        session.close()
