"""A port's crate -> a module for one interpreter, as it is or with a mistake planted."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from rustlab.cargo.build import Progress
from rustlab.cargo.scratch import Scratch, build_scratch
from rustlab.data import Data
from rustlab.errors import CargoProtocolError
from rustlab.machine.fingerprint import stamp
from rustlab.machine.toolchain import Toolchain
from rustlab.machine.workspace import Workspace
from rustlab.parity.ports import Mutant, Port
from rustlab.source.lock import lock_for

MANIFEST = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[lib]
name = "{name}"
crate-type = ["cdylib"]
doctest = false
test = false

[dependencies]
{dependencies}
[profile.dev]
debug = 0
incremental = false

[profile.release]
lto = "fat"
codegen-units = 1

[workspace]
"""


def build_port(  # noqa: PLR0913 - what to build, and with what
    port: Port,
    data: Data,
    tools: Toolchain,
    workspace: Workspace,
    *,
    mutant: Mutant | None = None,
    profile: str = "dev",
    on_progress: Callable[[Progress], None] | None = None,
) -> Path:
    """The built module. Raises ToolchainError, WorkspaceError; a port that does not build is ours.

    Built as a crate of its own, so that a mistake is planted in a copy and never in the checkout.
    """
    crate = data.crates / port.crate
    texts = _texts(crate)
    if mutant is not None:
        texts[mutant.file] = _planted(texts[mutant.file], mutant)
    needed = _dependencies(crate)
    key = _key(texts, [data.crates / name for name in needed], profile, stamp(data.root, tools))
    package = f"{port.crate.replace('-', '_')}_{key}"
    kit = (data.root / "Cargo.lock").read_text(encoding="utf-8")
    scratch = Scratch(
        package=package,
        module=port.module,
        key=key,
        files=texts | {"Cargo.toml": _manifest(package, data, needed)},
        lock=partial(lock_for, package, needed, kit),
        profile=profile,
    )
    built = build_scratch(scratch, tools, workspace, on_progress=on_progress)
    if built.artifact is None:
        raise _not_built(port, built.message or "\n".join(d.rendered for d in built.errors))
    return built.artifact


def _texts(crate: Path) -> dict[str, str]:
    return {
        path.relative_to(crate).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((crate / "src").rglob("*.rs"))
    }


def _planted(text: str, mutant: Mutant) -> str:
    if text.count(mutant.before) != 1:
        raise CargoProtocolError(
            f"the mistake to plant in `{mutant.file}` does not fit: `{mutant.before}` is there "
            f"{text.count(mutant.before)} times",
            hint="change the entry in `src/rustlab/parity/ports.py` with the port",
        )
    return text.replace(mutant.before, mutant.after)


def _dependencies(crate: Path) -> tuple[str, ...]:
    manifest = tomllib.loads((crate / "Cargo.toml").read_text(encoding="utf-8"))
    return tuple(sorted(manifest.get("dependencies", {})))


def _manifest(name: str, data: Data, needed: tuple[str, ...]) -> str:
    """A crate of the kit by its path, any other in the version that the workspace names."""
    kit = tomllib.loads((data.root / "Cargo.toml").read_text(encoding="utf-8"))
    versions = kit["workspace"]["dependencies"]

    def where(one: str) -> str:
        path = data.crates / one
        return (
            f"{{ path = {json.dumps(str(path))} }}" if path.is_dir() else json.dumps(versions[one])
        )

    lines = [f"{one} = {where(one)}\n" for one in needed]
    return MANIFEST.format(name=name, dependencies="".join(lines))


def _key(texts: Mapping[str, str], crates: list[Path], profile: str, stamped: str) -> str:
    parts = [json.dumps(texts, sort_keys=True), MANIFEST, profile, stamped]
    for crate in crates:
        parts += [json.dumps(_texts(crate), sort_keys=True)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _not_built(port: Port, said: str) -> CargoProtocolError:
    return CargoProtocolError(
        f"`{port.crate}` did not build:\n{said}",
        hint=f"`cargo build -p {port.crate}` in a checkout says more; please report it",
    )
