"""The pre-generated bindings are what bindgen writes, and a module can be built from them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crates import pregenerated
from tests.crates.artifacts import ROOT, Built, build, cargo

pytestmark = pytest.mark.cargo
LOAD = """
import sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
loader = ExtensionFileLoader("cell", sys.argv[1])
module = module_from_spec(spec_from_file_location("cell", sys.argv[1], loader=loader))
loader.exec_module(module)
print(module.vowels("hello"))
"""


def file_of(built: Built) -> tuple[str, pregenerated.Named]:
    """The file of this platform, and what the interpreter is called in it."""
    name = pregenerated.named(built.python)
    path = pregenerated.FOLDER / f"{name.platform}.txt"
    if not path.exists():
        pytest.skip(f"no bindings were pre-generated on {name.platform}")
    return path.read_text(encoding="utf-8"), name


def test_both_are_the_same(built: Built) -> None:
    """Item by item. Of another patch release, what has a layout is the same."""
    text, name = file_of(built)
    known = pregenerated.recorded(text)
    if name.build not in known:
        pytest.skip(f"no bindings were pre-generated for {name.build}; there are {sorted(known)}")
    before = set(pregenerated.chosen(text, name.build))
    now = set(pregenerated.items(pregenerated.bindings_of(built)))
    if known[name.build] != name.version:
        before, now = ({i for i in some if "pub struct" in i.text} for some in (before, now))
    assert len(now) > 100
    assert before == now


def test_a_changed_item_is_seen(built: Built) -> None:
    bindings = pregenerated.bindings_of(built)
    spoiled = bindings.replace("const Py_tp_free: u32 = 74;", "const Py_tp_free: u32 = 75;")
    assert spoiled != bindings
    seen = set(pregenerated.items(bindings)) ^ set(pregenerated.items(spoiled))
    assert ["Py_tp_free" in item.text for item in seen] == [True, True]


def script_says(built: Built, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the build script as cargo would, with these variables."""
    full = {
        "PATH": os.environ["PATH"], "OUT_DIR": str(folder),
        "PYTHON_SYS_EXECUTABLE": str(built.python),
        "CARGO_CFG_TARGET_OS": sys.platform, "CARGO_CFG_TARGET_ARCH": "x86_64",
    } | env  # fmt: skip
    return subprocess.run(
        [str(built.folder / "build-script")], cwd=ROOT / "crates" / "cpython-sys",
        env=full, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_build_script_chooses_the_same(built: Built, tmp_path: Path) -> None:
    text, name = file_of(built)
    ended = script_says(built, tmp_path, CARGO_FEATURE_PREGENERATED="1")
    if name.build not in pregenerated.recorded(text):
        assert "error: there are no pre-generated bindings for" in ended.stderr
        return
    assert ended.returncode == 0, ended.stderr
    written = (tmp_path / "c_api.rs").read_text(encoding="utf-8")
    assert written.startswith("/* pre-generated from the headers of CPython 3.")
    assert "\npub struct _object " in written
    inside = written.partition(pregenerated.EXTERN)[2]
    wanted = pregenerated.chosen(text, name.build)
    assert all(item.text in (inside if item.foreign else written) for item in wanted)
    assert written.count("\n") == sum(item.text.count("\n") + 1 for item in wanted) + 3


def test_they_are_taken_when_libclang_is_missing(built: Built, tmp_path: Path) -> None:
    text, name = file_of(built)
    (tmp_path / "libclang.so").write_bytes(b"no library")
    ended = script_says(built, tmp_path, LIBCLANG_PATH=str(tmp_path))
    written = tmp_path / "c_api.rs"
    if name.build not in pregenerated.recorded(text):
        assert written.exists() or "error: libclang was not found" in ended.stderr
        return
    assert ended.returncode == 0, ended.stderr
    # A machine with LLVM finds another libclang.
    assert re.match(r"/\* (pre-generated|automatically)", written.read_text(encoding="utf-8"))


def test_the_feature_refuses_an_unknown_platform(built: Built, tmp_path: Path) -> None:
    ended = script_says(
        built, tmp_path, CARGO_FEATURE_PREGENERATED="1", CARGO_CFG_TARGET_OS="plan9"
    )
    assert ended.returncode == 1
    assert "there are: no build of this platform\n\nhint: leave the feature" in ended.stderr


def test_a_module_is_built_from_them(shared_cache: Path) -> None:
    built = build(Path(sys.executable), shared_cache / "crates")
    text, name = file_of(built)
    if name.build not in pregenerated.recorded(text):
        pytest.skip(f"no bindings were pre-generated for {name.build}")
    messages = cargo(
        "build", "-p", "cell", "-p", "cpython-sys", "--features", "cpython-sys/pregenerated",
        python=built.python, target=shared_cache / "crates" / "target-pregenerated",
    )  # fmt: skip
    (library,) = [
        file
        for message in messages
        if message["reason"] == "compiler-artifact" and "crates/cell#" in str(message["package_id"])
        for file in re.findall(r"[^']+\.(?:so|dylib|dll)", str(message["filenames"]))
    ]
    ended = built.run("-c", LOAD, library)
    assert ended.stdout.strip() == "2", ended.stderr
