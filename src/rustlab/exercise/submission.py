"""What a learner hands in: kept first, so that nothing is lost, then made into a crate to build."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from rustlab.errors import ExerciseError, WorkspaceError
from rustlab.exercise import catalog, papers, snippets
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.paper import Puzzle

# As for a cell, so that the crates below are built once for both. rustc's own lint counts the
# `unsafe` blocks: text in strings and comments does not fool it.
_MANIFEST = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[lib]
name = "{library}"
path = "src/cell.rs"
crate-type = ["{kind}"]
doctest = false
test = false

[lints.rust]
unsafe_code = "warn"

[dependencies]
{dependencies}
[profile.dev]
debug = 0
incremental = false
{fast}
[workspace]
"""
FAST = """
[profile.dev.package."{name}"]
opt-level = 3
"""
"""Where speed is asked for, the learner's own text is optimised; overflows still panic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Where the text is now, and where another text that stood there before was kept."""

    path: Path
    kept: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateTexts:
    """The crate of a submission: a name that nobody else has, the key of its content, its texts."""

    name: str
    key: str
    files: dict[str, str]


def place_of(home: Path, exercise: Exercise) -> Path:
    """Return the file of the learner's folder that holds their answer."""
    return home / "exercises" / exercise.crate / exercise.answer


def history_of(home: Path, exercise: Exercise) -> Path:
    """Return the folder with every text of theirs that was ever checked or replaced."""
    return home / ".rustlab" / "history" / exercise.crate


def digest(text: str) -> str:
    """Return the name of a text: the start of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def keep(home: Path, exercise: Exercise, text: str) -> Path:
    """Put a copy of the text into the history, once; raise WorkspaceError when that fails."""
    folder = history_of(home, exercise)
    suffix = Path(exercise.answer).suffix
    known = sorted(folder.glob(f"*-{digest(text)}{suffix}")) if folder.is_dir() else []
    if known:
        return known[0]
    number = 1 + max((int(f.name.split("-")[0]) for f in folder.glob("[0-9]*-*")), default=0)
    path = folder / f"{number:04}-{digest(text)}{suffix}"
    write(path, text)
    return path


def last_try(home: Path, exercise: Exercise) -> str:
    """Return how the learner's file differs from the text that was checked before, as a diff."""
    now = read(place_of(home, exercise))
    suffix = Path(exercise.answer).suffix
    kept = sorted(history_of(home, exercise).glob(f"[0-9]*-*{suffix}"))
    others = [path for path in kept if digest(now) not in path.name]
    before = others[-1].read_text(encoding="utf-8") if others else catalog.starter(exercise)
    names = ("your last try" if others else "the starter", "your file now")
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), *names, lineterm="", n=2)
    return "\n".join(lines)


def save(home: Path, exercise: Exercise, text: str) -> Saved:
    """Make `text` the learner's answer. A different text that stood there is in the history first.

    Raises WorkspaceError when the learner's folder cannot be written, ExerciseError when what
    stands there is no text: then it stays.
    """
    path = place_of(home, exercise)
    before = read(path) if path.is_file() else text
    kept = (
        keep(home, exercise, before)
        if before != text and before != catalog.starter(exercise)
        else None
    )
    keep(home, exercise, text)
    if not path.is_file() or before != text:
        write(path, text)
    return Saved(path=path, kept=kept)


def read(path: Path) -> str:
    """Return a submission's text; raise ExerciseError for a file that is missing or not text."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ExerciseError(
            f"`{path}` does not exist", hint="`rustlab init` puts the starters into your folder"
        ) from None
    except (UnicodeDecodeError, IsADirectoryError, PermissionError) as error:
        raise ExerciseError(
            f"`{path}` cannot be read: {error}", hint="name a text file in UTF-8"
        ) from None


def reset(home: Path, exercise: Exercise) -> Saved:
    """Put the starter back. The old text stays beside it as `lib.before-reset-N.rs`.

    Raises WorkspaceError when the learner's folder cannot be written, ExerciseError when what
    stands there is no text: then it stays.
    """
    path, begin = place_of(home, exercise), catalog.starter(exercise)
    old = read(path) if path.is_file() else begin
    if old == begin:
        write(path, begin)
        return Saved(path=path)
    keep(home, exercise, old)
    beside = next(
        p
        for n in range(1, 10_000)
        if not (p := path.with_name(f"{path.stem}.before-reset-{n}{path.suffix}")).exists()
    )
    write(beside, old)
    write(path, begin)
    return Saved(path=path, kept=beside)


def scratch(exercise: Exercise, text: str, *, crates: Path, stamp: str) -> CrateTexts:
    """Return the scratch crate of a submission, without `Cargo.lock`.

    The learner's text is `src/cell.rs`, unchanged, and the root of the crate. `crates` is the
    folder of the kit's crates, `stamp` what else the result depends on: crates, rustc, interpreter.
    """
    given = catalog.given(exercise).items()
    files = {path: body for path, body in given if path.startswith("src/")} | {"src/cell.rs": text}
    paths = _paths(exercise, crates)
    whole = json.dumps([_MANIFEST, paths, sorted(files.items()), stamp])
    key = hashlib.sha256(whole.encode("utf-8")).hexdigest()[:16]
    name = f"{exercise.module}_{key}"
    fast = FAST.format(name=name) if "speed" in exercise.probes else ""
    manifest = _MANIFEST.format(
        name=name, library=name, kind="cdylib", dependencies=paths, fast=fast
    )
    return CrateTexts(name=name, key=key, files={**files, "Cargo.toml": manifest})


def library(exercise: Exercise, crate: CrateTexts, *, crates: Path, more: str) -> CrateTexts:
    """Return the same text as a library under the module's name, for its snippets to use.

    `more` is added to the manifest: the targets.
    """
    texts = snippets.targets(snippets.read(exercise))
    whole = json.dumps([crate.key, more, sorted(texts.items())])
    key = hashlib.sha256(whole.encode("utf-8")).hexdigest()[:16]
    paths = _paths(exercise, crates)
    name = f"{exercise.module}_s{key}"
    manifest = _MANIFEST.format(
        name=name, library=exercise.module, kind="rlib", dependencies=paths, fast=""
    )
    files = {**crate.files, **texts, "Cargo.toml": manifest + more}
    return CrateTexts(name=name, key=key, files=files)


def _paths(exercise: Exercise, crates: Path) -> str:
    return "".join(f"{one} = {{ path = {_toml(crates / one)} }}\n" for one in needed(exercise))


def needed(exercise: Exercise) -> tuple[str, ...]:
    """Return the crates of the kit that the exercise depends on."""
    if not exercise.manifest:
        puzzle = papers.read(exercise)
        return puzzle.crates if isinstance(puzzle, Puzzle) else ()
    manifest = (exercise.folder / "Cargo.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(manifest).get("dependencies", {}))


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all; raise WorkspaceError with a next step."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        raise WorkspaceError(
            f"`{path}` cannot be written: {error.strerror or error}",
            hint="make room or change the permissions, or name another folder with RUSTLAB_HOME",
        ) from None
    finally:  # also when Ctrl-C comes in between: the file is the old one or the new one
        beside.unlink(missing_ok=True) if path.parent.is_dir() else None


def _toml(path: Path) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(str(path), ensure_ascii=False)
