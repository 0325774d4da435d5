"""One kernel for each module of tests that share it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.front.kernels import Kernel, kernel

ADD = """\
%%rust older
#[pyfunction]
fn add(_ctx: &ThreadContext<'_>, _state: &NoState, a: i64, b: i64) -> i64 {
    a + b
}
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel in which an older module has given the name `add`."""
    with kernel(tmp_path_factory.mktemp("a notebook's föld er")) as running:
        built = running.run(ADD)
        assert built.ok, built.text
        yield running


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel of the test's own, which may end badly."""
    with kernel(tmp_path_factory.mktemp("own")) as running:
        yield running
