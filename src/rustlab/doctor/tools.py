"""Looks at programs and libraries: each is really started, linked or loaded."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rustlab.cargo.fetch import is_fetched
from rustlab.cc.settings import require_headers, settings
from rustlab.data import Data
from rustlab.doctor.finding import Finding, fine, missing
from rustlab.machine import process, remedy, toolchain

PROGRAM = """\
#include <Python.h>
#include <math.h>
PyObject *one(void) { return Py_BuildValue("i", 1); }
"""
LOAD = "import ctypes, sys; ctypes.CDLL(sys.argv[1])"


def python(executable: Path, environ: Mapping[str, str], cache: Path) -> Finding:
    """The interpreter answers, is CPython 3.11 or newer, and its headers are there."""
    found = toolchain.find_python(executable, cache=cache, environ=environ)
    require_headers(found, environ)
    version = ".".join(map(str, found.version))
    build = " free-threaded" * found.free_threaded + " debug" * found.debug
    return fine("Python and its headers", f"CPython {version}{build}, `{found.executable}`")


def compiler(executable: Path, environ: Mapping[str, str], cache: Path) -> Finding:
    """An extension module is compiled and linked: a compiler alone may lack linker or libc."""
    name = "C compiler and linker"
    found = toolchain.find_python(executable, cache=cache, environ=environ)
    how = settings(found, environ, cache)
    with tempfile.TemporaryDirectory(prefix="rustlab-") as folder:
        Path(folder, "one.c").write_text(PROGRAM, encoding="utf-8")
        windows = how.family == "msvc"
        make = ["/Tcone.c", "/Foone.o"] if windows else ["one.c", "-o", "one.o"]
        join = ["one.o", "/OUT:one.pyd"] if windows else ["one.o", "-o", "one.so"]
        for step, argv in (("compile", [*how.compile, *make]), ("link", [*how.link, *join])):
            said = process.run(argv, env=dict(how.env), cwd=Path(folder), timeout=60)
            if said.returncode:
                told = f"`{argv[0]}` cannot {step} a file: {_cause(said.stderr or said.stdout)}"
                return missing(name, told, remedy.install("compiler", environ))
    return fine(name, f"`{how.compile[0]}`")


def _cause(words: str) -> str:
    """The line that says why; compilers end with one that says only that they ended."""
    lines = words.strip().splitlines() or ["it said nothing"]
    return next((line for line in lines if "error" in line), lines[-1])


def cargo(executable: Path, environ: Mapping[str, str], cache: Path) -> Finding:
    """Cargo and rustc start and are new enough."""
    found = toolchain.find(executable, environ=environ, cache=cache)
    said = process.run([found.cargo, "--version"], env=environ, timeout=60)
    if said.returncode:
        told = f"`{found.cargo}` does not start: {said.stderr.strip()}"
        return missing("cargo and rustc", told, remedy.install("rust", environ))
    release, floor = found.rust, toolchain.rust_floor()
    return fine(
        "cargo and rustc",
        f"{said.stdout.strip()}, rustc {release[0]}.{release[1]} "
        f"({floor[0]}.{floor[1]} is the oldest that works)",
    )


def libclang(environ: Mapping[str, str]) -> Finding:
    """The library is there and loads; without the wheel bindgen looks on the system by itself."""
    name = "libclang"
    folder = toolchain.libclang(environ)
    step = f"run `{sys.executable} -m pip install --force-reinstall libclang`"
    if folder is None:
        return missing(name, "the package `libclang` is not installed", step)
    libraries = sorted(folder.glob("libclang*"))
    if environ.get("LIBCLANG_PATH"):
        step = "take `LIBCLANG_PATH` out of the environment, or set it to the folder of the library"
    if not libraries:
        return missing(name, f"there is no libclang in `{folder}`", step)
    said = process.run([sys.executable, "-I", "-S", "-c", LOAD, libraries[0]], timeout=60)
    if said.returncode:
        words = " ".join(said.stderr.strip().splitlines()[-1:])
        return missing(name, f"`{libraries[0]}` does not load: {words}", step)
    return fine(name, f"`{libraries[0]}`")


def crates(executable: Path, environ: Mapping[str, str], cache: Path, data: Data) -> Finding:
    """Everything that a first build needs is on this machine: no cell asks the network."""
    found = toolchain.find(executable, environ=environ, cache=cache)
    if is_fetched(data.root, found, environ):
        return fine("crates", "fetched; no cell needs the network")
    return missing(
        "crates",
        "not fetched yet: the first Rust cell would need the network",
        "connect to the network once and run `rustlab doctor --fetch`",
    )
