"""Which folder is whose: the cache and the learner's; placing, locking, keeping what was built."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from rustlab.errors import WorkspaceError
from rustlab.machine import eviction
from rustlab.machine.filelock import FileLock

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
NO_WRITING = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the store holds of one build: a record, and the artifact (None: it failed)."""

    record: str
    artifact: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """`cache` is ours, `home` the learner's (None outside of one)."""

    cache: Path
    home: Path | None

    @contextmanager
    def locked(self, key: str, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        """Hold the lock `key` against every process; `waiting` is called once if another has it."""
        lock = FileLock(self._folder("locks") / f"{key}.lock", waiting)
        with explained(self.cache):
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def place(self, files: Mapping[str, str], under: str) -> Path:
        """Write `files` (relative path -> text) below the cache; leave what is so already."""
        folder = self.cache / under
        with explained(folder):
            for name, text in files.items():
                write_changed(folder / name, text)
        return folder

    def target(self, key: str) -> Path:
        """The target folder that all builds of one interpreter, rustc and profile share."""
        folder = self._folder("target") / key
        with explained(folder):
            folder.mkdir(exist_ok=True)
            eviction.touch(folder)
        return folder

    def kept(self, key: str) -> Kept | None:
        """What an earlier build with the same content left, or None."""
        folder = self.cache / "artifacts" / key
        try:
            name, _, record = (folder / "record").read_text(encoding="utf-8").partition("\n")
        except OSError:
            return None
        artifact = folder / name if name else None
        if artifact is not None and not artifact.is_file():
            return None
        eviction.touch(folder)
        return Kept(record=record, artifact=artifact)

    def keep(self, key: str, record: str, artifact: Path | None, name: str = "") -> Kept:
        """Copy `artifact` into the store as `name`; whole or not at all, for others read it."""
        folder = self._folder("artifacts")
        fresh = folder / f"{key}.{os.getpid()}"
        with explained(folder):
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            try:
                if artifact is not None:
                    shutil.copy2(artifact, fresh / name)
                text = f"{name if artifact else ''}\n{record}"
                (fresh / "record").write_text(text, encoding="utf-8", newline="")
                _move(fresh, folder / key)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
        return Kept(record=record, artifact=artifact and folder / key / name)

    def evict(self, keep: Path) -> None:
        """Now and then bring the cache under its limit; `keep` stays (call it under its lock)."""
        eviction.evict(self.cache, keep)

    def _folder(self, name: str) -> Path:
        folder = self.cache / name
        with explained(self.cache):
            folder.mkdir(parents=True, exist_ok=True)
        return folder


def open_workspace(
    environ: Mapping[str, str] | None = None, start: Path | None = None
) -> Workspace:
    """The folders that apply in `start` (else the current folder). Nothing is made or read yet."""
    environ = os.environ if environ is None else environ
    return Workspace(cache=cache_folder(environ), home=find_home(environ, start))


def cache_folder(environ: Mapping[str, str]) -> Path:
    """`RUSTLAB_CACHE`, else the platform's cache folder."""
    named = environ.get("RUSTLAB_CACHE")
    if named:
        return Path(os.path.abspath(Path(named).expanduser()))  # noqa: PTH100 - links stay
    return platformdirs.user_cache_path("rustlab", appauthor=False)


def find_home(environ: Mapping[str, str], start: Path | None = None) -> Path | None:
    """`RUSTLAB_HOME`, else the nearest folder upwards that holds `.rustlab/`."""
    named = environ.get("RUSTLAB_HOME")
    if named:
        return Path(os.path.abspath(Path(named).expanduser()))  # noqa: PTH100 - links stay
    try:
        start = (start or Path.cwd()).absolute()
    except FileNotFoundError:  # the current folder was deleted
        return None
    return next((one for one in (start, *start.parents) if (one / ".rustlab").is_dir()), None)


def write_changed(path: Path, text: str) -> None:
    """Write `text` unless the file holds it: cargo looks at the time of change."""
    content = text.encode()
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into a WorkspaceError with the next step."""
    try:
        yield
    except OSError as error:
        raise explain(error, folder) from error


def explain(error: OSError, folder: Path) -> WorkspaceError:
    """The sentence for an error of the system below `folder`."""
    place = error.filename or folder
    if error.errno in NO_SPACE:
        return WorkspaceError(
            f"there is no space left on the disk that holds `{folder}`",
            hint="free some space there, or set `RUSTLAB_CACHE` to a folder on another disk",
        )
    if error.errno in NO_WRITING:
        return WorkspaceError(
            f"`{place}` cannot be written: {error.strerror}",
            hint="make the folder writable, or set `RUSTLAB_CACHE` to one that is",
        )
    return WorkspaceError(
        f"`{place}`: {error.strerror or error}",
        hint="check that the folder exists, or set `RUSTLAB_CACHE` to another one",
    )


def _move(fresh: Path, target: Path) -> None:
    """Rename into place. A folder that is there already has the same content (the key says so)."""
    if target.exists():
        shutil.rmtree(target, ignore_errors=True)
    try:
        fresh.rename(target)
    except OSError:
        if not (target / "record").is_file():  # Windows: a loaded artifact cannot be removed
            raise
