"""Collects what bindgen wrote for each interpreter into one file, which needs no libclang to read.

    python -m tests.crates.pregenerated

asks every interpreter of the run (the venv's and RUSTLAB_PYTHONS), and writes
`crates/cpython-sys/pregenerated/<platform>.txt`. Most items are the same in several builds: each is
there once, after a line with the builds that have it. `build/pregenerated.rs` reads the file.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.crates.artifacts import ROOT, Built, build, every_interpreter

FOLDER = ROOT / "crates" / "cpython-sys" / "pregenerated"
LAYOUT = "[allow(clippy::unnecessary_operation, clippy::identity_op)]\nconst _: () ="
EXTERN = 'unsafe extern "C" {'
#: One letter for each build.
LETTERS = "abcdefghijklmnopqrstuvwxyz"
HEAD = "# Written by `nox -s bindings` from what bindgen says of these interpreters. Not by hand."
KEY = (
    "import sys, sysconfig, platform as p; "
    "print(sys.platform + '-' + p.machine().lower()); "
    "t = 't' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''; "
    "d = 'd' if hasattr(sys, 'gettotalrefcount') else ''; "
    "print('%d.%d' % sys.version_info[:2] + t + d); print('%d.%d.%d' % sys.version_info[:3])"
)


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One Rust item, and whether it stands in the `extern` block."""

    foreign: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an interpreter is called in the file: `3.13td` on `linux-x86_64`, from 3.13.15."""

    platform: str
    build: str
    version: str


def named(python: Path) -> Named:
    """Ask the interpreter."""
    said = subprocess.check_output([str(python), "-I", "-c", KEY], encoding="utf-8").split()
    return Named(platform=said[0], build=said[1], version=said[2])


def items(bindings: str) -> list[Item]:
    """The items of a file that bindgen wrote."""
    body, _, rest = bindings.partition(f"\n{EXTERN}\n")
    assert rest.endswith("}\n"), "bindgen puts the one extern block last"
    inside = "\n".join(line.removeprefix("    ") for line in rest[:-2].splitlines())
    outside = [Item(foreign=False, text=text) for text in _split(body)]
    # Assertions about layouts: half of the text, and true of the platform whose file this is.
    outside = [item for item in outside if not item.text.lstrip("#").startswith(LAYOUT)]
    return outside + [Item(foreign=True, text=text) for text in _split(inside)]


def _split(text: str) -> Iterator[str]:
    """Items at the top level end with `;` or `}` outside every bracket."""
    lines: list[str] = []
    depth = 0
    for line in text.splitlines():
        if not line or line.startswith("/*"):
            continue
        lines.append(line)
        code = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
        depth += sum(code.count(c) for c in "([{")
        depth -= sum(code.count(c) for c in ")]}")
        if depth == 0 and code.endswith((";", "}")):
            yield "\n".join(lines)
            lines = []
    assert not lines, lines


def collected(builds: Mapping[Named, list[Item]]) -> str:
    """The file for these builds."""
    letters = dict(zip(builds, LETTERS, strict=False))
    having: dict[Item, str] = {}
    for build_name, found in builds.items():
        for item in dict.fromkeys(found):
            having[item] = having.get(item, "") + letters[build_name]
    heads = [f"= {letters[n]} {n.build} {n.version}" for n in builds]
    parts = [
        f"{'@extern' if item.foreign else '@'} {which}\n{item.text}"
        for item, which in having.items()
    ]
    return "\n".join([HEAD, *heads, *parts]) + "\n"


def chosen(file: str, build_name: str) -> list[Item]:
    """The items of one build."""
    letter = {line.split()[2]: line.split()[1] for line in file.splitlines() if line[:2] == "= "}
    parts = re.split(r"^(@(?:extern)?) (\w+)\n", file, flags=re.MULTILINE)[1:]
    records = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [
        Item(foreign=kind == "@extern", text=text.rstrip("\n"))
        for kind, which, text in records
        if letter[build_name] in which
    ]


def recorded(file: str) -> dict[str, str]:
    """The builds of a file, each with the version that it was made from."""
    return {line.split()[2]: line.split()[3] for line in file.splitlines() if line[:2] == "= "}


def bindings_of(built: Built) -> str:
    """What bindgen wrote for it."""
    return (built.folder / "c_api.rs").read_text(encoding="utf-8")


def main() -> None:
    """Write the file of this platform."""
    builds: dict[Named, list[Item]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for python in dict.fromkeys(every_interpreter()):
            builds[named(Path(python))] = items(bindings_of(build(Path(python), Path(cache))))
    (platform,) = {name.platform for name in builds}
    FOLDER.mkdir(exist_ok=True)
    ordered = dict(sorted(builds.items(), key=lambda pair: pair[0].build))
    (FOLDER / f"{platform}.txt").write_text(collected(ordered), encoding="utf-8")


if __name__ == "__main__":
    main()
