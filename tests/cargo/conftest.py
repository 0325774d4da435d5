"""Real builds of cells, in the cache that the whole run shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from cells import Compile, compile_cell
from processes import marked
from rustlab.cargo.build import Build

__all__ = ["marked"]


@pytest.fixture
def compiled(shared_cache: Path) -> Compile:
    def compiled(source: str, line: str = "", **more: object) -> Build:
        return compile_cell(source, line, **{"cache": shared_cache, **more})  # type: ignore[arg-type]

    return compiled
