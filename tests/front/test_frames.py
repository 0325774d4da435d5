"""What a learner sees when a compiled function raises: their own lines, none of ours."""

from __future__ import annotations

import re

import pytest

from tests.front.kernels import Kernel

pytestmark = [pytest.mark.kernel, pytest.mark.cargo, pytest.mark.xdist_group("cells")]

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def shown(notebook: Kernel, code: str) -> str:
    """The traceback of a cell that raises, without colours."""
    reply = notebook.run(code)
    (lines,) = [o["traceback"] for o in reply.outputs if o["kind"] == "error"]
    return COLOURS.sub("", "\n".join(lines))


def test_the_traceback_ends_in_the_learners_line(shared: Kernel) -> None:
    text = shown(shared, 'def twice(x):\n    return add(x, x)\n\n\ntwice("2")\n')

    assert "return add(x, x)" in text
    assert "TypeError: add() argument 'a'" in text
    assert "session.py" not in text
    assert "hidden" not in text


def test_a_cause_is_cut_too(shared: Kernel) -> None:
    code = 'try:\n    add("2", 1)\nexcept TypeError as e:\n    raise ValueError("mine") from e\n'
    text = shown(shared, code)

    assert "direct cause" in text
    assert "session.py" not in text


def test_other_tracebacks_stay_whole(shared: Kernel) -> None:
    assert "decoder.py" in shown(shared, 'import json\njson.loads("{")\n')
