"""Processes of a test, recognised wherever they went, and a wait for what must come."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress

import psutil
import pytest


class Marked:
    """An environment by which every descendant is recognised, wherever it went."""

    def __init__(self) -> None:
        self.mark = uuid.uuid4().hex
        self.env = {**os.environ, "RUSTLAB_TEST_MARK": self.mark}

    def alive(self) -> list[psutil.Process]:
        found = []
        for one in psutil.process_iter():
            try:
                if one.environ().get("RUSTLAB_TEST_MARK") == self.mark:
                    found.append(one)
            except psutil.Error:
                continue
        return found

    def named(self, name: str) -> list[psutil.Process]:
        """Those of them with this name; one that ends while it is asked is none."""
        found = []
        for one in self.alive():
            with suppress(psutil.Error):
                found += [one] if one.name() == name else []
        return found

    def settle(self) -> None:
        eventually(lambda: not self.alive())


def eventually(condition: Callable[[], object]) -> None:
    """Wait for what must come; the long limit only ends a test that has failed."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


@pytest.fixture
def marked() -> Iterator[Marked]:
    """A mark of this test's own; whoever still bears it at the end is killed."""
    marked = Marked()
    yield marked
    for one in marked.alive():
        one.kill()
