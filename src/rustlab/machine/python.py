"""What an interpreter says about itself; asked once in a process of its own, then remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from rustlab.errors import ToolchainError
from rustlab.machine import memo, process
from rustlab.machine.memo import Answer

OLDEST = (3, 11)
# Runs in any Python 3, so that an old one is told apart from a broken one.
QUESTION = """
import json, os, sys, sysconfig
get = sysconfig.get_config_var
names = ["CC", "CFLAGS", "CCSHARED", "LDSHARED", "LDFLAGS", "LIBDIR", "LDLIBRARY", "SOABI"]
print(json.dumps({
    "executable": sys.executable,
    "built_for": os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable),
    "implementation": getattr(sys, "implementation", None) and sys.implementation.name,
    "version": list(sys.version_info[:3]),
    "text": sys.version,
    "debug": bool(get("Py_DEBUG")) or hasattr(sys, "gettotalrefcount"),
    "free_threaded": bool(get("Py_GIL_DISABLED")),
    "ext_suffix": get("EXT_SUFFIX") or "",
    "include": sorted({sysconfig.get_path("include"), sysconfig.get_path("platinclude")}),
    "base": sys.base_prefix,
    "settings": {name: str(get(name) or "") for name in names},
}))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """One CPython that modules are built for and run in."""

    executable: Path  # runs the modules, with the packages of its environment
    built_for: Path  # what `executable` is a link or a venv of: all of these share what is built
    version: tuple[int, int, int]
    text: str  # sys.version: tells two builds of one version apart
    debug: bool
    free_threaded: bool
    ext_suffix: str
    include: tuple[Path, ...]
    base: Path  # sys.base_prefix: where Windows keeps `libs`
    settings: tuple[tuple[str, str], ...]  # the variables of sysconfig that compilers need
    stamp: str  # changes when the file of `built_for` does

    @property
    def tag(self) -> str:
        """`cp313`, `cp313td`: version, `t` for free-threaded, `d` for a debug build."""
        threads, debug = "t" * self.free_threaded, "d" * self.debug
        return f"cp{self.version[0]}{self.version[1]}{threads}{debug}"

    @property
    def identity(self) -> str:
        """What a module built for this interpreter depends on, as one text."""
        return "\n".join((str(self.built_for), self.tag, self.text, self.ext_suffix, self.stamp))

    def setting(self, name: str) -> str:
        """A variable of sysconfig, "" where this build has none."""
        return dict(self.settings).get(name, "")


def inspect(python: Path, memory: Path) -> Python:
    """Ask `python` about itself; `memory` is the folder where the answer is kept.

    Raises ToolchainError when it does not start, is too old, or is not CPython.
    """
    found = memo.remember(memory, f"python {python}", lambda: _ask(python))
    return Python(
        executable=Path(found["executable"]),
        built_for=Path(found["built_for"]),
        version=tuple(found["version"]),
        text=found["text"],
        debug=found["debug"],
        free_threaded=found["free_threaded"],
        ext_suffix=found["ext_suffix"],
        include=tuple(Path(folder) for folder in found["include"]),
        base=Path(found["base"]),
        settings=tuple(sorted(found["settings"].items())),
        stamp=str(memo.stamp(Path(found["built_for"]))),
    )


def _ask(python: Path) -> Answer:
    ended = process.run([python, "-I", "-X", "utf8", "-c", QUESTION], timeout=60)
    try:
        found = json.loads(ended.stdout)
    except ValueError:
        raise ToolchainError(
            f"`{python}` did not answer (exit status {ended.returncode}): {ended.stderr.strip()}",
            hint="name a Python interpreter: the path that `python -c 'import sys; "
            "print(sys.executable)'` prints",
        ) from None
    _accept(python, found)
    # This file too: a newer kit may ask for more, and must not trip over an older kit's memory.
    watched = (python, python.parent.parent / "pyvenv.cfg", Path(__file__))
    return Answer(value=found, watched=watched)


def _accept(python: Path, found: dict[str, object]) -> None:
    version = found["version"]
    assert isinstance(version, list)
    if found["implementation"] != "cpython":
        raise ToolchainError(
            f"`{python}` is {found['implementation']}, not CPython",
            hint="name a CPython interpreter, 3.11 or newer",
        )
    if tuple(version[:2]) < OLDEST:
        raise ToolchainError(
            f"`{python}` is Python {version[0]}.{version[1]}, and 3.11 is the oldest that works",
            hint="name a newer interpreter, for example with `--python python3.13`",
        )
