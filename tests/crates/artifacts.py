"""Builds the crates for an interpreter, once for a state of their sources, and keeps them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from rustlab.machine.filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
#: What `facts` prints of an interpreter, in one go.
ASK = """
import json, sys, sysconfig
paths, var = sysconfig.get_paths(), sysconfig.get_config_var
print(json.dumps({
    "include": sorted({paths["include"], paths["platinclude"]}),
    "version": sys.version_info[:2],
    "debug": hasattr(sys, "gettotalrefcount"),
    "gil_disabled": bool(var("Py_GIL_DISABLED")),
}))
"""


@dataclass(frozen=True, slots=True)
class Built:
    """The artifacts of one interpreter."""

    python: Path
    folder: Path
    include: tuple[str, ...]
    version: tuple[int, int]
    debug: bool
    gil_disabled: bool

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the interpreter; `load` of `loading.py` finds the artifacts."""
        full = os.environ | {"ARTIFACTS": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"} | env
        full.pop("PYTHONPATH", None)
        return subprocess.run(
            [str(self.python), "-X", "faulthandler", *arguments],
            env=full, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
        )  # fmt: skip


def build_optimised(python: Path, cache: Path) -> Built:
    """As `build`, optimised, the modules of the checks alone.

    Not `--release`: that would build bindgen again, and optimise it too.
    """
    built = build(python, cache)
    folder = built.folder.with_name(built.folder.name + "-optimised")
    lock = FileLock(cache / "lock")
    lock.acquire()
    try:
        if not folder.exists():
            packages = ["-p", "xxtestrustapi", "-p", "xxtestrustapi-other"]
            options = ["build", *packages, "--lib", "--config", "profile.dev.opt-level=3"]
            _keep_all(cargo(*options, python=python, target=cache / "target"), folder)
    finally:
        lock.release()
    return replace(built, folder=folder)


def every_interpreter() -> list[str]:
    """The interpreter of the run, and those of RUSTLAB_PYTHONS."""
    named = [p for p in os.environ.get("RUSTLAB_PYTHONS", "").split(os.pathsep) if p]
    return [sys.executable, *named]


def build(python: Path, cache: Path) -> Built:
    """Build for `python`, unless the cache has the artifacts of these sources."""
    facts = json.loads(subprocess.check_output([str(python), "-I", "-c", ASK], encoding="utf-8"))
    key = hashlib.sha256(f"{_sources()}{python}{facts}".encode()).hexdigest()[:16]
    folder = cache / "artifacts" / key
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(cache / "lock")
    lock.acquire()
    try:
        if not folder.exists():
            _build_into(python, cache / "target", folder)
    finally:
        lock.release()
    return Built(
        python=python, folder=folder, include=tuple(facts["include"]),
        version=tuple(facts["version"]), debug=facts["debug"], gil_disabled=facts["gil_disabled"],
    )  # fmt: skip


def cargo(*arguments: str, python: Path, target: Path) -> list[dict[str, object]]:
    """Run cargo in the checkout and read its messages."""
    import clang

    env = os.environ | {
        "PYTHON_SYS_EXECUTABLE": str(python),
        "LIBCLANG_PATH": str(Path(clang.__path__[0]) / "native"),
        "CARGO_TARGET_DIR": str(target),
    }
    for name in ("RUSTFLAGS", "VIRTUAL_ENV"):
        env.pop(name, None)
    ended = subprocess.run(
        ["cargo", *arguments, "--locked", "--message-format=json"],
        cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]


PACKAGES = (
    "cpython-sys",
    "cell",
    "cell-raw",
    "xxtestrustapi",
    "xxtestrustapi-other",
    "xxtestproposal",
)


def _build_into(python: Path, target: Path, folder: Path) -> None:
    packages = [option for name in PACKAGES for option in ("-p", name)]
    messages = cargo("build", *packages, "--lib", "--examples", python=python, target=target)
    _keep_all(messages, folder)


def _keep_all(messages: list[dict[str, object]], folder: Path) -> None:
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for message in messages:
        _keep(message, fresh)
    fresh.rename(folder)


def _keep(message: dict[str, object], folder: Path) -> None:
    if message["reason"] == "build-script-executed" and "cpython-sys" in str(message["package_id"]):
        shutil.copy(Path(str(message["out_dir"])) / "c_api.rs", folder / "c_api.rs")
    if message["reason"] == "compiler-artifact":
        target, names = message["target"], message["filenames"]
        assert isinstance(target, dict)
        assert isinstance(names, list)
        if "custom-build" in target["kind"] and "cpython-sys" in str(message["package_id"]):
            shutil.copy(names[0], folder / "build-script")
        if "cdylib" in target["kind"] or "cdylib" in target["crate_types"]:
            library = next(name for name in names if name.endswith((".so", ".dylib", ".dll")))
            shutil.copy(library, folder / f"{target['name']}.so")


def _sources() -> str:
    """A hash of everything that the artifacts depend on in the checkout."""
    digest = hashlib.sha256((ROOT / "Cargo.lock").read_bytes())
    for path in sorted((ROOT / "crates").rglob("*")):
        if path.suffix in {".rs", ".toml", ".h"} and path.is_file():
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    rustc = subprocess.check_output(["rustc", "-vV"])
    return (
        digest.hexdigest() + hashlib.sha256(rustc + (ROOT / "Cargo.toml").read_bytes()).hexdigest()
    )
