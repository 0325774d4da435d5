"""What a learner wrote under a magic, and the crate it becomes; nothing here touches a disk."""

from rustlab.source.cell import Cell, IsolatedOptions, Options
from rustlab.source.checks import check
from rustlab.source.crate import CrateFiles, module_name, scratch_crate
from rustlab.source.options import parse_c, parse_isolated, parse_rust

__all__ = [
    "Cell",
    "CrateFiles",
    "IsolatedOptions",
    "Options",
    "check",
    "module_name",
    "parse_c",
    "parse_isolated",
    "parse_rust",
    "scratch_crate",
]
