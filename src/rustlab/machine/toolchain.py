"""Which cargo, rustc, libclang and Python are used; found once and remembered until one changes."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rustlab import data
from rustlab.errors import ToolchainError
from rustlab.machine import memo, process
from rustlab.machine.memo import Answer
from rustlab.machine.python import Python, inspect
from rustlab.machine.workspace import cache_folder

EXE = ".exe" if sys.platform == "win32" else ""
INSTALL_RUST = "install Rust with rustup (https://rustup.rs), then run `rustlab doctor`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolchain:
    """The tools of a build. `cargo` and `rustc` are the real programs behind rustup's."""

    cargo: Path
    rustc: Path
    rustc_version: str  # all of `rustc -vV`: cargo builds everything again when it changes
    python: Python
    libclang: Path | None  # the folder that holds the library; None: bindgen looks for itself

    @property
    def rust(self) -> tuple[int, int]:
        """The release of rustc, for comparison with a floor: (1, 95)."""
        return release(self.rustc_version)


def find(
    python: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    cache: Path | None = None,
) -> Toolchain:
    """Look at the machine. `python`: for which interpreter to build, else the running one.

    No process is started when nothing has changed since the last time. Raises ToolchainError.
    """
    environ = os.environ if environ is None else environ
    memory = (cache or cache_folder(environ)) / "memory"
    target = inspect(_executable(python or Path(sys.executable), environ), memory)
    rust = _rust(environ, memory)
    return Toolchain(
        cargo=Path(rust["cargo"]),
        rustc=Path(rust["rustc"]),
        rustc_version=rust["version"],
        python=target,
        libclang=libclang(environ),
    )


def find_python(python: Path | None, *, cache: Path, environ: Mapping[str, str]) -> Python:
    """Only the interpreter, for what needs no Rust (C cells, runs)."""
    executable = _executable(python or Path(sys.executable), environ)
    return inspect(executable, cache / "memory")


def rust_floor(root: Path | None = None) -> tuple[int, int]:
    """The oldest Rust that the crates accept: `rust-version` of the workspace."""
    manifest = (root or data.locate().root) / "Cargo.toml"
    text = tomllib.loads(manifest.read_text(encoding="utf-8"))
    major, minor = text["workspace"]["package"]["rust-version"].split(".")[:2]
    return int(major), int(minor)


def release(version: str) -> tuple[int, int]:
    """The release in the text of `rustc -vV`; (0, 0) when it has none."""
    found = re.search(r"^release: (\d+)\.(\d+)", version, re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def libclang(environ: Mapping[str, str]) -> Path | None:
    """The folder with libclang: `LIBCLANG_PATH`, else that of the wheel `libclang`."""
    if environ.get("LIBCLANG_PATH"):
        return Path(environ["LIBCLANG_PATH"])
    found = find_spec("clang")
    places = [Path(place, "native") for place in (found and found.submodule_search_locations) or ()]
    return next((place for place in places if list(place.glob("libclang.*"))), None)


def _executable(python: Path, environ: Mapping[str, str]) -> Path:
    """An absolute path; a bare name is looked up on PATH. Links stay, for a venv is one."""
    if len(python.parts) == 1 and not python.is_file():
        found = shutil.which(str(python), path=environ.get("PATH"))
        if found is None:
            raise ToolchainError(
                f"there is no interpreter `{python}` on PATH",
                hint="give the whole path of the interpreter after `--python`",
            )
        return Path(found)
    return Path(os.path.abspath(python.expanduser()))  # noqa: PTH100 - resolve() follows links


def _rust(environ: Mapping[str, str], memory: Path) -> dict[str, str]:
    shims = _on_path("cargo", environ), _on_path("rustc", environ)
    # With rustup these are doors whose files never change: what stands behind them is told by the
    # toolchain in the environment, by rustup's settings, and by the files of the toolchain itself.
    choice = [environ.get(name, "") for name in ("RUSTUP_TOOLCHAIN", "RUSTUP_HOME", "HOME")]
    question = "\n".join(["rust", *map(str, shims), *choice])
    return memo.remember(memory, question, lambda: _ask_rust(*shims, environ, memory.parent))


def _on_path(tool: str, environ: Mapping[str, str]) -> Path:
    named = environ.get(tool.upper())
    found = shutil.which(named or tool, path=environ.get("PATH"))
    if found is None:
        told = f"`{tool.upper()}` names `{named}`, which" if named else f"`{tool}`"
        place = "does not exist" if named else "was not found on PATH"
        raise ToolchainError(f"{told} {place}", hint=INSTALL_RUST)
    return Path(found)


def _ask_rust(cargo: Path, rustc: Path, environ: Mapping[str, str], folder: Path) -> Answer:
    version = _say([rustc, "-vV"], environ, folder)
    sysroot = Path(_say([rustc, "--print", "sysroot"], environ, folder).strip())
    real_rustc, real_cargo = (sysroot / "bin" / f"{tool}{EXE}" for tool in ("rustc", "cargo"))
    if not real_rustc.is_file():
        real_rustc = rustc
    if environ.get("CARGO") or not real_cargo.is_file():
        real_cargo = cargo
    _accept(version)
    value = {"cargo": str(real_cargo), "rustc": str(real_rustc), "version": version}
    rustup = Path(environ.get("RUSTUP_HOME") or Path.home() / ".rustup")
    manifest = sysroot / "lib" / "rustlib" / "multirust-channel-manifest.toml"
    watched = (cargo, rustc, real_cargo, real_rustc, manifest, rustup / "settings.toml")
    return Answer(value=value, watched=(*watched, data.PACKAGE / "__init__.py"))


def _accept(version: str) -> None:
    floor = rust_floor()
    if release(version) < floor:
        found = version.splitlines()[0] if version else "an unknown rustc"
        raise ToolchainError(
            f"{found} is too old: {floor[0]}.{floor[1]} is the oldest that works",
            hint="run `rustup update stable`, or install Rust with rustup (https://rustup.rs)",
        )


def _say(argv: list[str | Path], environ: Mapping[str, str], folder: Path) -> str:
    # In our own folder: an override or a `rust-toolchain.toml` of the learner's does not apply to
    # the scratch crates, so it must not decide here either.
    ended = process.run(argv, env=environ, cwd=folder if folder.is_dir() else None, timeout=60)
    if ended.returncode:
        said = ended.stderr.strip() or f"exit status {ended.returncode}"
        rustup = "rustup" in said
        raise ToolchainError(
            f"`{argv[0]}` does not start: {said}",
            hint="run `rustup default stable`" if rustup else INSTALL_RUST,
        )
    return ended.stdout
