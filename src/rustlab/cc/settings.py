"""How this machine compiles C for one interpreter: the settings that sysconfig recorded.

On Windows sysconfig holds none; there setuptools finds Visual C++, in a process of its own, for its
import changes the interpreter it runs in.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rustlab.errors import ToolchainError
from rustlab.machine import memo, process, remedy
from rustlab.machine.memo import Answer
from rustlab.machine.python import Python

Family = Literal["gcc", "gcc-json", "clang", "msvc"]
FIND_MSVC = """
import json
from setuptools._distutils.ccompiler import new_compiler
found = new_compiler(compiler="msvc")
found.initialize()
print(json.dumps({
    "cc": found.cc, "linker": found.linker, "path": getattr(found, "_paths", ""),
    "include": list(found.include_dirs), "libraries": list(found.library_dirs),
}))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Two command lines: sources are appended to the first, objects and `-o` to the second."""

    family: Family
    compile: tuple[str, ...]
    link: tuple[str, ...]
    env: tuple[tuple[str, str], ...]  # the whole environment of the compiler
    identity: str  # changes with the compiler


def settings(python: Python, environ: Mapping[str, str], cache: Path) -> Settings:
    """The settings for `python`. Raises ToolchainError without headers or without a compiler."""
    require_headers(python, environ)
    if sys.platform == "win32":
        return _msvc(python, environ, cache)
    return _unix(python, environ, cache)


def require_headers(python: Python, environ: Mapping[str, str]) -> None:
    """Raise ToolchainError when `Python.h` is not where the interpreter says."""
    if not any((folder / "Python.h").is_file() for folder in python.include):
        version = f"{python.version[0]}.{python.version[1]}"
        raise ToolchainError(
            f"`Python.h` is missing in `{python.include[0]}`: the C headers of Python {version} "
            "are not installed",
            hint=remedy.install("headers", environ, version=version),
        )


def _unix(python: Python, environ: Mapping[str, str], cache: Path) -> Settings:
    recorded = shlex.split(python.setting("CC") or "cc")
    driver = _driver(recorded, environ)
    flags = shlex.split(python.setting("CFLAGS")) + shlex.split(python.setting("CCSHARED"))
    link = shlex.split(python.setting("LDSHARED"))
    if link[: len(recorded)] == recorded:  # setuptools does the same when CC names another one
        link[: len(recorded)] = driver
    about = _about(driver, environ, cache)
    includes = [f"-I{folder}" for folder in python.include]
    # Debian's pyconfig.h includes `<x86_64-linux-gnu/python3.X/pyconfig.h>`, from the folder above.
    # Last in the search, so that it never hides a header of the compiler.
    includes += [f"-idirafter{folder.parent}" for folder in python.include]
    plain = _plain(about["family"])
    env = {**environ, "LC_ALL": "C.UTF-8"}
    return Settings(
        family=about["family"],
        compile=(*driver, *flags, *includes, *plain, "-c"),
        link=tuple(link),
        env=tuple(env.items()),
        identity="\n".join((*driver, *flags, *link, about["version"])),
    )


def _plain(family: Family) -> tuple[str, ...]:
    if family == "gcc-json":
        return ("-fdiagnostics-format=json",)
    return ("-fno-color-diagnostics",) if family == "clang" else ("-fdiagnostics-color=never",)


def _driver(recorded: list[str], environ: Mapping[str, str]) -> list[str]:
    """`CC`, else the compiler that built the interpreter, else whichever is here."""
    named = environ.get("CC")
    candidates = [shlex.split(named)] if named else [recorded, ["cc"], ["gcc"], ["clang"]]
    for candidate in candidates:
        found = shutil.which(candidate[0], path=environ.get("PATH"))
        if found:
            return [found, *candidate[1:]]
    missing = f"`CC` names `{named}`, which does not exist" if named else "no C compiler was found"
    raise ToolchainError(missing, hint=remedy.install("compiler", environ))


def _about(driver: list[str], environ: Mapping[str, str], cache: Path) -> dict[str, Family]:
    question = "\n".join(("cc", *driver))
    return memo.remember(cache / "memory", question, lambda: _ask(driver, environ))


def _ask(driver: list[str], environ: Mapping[str, str]) -> Answer:
    said = process.run([*driver, "--version"], env=environ, timeout=60)
    if said.returncode:
        raise ToolchainError(
            f"`{driver[0]}` does not start: {(said.stderr or said.stdout).strip()}",
            hint=remedy.install("compiler", environ),
        )
    family = "clang" if "clang" in said.stdout.lower() else "gcc"
    if family == "gcc" and _speaks_json(driver, environ):
        family = "gcc-json"
    value = {"family": family, "version": said.stdout}
    return Answer(value=value, watched=(Path(driver[0]),))


def _speaks_json(driver: list[str], environ: Mapping[str, str]) -> bool:
    """From gcc 9 on; newer ones may have taken it away again, so it is tried."""
    with tempfile.TemporaryDirectory(prefix="rustlab-") as folder:
        source = Path(folder, "one.c")
        source.write_text("int one(void) { return x; }\n", encoding="utf-8")
        argv = [*driver, "-fdiagnostics-format=json", "-fsyntax-only", "one.c"]
        said = process.run(argv, env=environ, cwd=Path(folder), timeout=60)
    try:
        return bool(json.loads(said.stderr.strip().splitlines()[0]))
    except (ValueError, IndexError):
        return False


def _msvc(python: Python, environ: Mapping[str, str], cache: Path) -> Settings:
    found = memo.remember(cache / "memory", "msvc", lambda: _ask_msvc(environ))
    includes = [f"/I{folder}" for folder in (*map(str, python.include), *found["include"])]
    libraries = [
        f"/LIBPATH:{folder}" for folder in (str(python.base / "libs"), *found["libraries"])
    ]
    runtime = ["/MDd", "/D_DEBUG"] if python.debug else ["/MD", "/DNDEBUG"]
    threads = ["/DPy_GIL_DISABLED=1"] if python.free_threaded else []
    path = os.pathsep.join((found["path"], environ.get("PATH", "")))
    env = {**environ, "PATH": path, "VSLANG": "1033"}  # English messages, for they are parsed
    return Settings(
        family="msvc",
        compile=(
            found["cc"], "/nologo", "/O2", "/W3", "/utf-8", "/diagnostics:column",
            *runtime, *threads, *includes, "/c",
        ),
        link=(found["linker"], "/nologo", "/INCREMENTAL:NO", "/DLL", *libraries),
        env=tuple(env.items()),
        identity="\n".join((found["cc"], *runtime, *threads)),
    )  # fmt: skip


def _ask_msvc(environ: Mapping[str, str]) -> Answer:
    said = process.run([sys.executable, "-W", "ignore", "-c", FIND_MSVC], env=environ, timeout=120)
    if said.returncode:
        raise ToolchainError(
            "Microsoft's C compiler was not found",
            hint="install the Visual Studio Build Tools with the workload for C++: "
            + remedy.install("compiler", environ),
        )
    found = json.loads(said.stdout)
    return Answer(value=found, watched=(Path(found["cc"]), Path(found["linker"])))
