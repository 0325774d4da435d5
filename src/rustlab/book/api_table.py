"""Which function of the C API stands behind which name of `cpython-api`, read from its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FUNCTION = re.compile(r"^(?P<indent> *)(?P<pub>pub(?:\(crate\))? )?(?:unsafe )?fn (?P<name>\w+)")
IMPL = re.compile(r"^ *(?:unsafe )?impl(?:<[^{]*?>)? (?P<what>[^{]*?)(?: where.*)? ?\{?$")
RAW = re.compile(r"\bffi::(_?Py\w+)\(")
DOOR = re.compile(r"\bc_api::(\w+)\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One function of the C API, and the public names that lead to it."""

    c: str
    rust: tuple[str, ...]


def api_table(crate: Path) -> tuple[Row, ...]:
    """The table of the crate in `crate`, by name of the C function: what a program can call."""
    raw: dict[str, set[str]] = {}
    for file in sorted((crate / "src" / "c_api").glob("*.rs")):
        for name, body in functions(file.read_text(encoding="utf-8")).items():
            raw.setdefault(name.rpartition("::")[2], set()).update(RAW.findall(body))
    found: dict[str, set[str]] = {}
    for public, door in _public(crate / "src"):
        for c in raw.get(door, ()):
            found.setdefault(c, set()).add(public)
    return tuple(Row(c=c, rust=tuple(sorted(names))) for c, names in sorted(found.items()))


def _public(src: Path) -> Iterator[tuple[str, str]]:
    """(public name, function of `c_api` that it calls) for each call."""
    for file in sorted(src.rglob("*.rs")):
        if "c_api" in file.parts:
            continue
        for name, body in functions(file.read_text(encoding="utf-8")).items():
            if "::" in name:  # free functions are the glue of the macros
                yield from ((name, door) for door in DOOR.findall(body))


def functions(text: str) -> Mapping[str, str]:
    """`Borrowed<PyList>::append` -> its body: what is public, and what implements a trait."""
    found: dict[str, str] = {}
    owner, name, indent = "", "", ""
    for line in text.splitlines():
        begun, within = FUNCTION.match(line), IMPL.match(line)
        if within:
            owner = _bare(within["what"])
        if begun:
            indent = begun["indent"]
            shown = begun["pub"] or ("::" in owner and begun["pub"] is None)
            name = _named(owner, begun["name"]) if shown else ""
            found.setdefault(name, "")
        if name:
            found[name] += line + "\n"
        if line == f"{indent}}}" or (line == "}" and owner):
            name = ""
            owner = "" if line == "}" else owner
    return found


def _named(owner: str, function: str) -> str:
    """`extract::<String>` for the method of a trait, `PyList::new` for one of a type."""
    if not owner:
        return function
    trait, _, kind = owner.rpartition("::")
    return f"{function}::<{kind}>" if trait else f"{owner}::{function}"


def _bare(what: str) -> str:
    """`FromPyObject<'a, 'py> for Vec<T>` -> `FromPyObject::Vec<T>`; other lifetimes go too."""
    trait, _, kind = what.rpartition(" for ")
    short = re.sub(r"<, ", "<", re.sub(r"'\w+,? ?", "", kind)).replace("<>", "").strip()
    short = {"$int": "integer", "&str": "&str"}.get(short, short)
    return f"{trait.partition('<')[0]}::{short}" if trait else short
