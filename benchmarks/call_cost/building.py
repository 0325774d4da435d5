"""What building a module costs: processor seconds of all that cargo starts, new and edited.

Processor time and not the clock: what else the machine does counts less.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

EDITS = 3


def build_cost(crates: Mapping[str, Path], env: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """For each crate: `cold`, its dependencies included, and `edited`, the least of three."""
    with tempfile.TemporaryDirectory() as folder:
        own = {kind: {**env, "CARGO_TARGET_DIR": str(Path(folder, kind))} for kind in crates}
        cost = {kind: {"cold": _build(crates[kind], own[kind])} for kind in crates}
        edits: dict[str, list[float]] = {kind: [] for kind in crates}
        for _ in range(EDITS):
            for kind, crate in crates.items():
                (crate / "src" / "lib.rs").touch()
                edits[kind].append(_build(crate, own[kind]))
    return {kind: {**cost[kind], "edited": min(edits[kind])} for kind in crates}


def _build(crate: Path, env: Mapping[str, str]) -> float:
    before = os.times()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=crate, env=dict(env), check=True)
    after = os.times()
    user = after.children_user - before.children_user
    return round(user + after.children_system - before.children_system, 2)
