"""Where book, exercises, crates and kernelspec lie: the checkout, else `_data` in the wheel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rustlab.errors import WorkspaceError

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """The folder that mirrors the top level of the repository (DESIGN section 2)."""

    root: Path
    checkout: bool

    @property
    def crates(self) -> Path:
        return self.root / "crates"

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def exercises(self) -> Path:
        return self.root / "exercises"

    @property
    def kernels(self) -> Path:
        return self.root / "kernels"

    @property
    def golden(self) -> Path:
        return self.root / "tests" / "golden"

    @property
    def toc(self) -> Path:
        return self.root / "_toc.yml"


def locate(package: Path = PACKAGE) -> Data:
    """Find the data beside `package`; raise WorkspaceError when the installation is incomplete."""
    checkout = package.parent.parent
    if (checkout / "crates" / "cell").is_dir() and (checkout / "pyproject.toml").is_file():
        return Data(root=checkout, checkout=True)
    if (package / "_data" / "crates").is_dir():
        return Data(root=package / "_data", checkout=False)
    raise WorkspaceError(
        f"the crates and the book are missing beside `{package}`",
        hint="install the package again: `python -m pip install --force-reinstall rustlab`",
    )
