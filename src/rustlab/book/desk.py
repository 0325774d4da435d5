"""The folder a page works in during a run: its result, its notebook, its learner's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Parent and child find it by the page's path, so nothing else needs to be passed."""

    folder: Path

    @classmethod
    def of(cls, out: Path, page: Path) -> Desk:
        """The desk of `page` in a run that works in `out`."""
        digest = hashlib.sha256(str(page).encode()).hexdigest()[:8]
        return cls(folder=out / f"{page.stem}-{digest}")

    @property
    def result(self) -> Path:
        """Appears whole, once the page is done."""
        return self.folder / "result.json"

    @property
    def notebook(self) -> Path:
        """The executed notebook, if every cell ran."""
        return self.folder / "executed.ipynb"

    @property
    def kernel_log(self) -> Path:
        """What the kernel's process wrote to stderr."""
        return self.folder / "kernel.txt"

    @property
    def home(self) -> Path:
        """A learner's folder of the page's own: what an exercise saves lies here."""
        return self.folder / "home"

    def lay(self) -> None:
        """Make the folders."""
        (self.home / ".rustlab").mkdir(parents=True, exist_ok=True)
        (self.folder / "ipython").mkdir(exist_ok=True)

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """What the page's kernel sees: no history, no profile, no folder of the person's own."""
        kept = {k: v for k, v in environ.items() if not k.startswith(("PYTEST_", "IPYTHON"))}
        ours = {"RUSTLAB_HOME": str(self.home), "IPYTHONDIR": str(self.folder / "ipython")}
        return {**kept, **ours, "PYTHONUTF8": "1"}
