"""The learner's folder: what `rustlab init` hands out, and the manifest of it.

A second `init` updates what the learner has not touched, lays new versions of what they edited
beside it, and deletes nothing. It can be interrupted anywhere and repeated.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rustlab import __version__
from rustlab.data import Data
from rustlab.errors import UsageError, WorkspaceError
from rustlab.exercise import catalog

SCHEMA = 1
MANIFEST = ".rustlab/manifest.json"
LOCK = "Cargo.lock"
WELCOME = "book/index.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What one `init` did, as paths in the learner's folder."""

    home: Path
    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()  # (the edited file, where its new version lies)
    unchanged: int = 0


def init(home: Path, data: Data, *, python: Path) -> Handout:
    """Hand out notebooks and starters; raise WorkspaceError when the folder cannot be written.

    `python` is the interpreter that rust-analyzer and cargo shall build for. UsageError when `home`
    lies in the kit itself: learners never work there.
    """
    home = home.expanduser().absolute()
    if data.checkout and home.is_relative_to(data.root):
        raise UsageError(
            f"`{home}` lies inside the kit's own checkout",
            hint="name a folder of your own: `rustlab init ~/rustlab`",
        )
    before = read_manifest(home)
    files = handed_out(data, python)
    if (home / LOCK).is_file():
        del files[LOCK]  # cargo keeps it up to date, which is no edit of the learner's
    done = [_hand_out(home, path, content, before.get(path)) for path, content in files.items()]
    hashes = {**before, **{path: _hash(content) for path, content in files.items()}}
    _write_manifest(home, hashes)
    return Handout(
        home=home,
        new=tuple(path for path, what, _ in done if what == "new"),
        updated=tuple(path for path, what, _ in done if what == "updated"),
        beside=tuple((path, where) for path, what, where in done if what == "beside"),
        unchanged=sum(what == "unchanged" for _, what, _ in done),
    )


def handed_out(data: Data, python: Path) -> dict[str, bytes]:
    """Return every file a learner gets, path in their folder -> content."""
    files = {f"book/{path}": content for path, content in _tree(data.book).items()}
    for exercise in catalog.load(data):
        inside = f"exercises/{exercise.crate}"
        for path, text in catalog.given(exercise).items():
            files[f"{inside}/{path}"] = text.encode("utf-8")
        files[f"{inside}/{exercise.answer}"] = catalog.starter(exercise).encode("utf-8")
    texts = {
        "README.md": _README,
        "jupytext.toml": _JUPYTEXT,
        ".gitignore": "/target/\n/.rustlab/\n",
        "Cargo.toml": _workspace(data),
        ".cargo/config.toml": _cargo_config(python),
    }
    files |= {path: text.encode("utf-8") for path, text in texts.items()}
    return files | {LOCK: (data.root / LOCK).read_bytes()}


def read_manifest(home: Path) -> dict[str, str]:
    """Return what was handed out, path -> SHA-256; empty for a folder that is not ours yet."""
    file = home / MANIFEST
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise WorkspaceError(
            f"`{file}` cannot be read: {error}",
            hint="move it away and run `rustlab init` again; your own files stay as they are",
        ) from None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise WorkspaceError(
            f"`{file}` was written by another version of rustlab",
            hint="update rustlab: `python -m pip install --upgrade rustlab`",
        )
    return {str(path): str(digest) for path, digest in told["files"].items()}


def _hand_out(home: Path, path: str, content: bytes, handed: str | None) -> tuple[str, str, str]:
    """Place one file; return its path, what was done, and where a new version lies if beside."""
    target = home / path
    there = _read(target)
    if there is None:
        _write(target, content)
        return (path, "new", "")
    if there == content:
        return (path, "unchanged", "")
    if handed == _hash(there):
        _write(target, content)
        return (path, "updated", "")
    if handed == _hash(content):
        return (path, "unchanged", "")  # edited, and there is no new version to offer
    where = _beside(home, path, content)
    _write(home / where, content)
    return (path, "beside", where)


def _beside(home: Path, path: str, content: bytes) -> str:
    """Return `name.new.md`, or the next number when the learner has their own file there."""
    pure = PurePosixPath(path)
    for number in range(1, 10_000):
        middle = ".new" if number == 1 else f".new-{number}"
        where = pure.with_name(f"{pure.stem}{middle}{pure.suffix}").as_posix()
        if _read(home / where) in (None, content):
            return where
    raise WorkspaceError(
        f"there are too many new versions of `{path}`", hint="delete those you do not need"
    )


def _tree(folder: Path) -> dict[str, bytes]:
    kept = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        hidden = any(part.startswith((".", "__")) for part in path.parts)
        if file.is_file() and not hidden:
            kept[path.as_posix()] = file.read_bytes()
    return kept


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorkspaceError(
            f"`{path}` cannot be read: {error.strerror}",
            hint="move it away, or name another folder",
        ) from None


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise WorkspaceError(
            f"`{path}` cannot be written: {error.strerror}",
            hint="choose a folder you may write to: `rustlab init DIR`",
        ) from None


def _write_manifest(home: Path, hashes: Mapping[str, str]) -> None:
    told = {"schema": SCHEMA, "version": __version__, "files": dict(sorted(hashes.items()))}
    _write(home / MANIFEST, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))


def _workspace(data: Data) -> str:
    crates = sorted(path.parent for path in data.crates.glob("*/Cargo.toml"))
    depend = "".join(
        f"{c.name} = {{ path = {_toml(c)} }}\n" for c in crates if c.name.startswith("cpython-")
    )
    # What needs no tool chain has no manifest, and a pattern of members wants one of each.
    papers = json.dumps([f"exercises/{e.crate}" for e in catalog.load(data) if not e.manifest])
    return (
        "# So that rust-analyzer and cargo know the exercises. Written by `rustlab init`.\n"
        f'[workspace]\nresolver = "3"\nmembers = ["exercises/*"]\nexclude = {papers}\n\n'
        '[workspace.package]\nversion = "0.0.0"\nedition = "2024"\nrust-version = "1.85"\n'
        'license = "Apache-2.0 OR MIT"\npublish = false\n\n'
        f"[workspace.dependencies]\n{depend}"
    )


def _cargo_config(python: Path) -> str:
    return (
        "# Which interpreter the exercises are built for. Written by `rustlab init`.\n"
        f"[env]\nPYTHON_SYS_EXECUTABLE = {_toml(python)}\n"
    )


def _toml(path: Path) -> str:
    return json.dumps(str(path), ensure_ascii=False)


_README = """\
# Your folder for the Rust for CPython devguide

- `book/` holds the pages. Open it with `rustlab lab` and begin with `book/index.md`.
- `exercises/` holds the starters. Edit `exercises/<name>/src/lib.rs`, then `rustlab check <id>`.
- `rustlab exercises` lists what there is, `rustlab progress` what you have done.

Everything here is yours. `rustlab init` again brings newer pages: what you did not touch is
updated, and the new version of a file that you edited is laid beside it.
"""

_FILTER = "all,-jupytext.text_representation.jupytext_version,-language_info,-widgets"
_JUPYTEXT = f"""\
# Pages are text without outputs; saving one in JupyterLab changes no byte of it. Outputs survive a
# reload in a notebook of the same name under .rustlab/outputs; the page alone decides the text.
outdated_text_notebook_margin = inf
notebook_metadata_filter = "{_FILTER}"

[formats]
"book/" = "md:myst"
".rustlab/outputs/" = "ipynb"
"""
