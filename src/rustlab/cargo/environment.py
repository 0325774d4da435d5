"""What cargo finds in its environment: nothing of the learner's own builds may leak into ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rustlab.machine.toolchain import Toolchain

# Each of these changes what is built, or where, or makes cargo build everything again.
REMOVED = frozenset({
    "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "RUSTDOCFLAGS",
    "RUSTC_WRAPPER", "CARGO_BUILD_RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTC_BOOTSTRAP",
    "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR", "CARGO_BUILD_TARGET", "CARGO_BUILD_DIR",
    "CARGO_MANIFEST_DIR", "VIRTUAL_ENV",
})  # fmt: skip
WRAPPERS = ("RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER")
REMOVED_BEGINNINGS = ("CARGO_PROFILE_", "CARGO_UNSTABLE_", "CARGO_FEATURE_", "CARGO_PKG_")


def child_environment(
    environ: Mapping[str, str],
    toolchain: Toolchain,
    folder: Path,
    extra: tuple[tuple[str, str], ...] = (),
) -> dict[str, str]:
    """The environment of a cargo that runs in `folder` and builds for `toolchain.python`."""
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() not in REMOVED and not name.upper().startswith(REMOVED_BEGINNINGS)
    }
    tools = str(toolchain.rustc.parent)
    kept |= {
        "PATH": os.pathsep.join((tools, kept.get("PATH", ""))),
        "RUSTC": str(toolchain.rustc),  # not through rustup's door: 10 ms for each call of it
        "CARGO_TERM_COLOR": "never",
        "CARGO_TERM_PROGRESS_WHEN": "never",
        # Every cell has a package of its own, so that nothing of an incremental build is ever used.
        "CARGO_INCREMENTAL": "0",
        "PYTHON_SYS_EXECUTABLE": str(toolchain.python.built_for),
    }
    if _may_name_wrapper(folder, environ):
        kept |= dict.fromkeys(WRAPPERS, "")
    if toolchain.libclang is not None:
        kept["LIBCLANG_PATH"] = str(toolchain.libclang)
    if sys.platform == "darwin":
        # The functions of Python are found in the process, not in a library.
        kept["CARGO_ENCODED_RUSTFLAGS"] = "-Clink-arg=-undefined\x1f-Clink-arg=dynamic_lookup"
    return kept | dict(extra)


def _may_name_wrapper(folder: Path, environ: Mapping[str, str]) -> bool:
    """Whether a configuration that cargo reads in `folder` has to be answered.

    Empty variables leave a wrapper out: a daemon such as sccache's would be started by every build
    and end with it. Where nothing names one they stay absent, for with an empty wrapper cargo
    trusts no note of an earlier run and starts rustc five times to ask what it is.
    """
    home = Path(environ.get("CARGO_HOME") or Path.home() / ".cargo")
    places = (*(above / ".cargo" for above in (folder, *folder.parents)), home)
    return any(
        word in text
        for place in places
        for text in map(_read, (place / "config.toml", place / "config"))
        for word in (b"wrapper", b"include")
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
