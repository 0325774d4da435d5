"""`hash` under a fixed seed: the port against each interpreter's own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rustlab.lab import Lab
from rustlab.machine import process
from rustlab.parity.building import build_port
from rustlab.parity.ports import Mutant, Port
from tests.crates.artifacts import every_interpreter
from tests.parity.test_ports import named

CHECKS = Path(__file__).with_name("siphash_checks.py")
#: Not among the ports that `rustlab parity` knows: there is no module to stand in for.
SIPHASH = Port(
    name="siphash", module="siphash", crate="ported-siphash", tests=(),
    mutant=Mutant(file="src/sip.rs", before="for _ in 0..3 {", after="for _ in 0..4 {"),
)  # fmt: skip

pytestmark = pytest.mark.cargo


def compared(python: str, file: Path, seed: int) -> process.Ended:
    env = os.environ | {"PYTHONHASHSEED": str(seed)}
    return process.run([python, CHECKS, file], env=env)


@pytest.mark.parametrize("python", every_interpreter(), ids=named)
def test_hash_is_the_interpreters(python: str) -> None:
    lab = Lab.open(Path(python))
    file = build_port(SIPHASH, lab.data, lab.toolchain(), lab.workspace)

    for seed in (0, 1, 42, 2**32 - 1):
        ended = compared(python, file, seed)

        assert ended.returncode == 0, ended.stderr
        said = json.loads(ended.stdout)
        # 2-4 before 3.11, and an option of the build since: this port has 1-3.
        assert said["algorithm"] == "siphash13"
        assert said["compared"] > 300
        # Eight empty samples hash to 0 under every seed.
        assert said["other"] == said["compared"] - 8


def test_another_number_of_rounds_is_seen() -> None:
    lab = Lab.open()
    wrong = build_port(
        SIPHASH, lab.data, lab.toolchain(), lab.workspace, mutant=SIPHASH.mutant
    )  # fmt: skip

    assert "AssertionError" in compared(str(lab.python.executable), wrong, 42).stderr
