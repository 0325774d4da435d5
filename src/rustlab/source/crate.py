"""The scratch crate of a cell: a mapping from paths to texts, under a name that nobody else has.

The learner's text goes unchanged into `src/cell.rs`, and `src/lib.rs` includes it: rustc then
points at the learner's own lines and columns. The texts are those of `crates/cell`, which CI
compiles.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rustlab.source.cell import Cell, Options
from rustlab.source.rust_text import code

LIBRARY = """\
#![allow(unused_imports, dead_code)]
use cpython_api::prelude::*;

include!("cell.rs");

cpython_api::export_cell!(name = "{name}");
"""
RAW = """\
#![allow(dead_code, non_snake_case, unused_imports)]
use cpython_sys::*;
use std::ffi::*;

include!("cell.rs");
"""
PROGRAM = """\
#![allow(dead_code)]

include!("cell.rs");
"""
MANIFEST = """\
[package]
name = "{package}"
version = "0.0.0"
edition = "2024"
publish = false

{target}
[profile.dev]
debug = 0
incremental = false

[workspace]
"""
CDYLIB = """\
[lib]
name = "{crate}"
crate-type = ["cdylib"]
doctest = false
test = false
"""
BIN = """\
[[bin]]
name = "{crate}"
path = "src/main.rs"
test = false
"""
OWN_EXPORT = re.compile(r"\bexport_module\s*!\s*[({\[]\s*name\s*:\s*([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateFiles:
    """What is written for a cell, but for `Cargo.lock`.

    `name` is package and artifact, `module` what Python imports. `needed` are the crates of the kit
    that rustc is to get; the manifest does not name them, for they are built once for all cells.
    """

    name: str
    module: str
    files: Mapping[str, str]
    needed: tuple[str, ...]
    fingerprint: str


def scratch_crate(cell: Cell, stamp: str) -> CrateFiles:
    """The crate of `cell`. `stamp` names what else it depends on: crates, rustc, interpreter."""
    options = cell.options
    module = module_name(cell)
    wrapper = _wrapper(options, module)
    fingerprint = _fingerprint(cell, module, wrapper, stamp)
    name = f"cell_{fingerprint}"
    target = (BIN if options.bin else CDYLIB).format(crate=name)
    files = {
        "Cargo.toml": MANIFEST.format(package=name, target=target),
        "src/main.rs" if options.bin else "src/lib.rs": wrapper,
        "src/cell.rs": cell.source,
    }
    needed = _dependencies(options)
    return CrateFiles(name=name, module=module, files=files, needed=needed, fingerprint=fingerprint)


def module_name(cell: Cell) -> str:
    """The Python name: as given, else that of the cell's own `export_module!`, else `cell`."""
    if cell.options.bin:
        return ""
    if cell.options.name == "cell" and cell.options.language == "rust" and not cell.options.raw:
        own = OWN_EXPORT.search(code(cell.source))
        if own:
            return own[1]
    return cell.options.name


def _wrapper(options: Options, module: str) -> str:
    if options.bin:
        return PROGRAM
    return RAW if options.raw else LIBRARY.format(name=module)


def _dependencies(options: Options) -> tuple[str, ...]:
    """A program has none: it is plain Rust, and links no Python."""
    if options.bin:
        return ()
    return ("cpython-sys",) if options.raw else ("cpython-api",)


def _fingerprint(cell: Cell, module: str, wrapper: str, stamp: str) -> str:
    parts = [cell.source, module, wrapper, MANIFEST, CDYLIB, BIN, cell.options.profile, stamp]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
