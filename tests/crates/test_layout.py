"""Sizes, alignments, offsets and constants of the bindings are those of C."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crates.artifacts import ROOT, Built, cargo
from tests.crates.layout import Comparison, Compiler, compare

WRAPPER = ROOT / "crates" / "cpython-sys" / "wrapper.h"
FACTS = """
import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
library.layout_facts.restype = ctypes.c_char_p
print(library.layout_facts().decode())
"""


def facts(built: Built) -> str:
    """What the example `layout_facts` says inside the interpreter."""
    ended = built.run("-I", "-c", FACTS, str(built.folder / "layout_facts.so"))
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def compared(built: Built, folder: Path, bindings: str) -> Comparison:
    """Both sides, asked."""
    return compare(bindings, facts(built), WRAPPER, Compiler(built.include, folder))


@pytest.mark.cargo
def test_everything_agrees_with_c(built: Built, tmp_path: Path) -> None:
    bindings = (built.folder / "c_api.rs").read_text(encoding="utf-8")
    result = compared(built, tmp_path, bindings)
    print(built.python, result.table())
    for name, reason in sorted(result.left_out.items()):
        print("  not compared:", name, "-", reason)
    assert result.differ == []
    assert sum(result.agreed.values()) > 1000
    assert len(result.left_out) < 80


@pytest.mark.cargo
def test_the_build_is_told_apart(built: Built) -> None:
    said = dict(line.split()[1:] for line in facts(built).splitlines() if line.startswith("build"))
    assert said == {"gil_disabled": str(int(built.gil_disabled)), "debug": str(int(built.debug))}


@pytest.mark.cargo
def test_private_headers_build(built: Built, shared_cache: Path) -> None:
    """With the feature `private`; rustc checks each size and offset that clang saw."""
    options = ["build", "-p", "cpython-sys", "--features", "private"]
    target = shared_cache / "crates" / "private"
    messages = cargo(*options, python=built.python, target=target)
    folders = [str(m["out_dir"]) for m in messages if m["reason"] == "build-script-executed"]
    bindings = [Path(folder) / "c_api.rs" for folder in folders if "cpython-sys" in folder]
    assert "pub struct _gc_runtime_state " in bindings[-1].read_text(encoding="utf-8")


@pytest.mark.cargo
def test_a_wrong_number_is_seen(built: Built, tmp_path: Path) -> None:
    bindings = (built.folder / "c_api.rs").read_text(encoding="utf-8")
    spoiled = bindings.replace(
        "offset_of!(PyBytesObject, ob_sval) - 32usize",
        "offset_of!(PyBytesObject, ob_sval) - 33usize",
    )
    spoiled = spoiled.replace("pub const Py_tp_free: u32 = 74;", "pub const Py_tp_free: u32 = 75;")
    result = compared(built, tmp_path, spoiled)
    assert any("Py_tp_free" in line for line in result.differ)
