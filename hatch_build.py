"""Build hook: the wheel carries book, exercises, crates, kernels and goldens as `rustlab/_data`.

`rustlab.data` finds them there; `tests/test_wheel.py` compares the list with the checkout.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What `_data` mirrors of the top level (DESIGN: one module finds data, checkout or wheel).
FOLDERS = ("book", "crates", "exercises", "kernels", "tests/golden")
FILES = ("Cargo.toml", "Cargo.lock", "_toc.yml", "conf.py")
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "target", "_build"}


def data_files(root: Path) -> dict[str, str]:
    """Absolute path in the checkout -> path in the wheel, for every file of `_data`."""
    found = [root / name for name in FILES]
    for folder in FOLDERS:
        found += [p for p in sorted((root / folder).rglob("*")) if p.is_file()]
    kept = [p for p in found if not LEFT_OUT & set(p.relative_to(root).parts)]
    return {str(p): f"rustlab/_data/{p.relative_to(root).as_posix()}" for p in kept}


class DataHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's config parameter
    """Adds the data files to a real wheel; an editable install reads the checkout itself."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"].update(data_files(Path(self.root)))
