"""Folders, the lock between processes, the store, eviction."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rustlab.errors import WorkspaceError
from rustlab.machine import eviction
from rustlab.machine.filelock import FileLock
from rustlab.machine.workspace import Workspace, cache_folder, find_home, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(cache=tmp_path / "ca che é", home=None)


def test_the_cache_is_named_by_the_environment(tmp_path: Path) -> None:
    assert cache_folder({"RUSTLAB_CACHE": str(tmp_path / "x")}) == tmp_path / "x"
    assert cache_folder({}).is_absolute()
    assert "rustlab" in cache_folder({}).parts


def test_home_is_found_upwards_and_overridden(tmp_path: Path) -> None:
    (tmp_path / "learner" / ".rustlab").mkdir(parents=True)
    below = tmp_path / "learner" / "book" / "start"
    below.mkdir(parents=True)

    assert find_home({}, below) == tmp_path / "learner"
    assert find_home({}, tmp_path) is None
    assert find_home({"RUSTLAB_HOME": str(tmp_path / "o")}, below) == tmp_path / "o"
    assert open_workspace({"RUSTLAB_CACHE": str(tmp_path)}, below).home == tmp_path / "learner"


def test_place_writes_only_what_changed(workspace: Workspace) -> None:
    folder = workspace.place({"a.txt": "1", "src/b.rs": "é\r\n"}, "cells/x")
    os.utime(folder / "a.txt", ns=(5, 5))
    workspace.place({"a.txt": "1", "src/b.rs": "2"}, "cells/x")

    assert (folder / "a.txt").stat().st_mtime_ns == 5
    assert (folder / "src" / "b.rs").read_text() == "2"
    assert sorted(p.name for p in folder.rglob("*")) == ["a.txt", "b.rs", "src"]


def test_what_is_kept_is_found(workspace: Workspace, tmp_path: Path) -> None:
    built = tmp_path / "lib.so"
    built.write_bytes(b"\x7fELF")

    assert workspace.kept("k") is None
    kept = workspace.keep("k", "record\nof é", built, "mod.so")

    assert workspace.kept("k") == kept
    assert kept.artifact is not None
    assert kept.artifact.read_bytes() == b"\x7fELF"
    assert kept.record == "record\nof é"
    assert workspace.keep("failed", "why", None).artifact is None
    kept.artifact.unlink()
    assert workspace.kept("k") is None


def test_keeping_the_same_at_once_never_shows_a_half(workspace: Workspace, tmp_path: Path) -> None:
    built = tmp_path / "lib.so"
    built.write_bytes(b"x" * 100_000)

    def work(_: int) -> int:
        workspace.keep("k", "r", built, "mod.so")
        kept = workspace.kept("k")
        return 100_000 if kept is None or kept.artifact is None else kept.artifact.stat().st_size

    assert {work(i) for i in range(10)} == {100_000}


HOLD = """
import sys
from pathlib import Path
from rustlab.machine.workspace import Workspace
with Workspace(cache=Path(sys.argv[1]), home=None).locked("k"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_holds_between_processes_and_ends_with_its_holder(workspace: Workspace) -> None:
    argv = [sys.executable, "-c", HOLD, str(workspace.cache)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        waited: list[str] = []

        def wait() -> None:
            waited.append("waiting")
            holder.kill()  # nobody gives the lock back by hand

        with workspace.locked("k", wait):
            assert waited == ["waiting"]
    with workspace.locked("k", lambda: waited.append("again")), workspace.locked("other"):
        assert waited == ["waiting"]


def test_threads_take_turns(workspace: Workspace) -> None:
    inside: list[int] = []

    def work(number: int) -> bool:
        with workspace.locked("k"):
            inside.append(number)
            alone = len(inside) == 1
            time.sleep(0.002)
            inside.clear()
            return alone

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(16)))


def test_eviction_takes_the_oldest_and_spares_what_is_used(tmp_path: Path) -> None:
    for number, name in enumerate(("old", "locked", "new", "mine")):
        folder = tmp_path / "target" / name
        (folder / "debug").mkdir(parents=True)
        (folder / "debug" / "lib").write_bytes(b"x" * 1000)
        eviction.touch(folder)
        os.utime(folder / eviction.USED, (number, number))
    (tmp_path / "locks").mkdir()
    lock = FileLock(tmp_path / "locks" / "locked.lock")
    lock.acquire()
    mine = tmp_path / "target" / "mine"
    eviction.evict(tmp_path, mine, limit=3500)
    after_first = sorted(p.name for p in (tmp_path / "target").iterdir())
    (tmp_path / ".measured").unlink()
    eviction.evict(tmp_path, mine, limit=0)
    lock.release()

    assert after_first == ["locked", "mine", "new"]
    assert sorted(p.name for p in (tmp_path / "target").iterdir()) == ["locked", "mine"]


def test_a_fresh_artifact_is_not_evicted(workspace: Workspace, tmp_path: Path) -> None:
    built = tmp_path / "lib.so"
    built.write_bytes(b"x" * 1000)
    for key in ("fresh", "stale"):
        workspace.keep(key, "r", built, "m.so")
        workspace.kept(key)
    os.utime(workspace.cache / "artifacts" / "stale" / eviction.USED, (1, 1))
    eviction.evict(workspace.cache, tmp_path, limit=0)

    assert [p.name for p in (workspace.cache / "artifacts").iterdir()] == ["fresh"]


def test_measuring_is_not_repeated_at_once(tmp_path: Path) -> None:
    eviction.evict(tmp_path, tmp_path, limit=0)
    (tmp_path / "target" / "a").mkdir(parents=True)
    (tmp_path / "target" / "a" / "x").write_bytes(b"x")
    eviction.evict(tmp_path, tmp_path, limit=0)

    assert (tmp_path / "target" / "a").exists()


def test_a_cache_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    workspace = Workspace(cache=tmp_path / "cache", home=None)

    with pytest.raises(WorkspaceError, match=r"(?s)cache.*RUSTLAB_CACHE") as caught:
        workspace.place({"a": "b"}, "cells/x")
    assert "\n\nhint: " in str(caught.value)
