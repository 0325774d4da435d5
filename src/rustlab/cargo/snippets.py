"""Checks texts against a crate of the learner's: one cargo for all of them, nothing is linked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rustlab.cargo import endings, record
from rustlab.cargo.build import Build
from rustlab.cargo.environment import child_environment
from rustlab.cargo.messages import Messages, parse
from rustlab.cargo.scratch import target_key
from rustlab.machine import process
from rustlab.machine.toolchain import Toolchain
from rustlab.machine.workspace import Workspace

FOLDER = "snippets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippets:
    """A library crate with the texts as targets: `names`, each in `snippets/<name>.rs`."""

    key: str
    package: str
    library: str
    files: Mapping[str, str]
    names: tuple[str, ...]


def check_snippets(
    snippets: Snippets, toolchain: Toolchain, workspace: Workspace
) -> dict[str, Build]:
    """Return a Build for each name, without an artifact: what rustc said of it.

    Raises ToolchainError, CargoProtocolError, WorkspaceError.
    """
    with workspace.locked(target_key(toolchain, "dev")):
        if kept(snippets, workspace) is None:
            _check(snippets, toolchain, workspace)
    found = kept(snippets, workspace)
    assert found is not None
    return found


def kept(snippets: Snippets, workspace: Workspace) -> dict[str, Build] | None:
    """Return what an earlier check found, or None."""
    found = {}
    for name in snippets.names:
        stored = workspace.kept(f"{snippets.key}-{name}")
        build = None if stored is None else record.load(stored.record, None)
        if build is None:
            return None
        found[name] = build
    return found


def keep(snippets: Snippets, messages: Messages, manifest: Path, workspace: Workspace) -> None:
    """Put what cargo said of each text into the store."""
    for name in snippets.names:
        file = f"{FOLDER}/{name}.rs"
        said = tuple(
            s.diagnostic
            for s in messages.said
            if Path(s.manifest) == manifest and any(p.file == file for p in s.diagnostic.spans)
        )
        failed = any(diagnostic.level == "error" for diagnostic in said)
        build = Build(ending="failed" if failed else "built", diagnostics=said)
        workspace.keep(f"{snippets.key}-{name}", record.dump(build), None)


def command(manifest: Path, target: Path, toolchain: Toolchain) -> list[str | Path]:
    """The command line: every text, also after one that fails."""
    return [
        toolchain.cargo, "check", "--message-format=json", "--offline", "--examples",
        "--keep-going", "--workspace", "--manifest-path", manifest, "--target-dir", target,
    ]  # fmt: skip


def examples(names: Iterable[str]) -> str:
    """The lines of a manifest that make a target of each text; a library needs no `main`."""
    return "".join(
        f'\n[[example]]\nname = "{name}"\npath = "{FOLDER}/{name}.rs"\ncrate-type = ["rlib"]\n'
        for name in names
    )


def _check(snippets: Snippets, toolchain: Toolchain, workspace: Workspace) -> None:
    folder = workspace.place(snippets.files, f"snippets/{snippets.key}")
    target = workspace.target(target_key(toolchain, "dev"))
    ended = process.run(
        command(folder / "Cargo.toml", target, toolchain),
        cwd=folder,
        env=child_environment(os.environ, toolchain, folder),
    )
    if ended.ending == "interrupted":
        raise KeyboardInterrupt
    messages = parse(ended.stdout.splitlines())
    errors = any(s.diagnostic.level == "error" for s in messages.said)
    fault = endings.machine_fault(messages, ended.stderr, errors)
    if fault is not None and not messages.finished and not errors:
        raise fault
    keep(snippets, messages, folder / "Cargo.toml", workspace)
    sweep(snippets, target)
    shutil.rmtree(folder, ignore_errors=True)


def sweep(snippets: Snippets, target: Path) -> None:
    """Nothing of it is of use to another check: the next one has another name."""
    names = (snippets.package, f"lib{snippets.library}-", *(f"lib{n}-" for n in snippets.names))
    for place in ("deps", "examples", ".fingerprint"):
        for name in names:
            for path in (target / "debug" / place).glob(f"{name}*"):
                shutil.rmtree(path, True) if path.is_dir() else path.unlink(missing_ok=True)
