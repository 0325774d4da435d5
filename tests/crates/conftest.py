"""Gives each test that asks for `built` one run for each interpreter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crates.artifacts import Built, build, every_interpreter


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `built` one run for each interpreter."""
    if "built" in metafunc.fixturenames:
        pythons = every_interpreter()
        names = ["venv", *(Path(p).name for p in pythons[1:])]
        metafunc.parametrize("built", pythons, ids=names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def built(request: pytest.FixtureRequest, shared_cache: Path) -> Built:
    """The crates built for one interpreter."""
    return build(Path(request.param), shared_cache / "crates")
