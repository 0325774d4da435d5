"""All findings in the order in which they should be mended; each look takes well under a second."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rustlab.data import Data, locate
from rustlab.doctor import folders, kernelspec, tools
from rustlab.doctor.finding import Finding, missing
from rustlab.errors import RustlabError
from rustlab.machine.workspace import cache_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is looked at: every look takes this and nothing from anywhere else."""

    environ: Mapping[str, str]
    python: Path
    cache: Path
    data: Data


LOOKS: tuple[tuple[str, Callable[[Patient], Finding]], ...] = (
    ("Python and its headers", lambda p: tools.python(p.python, p.environ, p.cache)),
    ("C compiler and linker", lambda p: tools.compiler(p.python, p.environ, p.cache)),
    ("cargo and rustc", lambda p: tools.cargo(p.python, p.environ, p.cache)),
    ("libclang", lambda p: tools.libclang(p.environ)),
    ("disk space", lambda p: folders.disk_space(p.cache)),
    ("cache folder", lambda p: folders.writable(p.cache)),
    ("crates", lambda p: tools.crates(p.python, p.environ, p.cache, p.data)),
    ("kernel `rustlab`", lambda p: kernelspec.look(p.environ)),
)


def examine(
    *,
    environ: Mapping[str, str] | None = None,
    python: Path | None = None,
    cache: Path | None = None,
    data: Data | None = None,
) -> tuple[Finding, ...]:
    """Look at this machine. Raises WorkspaceError when the kit itself is incomplete."""
    environ = os.environ if environ is None else environ
    patient = Patient(
        environ=environ,
        python=python or Path(sys.executable),
        cache=cache or cache_folder(environ),
        data=data or locate(),
    )
    return tuple(_look(name, look, patient) for name, look in LOOKS)


def _look(name: str, look: Callable[[Patient], Finding], patient: Patient) -> Finding:
    """A tool that stops with an error of ours has told what is wrong and what to do."""
    try:
        return look(patient)
    except RustlabError as error:
        return missing(name, error.message, error.hint)
