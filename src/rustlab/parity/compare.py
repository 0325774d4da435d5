"""The whole of `rustlab parity`: C, the port, a broken port, and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rustlab.cargo.build import Progress
from rustlab.data import Data
from rustlab.errors import UsageError
from rustlab.machine.toolchain import Toolchain
from rustlab.machine.workspace import Workspace
from rustlab.parity import judge
from rustlab.parity.building import build_port
from rustlab.parity.ports import Mutant, Port
from rustlab.parity.report import Parity
from rustlab.parity.running import count_references, run_tests

Told = Callable[[Progress], None]


def parity(  # noqa: PLR0913 - where, with what, and how
    port: Port,
    data: Data,
    tools: Toolchain,
    workspace: Workspace,
    *,
    refleaks: bool = False,
    on_progress: Told | None = None,
) -> Parity:
    """Judge a port with CPython's own tests. Raises ToolchainError, UsageError, WorkspaceError."""
    python = tools.python
    if refleaks and not python.debug:
        raise UsageError(
            f"`{python.executable}` is no debug build, and only those count references",
            hint="name one with `--python`, for example `--python python3.13d`",
        )

    def built(mutant: Mutant | None) -> Path:
        return build_port(port, data, tools, workspace, mutant=mutant, on_progress=on_progress)

    good, bad = built(None), built(port.mutant)
    c, ours, broken = (run_tests(port, python, module) for module in (None, good, bad))
    leaks = count_references(port, python, good) if refleaks else None
    version = python.version[:2]
    return Parity(
        port=port.name,
        python=f"{'.'.join(map(str, python.version))} ({python.tag})",
        reasons=judge.reasons(port, version, c, ours, broken) + judge.leaking(leaks),
        ours=ours,
        expected=judge.differences(port, version, ours),
        caught=len(broken.ended("failed")),
        leaks=leaks,
    )
