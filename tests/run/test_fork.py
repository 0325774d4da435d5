"""Grandchildren: nobody outlives a worker (not collected where a system has no fork)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rustlab.run.outcome import Run
from tests.run.conftest import alive

Child = Callable[..., Run]

FORK = """
import os, signal, time
if os.fork() == 0:
    {more}
    while True:
        time.sleep(60)
print("parent")
"""


@pytest.mark.parametrize(
    "more",
    [
        "pass",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "os.setsid()\n    if os.fork(): os._exit(0)",
    ],
)
def test_a_grandchild_does_not_outlive(child: Child, marked: str, more: str) -> None:
    ended = child(FORK.format(more=more))

    assert ended.ending == "finished"
    assert ended.stdout == "parent\n"
    assert not alive(marked)


def test_a_grandchild_that_holds_the_connection_hides_no_crash(child: Child, marked: str) -> None:
    ended = child(FORK.format(more="pass") + "sample.segfault()")

    assert ended.crash is not None
    assert ended.crash.word == "crash"
    assert not alive(marked)
