"""Imports an artifact into this very process (`--in-process`): a crash of it is a crash of ours."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from types import ModuleType


def load_here(name: str, artifact: Path, *, workspace_folder: Path) -> ModuleType:
    """Copy `artifact` to a path of its own and import it as `name`; `sys.modules` stays as it is.

    A system loads a path once: without the copy, a module built again would be the old one.
    Raises ImportError and whatever else the module raises. A crash ends this process.
    """
    folder = Path(tempfile.mkdtemp(prefix="here-", dir=workspace_folder))
    copy = Path(shutil.copy2(artifact, folder / artifact.name))
    loader = ExtensionFileLoader(name, str(copy))
    spec = importlib.util.spec_from_file_location(name, copy, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def public_here(module: ModuleType) -> dict[str, object]:
    """Return the public names of such a module and their values (`__all__`, else no underscore)."""
    listed = getattr(module, "__all__", None)
    names = [n for n in vars(module) if not n.startswith("_")] if listed is None else listed
    return {name: getattr(module, name) for name in names}
