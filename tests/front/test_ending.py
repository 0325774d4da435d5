"""Ctrl-C, restart, shutdown and kill -9 during an endless call and during a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.front.kernels import Kernel, Reply, wait_until_gone

pytestmark = [pytest.mark.kernel, pytest.mark.cargo, pytest.mark.xdist_group("ending")]

CELLS = Path(__file__).with_name("hostile")
BUILDS = {
    "rust": ("%%rust\n", CELLS / "endless_build.rs", "rustc"),
    "c": ("%%c\n", CELLS / "endless_build.c", "cc1"),
}


def call_for_ever(notebook: Kernel) -> str:
    """Start an endless call in C; return when it runs."""
    source = (CELLS / "c" / "loop.c").read_text(encoding="utf-8")
    built = notebook.run(f"%%c hostile\n{source}")
    assert built.ok, built.text
    message = notebook.start("go()")
    notebook.wait_for_output(message, "looping")
    return message


def build_for_ever(notebook: Kernel, language: str = "rust") -> str:
    """Start a build without an end; return when the compiler reads the cell."""
    magic, path, compiler = BUILDS[language]
    warm = notebook.run("%%rust --fails E0425\nfn f() { not_there }")  # builds the crates alone
    assert warm.ok, warm.text
    message = notebook.start(magic + path.read_text(encoding="utf-8"))
    notebook.command_of(compiler)
    return message


BUSY = {"call": call_for_ever, "build": build_for_ever}


@pytest.fixture(params=BUSY)
def busy(own: Kernel, request: pytest.FixtureRequest) -> Kernel:
    start: Callable[[Kernel], str] = BUSY[request.param]
    start(own)
    return own


def test_a_restart_leaves_nobody(busy: Kernel) -> None:
    busy.manager.restart_kernel(now=False)
    busy.client.wait_for_ready(timeout=60)

    assert not busy.left_behind()


def test_a_shutdown_leaves_nobody(busy: Kernel) -> None:
    busy.manager.shutdown_kernel(now=False)

    assert not wait_until_gone(busy.mark)


def test_kill_9_leaves_nobody(busy: Kernel) -> None:
    psutil.Process(busy.pid).kill()

    assert not wait_until_gone(busy.mark)


@pytest.mark.parametrize("language", BUILDS)
def test_ctrl_c_ends_a_build(own: Kernel, language: str) -> None:
    message = build_for_ever(own, language)
    own.interrupt()
    reply = own.wait(message, timeout=20)

    stopped(reply)
    assert not own.left_behind()
    assert own.run("1 + 1").ok


def test_cargo_killed_half_way(own: Kernel) -> None:
    message = build_for_ever(own)
    own.command_of("cargo").kill()
    reply = own.wait(message, timeout=60)

    stopped(reply)
    assert not own.left_behind()
    again = own.run(
        "%%rust\n#[pyfunction]\nfn two(_ctx: &ThreadContext<'_>, _s: &NoState) -> i64 { 2 }"
    )
    assert again.ok, again.text
    assert own.run("two()").data == [{"text/plain": "2"}]


def stopped(reply: Reply) -> None:
    """A build that was ended says so with a next step, and its progress line is gone."""
    assert reply.ename == "BuildFailed", reply.text
    assert "\n\nhint: " in reply.evalue
    assert reply.stdout == ""
