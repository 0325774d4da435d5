"""Many texts of one exercise, or of several, built by one cargo, for the proof of exercises.

The results go into the store, under the keys that `Lab.check` would use, so that nothing is built
twice and a second proof of the same texts builds nothing at all.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rustlab.cargo import record
from rustlab.cargo.build import Build
from rustlab.cargo.environment import child_environment
from rustlab.cargo.messages import Messages, parse
from rustlab.cargo.scratch import target_key
from rustlab.cargo.snippets import Snippets, command, keep, kept, sweep
from rustlab.exercise import snippets, submission
from rustlab.exercise.exercise import Exercise, Submission
from rustlab.exercise.submission import CrateTexts
from rustlab.lab import Lab
from rustlab.machine import process
from rustlab.machine.fingerprint import stamp
from rustlab.machine.toolchain import Toolchain
from rustlab.source.lock import lock_for

WORKSPACE = """\
[workspace]
resolver = "2"
members = ["members/*"]

[profile.dev]
debug = 0
incremental = false
"""
# A manifest of a scratch crate is a workspace of its own: as a member it is not.
OF_ITS_OWN = ("\n[profile.dev]\ndebug = 0\nincremental = false\n", "\n[workspace]\n")
MOST = 40  # texts for one cargo: more would fill a small disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of an exercise, by the name of the case it belongs to."""

    exercise: Exercise
    text: str


def build(texts: Iterable[Text], lab: Lab) -> list[Build]:
    """Return a Build for each text, in order."""
    tools = lab.toolchain()
    crates = [_crate(one, lab, tools) for one in texts]
    for first in range(0, len(crates), MOST):
        part = crates[first : first + MOST]
        with lab.workspace.locked(target_key(tools, "dev")):
            missing = {c.key: (e, c) for e, c in part if lab.workspace.kept(c.key) is None}
            if missing:
                _build(list(missing.values()), lab, tools)
    return [_kept(crate, lab) for _, crate in crates]


def check(texts: list[Text], lab: Lab) -> None:
    """Check the snippets of all texts with one cargo, so that each verdict finds them in the store.

    For texts that build.
    """
    tools = lab.toolchain()
    handed = [Submission(exercise=one.exercise, text=one.text) for one in texts]
    all_of_them = [lab.snippets(h, tools) for h in handed if snippets.read(h.exercise)]
    with lab.workspace.locked(target_key(tools, "dev")):
        missing = [one for one in all_of_them if kept(one, lab.workspace) is None]
        if missing:
            _check(missing, lab, tools)


def _check(missing: list[Snippets], lab: Lab, tools: Toolchain) -> None:
    files = {"Cargo.toml": WORKSPACE, "Cargo.lock": missing[0].files["Cargo.lock"]}
    for one in missing:
        files |= _member(one.package, {k: v for k, v in one.files.items() if k != "Cargo.lock"})
    folder = lab.workspace.place(files, f"batch/{missing[0].key}")
    target = lab.workspace.target(target_key(tools, "dev"))
    messages = _run(command(folder / "Cargo.toml", target, tools), folder, tools)
    for one in missing:
        keep(one, messages, folder / "members" / one.package / "Cargo.toml", lab.workspace)
        sweep(one, target)
    _remove(folder)


def _run(argv: list[str | Path], folder: Path, tools: Toolchain) -> Messages:
    ended = process.run(argv, cwd=folder, env=child_environment(os.environ, tools, folder))
    # rustc names files as seen from the workspace; a text of its own is always `src/cell.rs`.
    stdout = re.sub(r"members/\w+/(src|snippets)/", r"\1/", ended.stdout)
    messages = parse(stdout.splitlines())
    assert messages.finished is not None, ended.stderr
    return messages


def _member(name: str, files: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for path, text in files.items():
        member = text
        if path == "Cargo.toml":
            for part in OF_ITS_OWN:
                assert part in member
                member = member.replace(part, "\n")
            member = member.replace(submission.FAST.format(name=name), "\n")
        found[f"members/{name}/{path}"] = member
    return found


def _crate(one: Text, lab: Lab, tools: Toolchain) -> tuple[Exercise, CrateTexts]:
    known = stamp(lab.data.root, tools)
    crate = submission.scratch(one.exercise, one.text, crates=lab.data.crates, stamp=known)
    return one.exercise, crate


def _kept(crate: CrateTexts, lab: Lab) -> Build:
    kept = lab.workspace.kept(crate.key)
    assert kept is not None, f"{crate.name} was not built"
    found = record.load(kept.record, kept.artifact)
    assert found is not None
    return found


def _build(crates: list[tuple[Exercise, CrateTexts]], lab: Lab, tools: Toolchain) -> None:
    folder = lab.workspace.place(_files(crates, lab), f"batch/{crates[0][1].key}")
    target = lab.workspace.target(target_key(tools, "dev"))
    messages = _run(
        [tools.cargo, "build", "--message-format=json", "--offline", "--workspace", "--keep-going",
         "--manifest-path", folder / "Cargo.toml", "--target-dir", target],
        folder,
        tools,
    )  # fmt: skip
    for exercise, crate in crates:
        manifest = folder / "members" / crate.name / "Cargo.toml"
        _keep(exercise, crate, _of(messages, manifest), lab, tools)
        for place in ("", "deps", ".fingerprint", "build"):
            for path in (target / "debug" / place).glob(f"*{crate.name}*"):
                _remove(path)
    _remove(folder)


def _files(crates: list[tuple[Exercise, CrateTexts]], lab: Lab) -> dict[str, str]:
    needed = {name for exercise, _ in crates for name in submission.needed(exercise)}
    lock = (lab.data.root / "Cargo.lock").read_text(encoding="utf-8")
    files = {"Cargo.toml": WORKSPACE, "Cargo.lock": lock_for("batch", tuple(needed), lock)}
    for _, crate in crates:
        files |= _member(crate.name, crate.files)
    fast = (c.name for e, c in crates if "speed" in e.probes)
    files["Cargo.toml"] += "".join(submission.FAST.format(name=name) for name in fast)
    return files


def _of(messages: Messages, manifest: Path) -> Build:
    said = tuple(s.diagnostic for s in messages.said if Path(s.manifest) == manifest)
    files = (f for a in messages.artifacts if Path(a.manifest) == manifest for f in a.files)
    artifact = next((Path(f) for f in files if f.endswith((".so", ".dylib", ".dll"))), None)
    ending = "built" if artifact else "failed"
    return Build(ending=ending, diagnostics=said, artifact=artifact)  # type: ignore[arg-type]


def _keep(exercise: Exercise, crate: CrateTexts, built: Build, lab: Lab, tools: Toolchain) -> None:
    assert built.ok or built.errors, f"{exercise.id}: cargo said nothing of {crate.name}"
    name = f"{exercise.module}.{crate.key}{tools.python.ext_suffix}"
    known = dataclasses.replace(built, module=exercise.module)
    lab.workspace.keep(crate.key, record.dump(known), built.artifact, name)


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
