"""Fetching once: afterwards a build needs nothing from the network; without one, a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rustlab.cargo.build import Progress
from rustlab.doctor import prepare

pytestmark = [pytest.mark.cargo, pytest.mark.xdist_group("cargo")]


def test_prepare_builds_the_samples_once(shared_cache: Path) -> None:
    first = prepare()
    seen: list[Progress] = []
    again = prepare(on_progress=seen.append)

    assert first.ok, first
    assert (again.ok, again.cached) == (True, True)
    assert "Compiling the cell" not in {one.step for one in seen}


@pytest.mark.namespace
def test_the_command_without_a_network(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "CARGO_HOME": str(tmp_path / "empty"),
        "CARGO_NET_RETRY": "0",
        "RUSTLAB_CACHE": str(tmp_path / "cache"),
    }
    argv = ["unshare", "-n", sys.executable, "-m", "rustlab", "doctor", "--fetch"]
    done = subprocess.run(argv, env=env, capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 2
    assert "error: the crates could not be fetched: " in done.stderr
    assert done.stderr.endswith(
        "\n\nhint: check the network, then run `rustlab doctor --fetch` again\n"
    )
