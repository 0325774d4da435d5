"""What a notebook holds for each interpreter: the lab that builds, the session that runs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from rustlab.cargo.build import Build
from rustlab.errors import UsageError
from rustlab.lab import Lab
from rustlab.run.loader import load_here, public_here
from rustlab.run.proxies import public
from rustlab.run.session import Session

# A dying interpreter lists every frame; those of the worker program are nobody's business.
OWN_FRAME = re.compile(
    r'^  File "[^"\n]*[\\/]rustlab[\\/]run[\\/]_worker\w*\.py".*\n', re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A place to build and a place to run, for one interpreter."""

    lab: Lab
    session: Session
    copies: Path  # where artifacts lie that this process itself has imported

    def load(self, build: Build, *, in_process: bool) -> tuple[object, Mapping[str, object]]:
        """Import a built module in the worker, or here; return it with its public names.

        Raises what the import raises; in the worker, WorkerCrashed when it ends the process.
        """
        if not in_process:
            module = self.session.load(build)
            return module, public(module)
        assert build.artifact is not None
        if self.session.python != Path(sys.executable):
            raise UsageError(
                "`--in-process` and `--python` exclude each other",
                hint="this kernel can import only what is built for its own interpreter",
            )
        here = load_here(build.module, build.artifact, workspace_folder=self.copies)
        return here, public_here(here)


class Benches:
    """The benches of a notebook; each is made when it is first asked for.

    `RUSTLAB_PYTHON` names the interpreter for all cells that name none themselves.
    """

    def __init__(self) -> None:
        self._usual = os.environ.get("RUSTLAB_PYTHON") or None
        self._made: dict[str | None, Bench] = {}
        self._folder = TemporaryDirectory(prefix="rustlab-here-", ignore_cleanup_errors=True)

    def at(self, python: str | None = None) -> Bench:
        """The bench of `python`, None for the usual interpreter: else the notebook's own."""
        python = python or self._usual
        if python not in self._made:
            lab = Lab.open(None if python is None else Path(python))
            session, copies = lab.session(show_output), Path(self._folder.name)
            self._made[python] = Bench(lab=lab, session=session, copies=copies)
        return self._made[python]

    def close(self) -> None:
        """End every process of this notebook."""
        for bench in self._made.values():
            bench.session.close()
        self._folder.cleanup()


def show_output(stream: Literal["stdout", "stderr"], words: str) -> None:
    """What the modules print appears in the cell that runs; the streams are looked up each time."""
    target = sys.stdout if stream == "stdout" else sys.stderr
    target.write(OWN_FRAME.sub("", words) if stream == "stderr" else words)
    target.flush()
