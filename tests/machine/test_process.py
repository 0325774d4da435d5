"""Every way a child, its supervisor or its parent can end; afterwards nobody may be left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from processes import Marked, eventually
from rustlab.errors import ToolchainError
from rustlab.machine import process
from rustlab.machine.process import Supervised

PYTHON = sys.executable
ENDLESS = "import time\nwhile True: time.sleep(60)"
# A daemon in the old style: forks twice, leaves the session, ignores what can be ignored. Who has
# left the session is found on Linux only (subreaper).
ESCAPE = """
import os, signal, sys, time
if os.fork() == 0:
    if sys.platform == "linux": os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        while True: time.sleep(60)
    os._exit(0)
os.wait()
print("escaped", flush=True)
"""


@pytest.fixture
def start(marked: Marked, tmp_path: Path) -> Iterator[Callable[[str], Supervised]]:
    children: list[Supervised] = []

    def start(code: str) -> Supervised:
        child = process.spawn(
            [PYTHON, "-I", "-c", code],
            env=marked.env,
            stdout=tmp_path / "out",
            stderr=tmp_path / "err",
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.close()


def test_run_returns_both_streams_and_the_status() -> None:
    code = "import sys; print('é'); print('err', file=sys.stderr); sys.exit(3)"

    ended = process.run([PYTHON, "-X", "utf8", "-c", code])

    assert (
        ended.stdout, ended.stderr, ended.returncode, ended.ending,
    ) == ("é\n", "err\n", 3, "exited")  # fmt: skip


def test_run_reads_every_line_although_each_costs_time() -> None:
    seen: list[str] = []

    def slow(line: str) -> None:
        time.sleep(0.001)
        seen.append(line)

    process.run([PYTHON, "-c", "for i in range(500): print(i)"], on_line=slow)

    assert [f"{i}\n" for i in range(500)] == seen


def test_run_survives_a_flood_on_both_streams() -> None:
    code = (
        "import sys\nfor i in range(40): sys.stderr.write('e'*65536); sys.stdout.write('o'*65536)"
    )

    ended = process.run([PYTHON, "-c", code])

    assert (len(ended.stdout), len(ended.stderr)) == (40 * 65536, 40 * 65536)


def test_run_hands_over_input_folder_and_environment(tmp_path: Path) -> None:
    folder = tmp_path / "mit Leer zeichen é"
    folder.mkdir()
    code = "import os,sys; print(os.getcwd(), os.environ['A'], sys.stdin.read())"

    ended = process.run(
        [PYTHON, "-X", "utf8", "-c", code],
        cwd=folder,
        env={**os.environ, "A": "b=c\nd"},
        input="x\ny",
    )

    assert f"{folder} b=c\nd x\ny\n" == ended.stdout


def test_a_program_that_is_missing_is_a_sentence() -> None:
    with pytest.raises(ToolchainError, match="`no-such-tool` could not be started: No such file"):
        process.run(["no-such-tool"])


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match=r"the folder `.*gone` is gone"):
        process.run([PYTHON], cwd=tmp_path / "gone")


def test_timeout_ends_the_tree(marked: Marked) -> None:
    code = f"import subprocess,sys; subprocess.run([sys.executable, '-c', {ENDLESS!r}])"

    ended = process.run([PYTHON, "-c", code], env=marked.env, timeout=1)

    assert ended.ending == "timed_out"
    assert marked.alive() == []


def test_a_daemon_of_a_finished_child_does_not_outlive_it(marked: Marked) -> None:
    ended = process.run([PYTHON, "-c", ESCAPE], env=marked.env)

    assert (ended.stdout, ended.returncode) == ("escaped\n", 0)
    assert marked.alive() == []


def test_ctrl_c_ends_the_tree_and_is_a_value(marked: Marked) -> None:
    def press(_: str) -> None:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()

    ended = process.run([PYTHON, "-c", ESCAPE + ENDLESS], env=marked.env, on_line=press)

    assert ended.ending == "interrupted"
    assert ended.stdout == "escaped\n"
    assert marked.alive() == []


def test_an_error_of_the_reader_ends_the_tree(marked: Marked) -> None:
    def bad(line: str) -> None:
        raise LookupError(line)

    code = "print(1, flush=True)\n" + ENDLESS
    with pytest.raises(LookupError):
        process.run([PYTHON, "-c", code], env=marked.env, on_line=bad)

    marked.settle()


def test_spawn_appends_to_files_and_tells_the_pid(
    start: Callable[[str], Supervised], tmp_path: Path
) -> None:
    child = start("import os,sys; print(os.getpid(), sys.stdin.read()); os.abort()")

    assert child.wait(20) == -signal.SIGABRT
    child = start("import os,sys; print(os.getpid(), repr(sys.stdin.read()))")
    assert child.wait(20) == 0
    assert f"{child.pid} ''\n" == (tmp_path / "out").read_text()


def test_interrupt_reaches_the_child_as_keyboard_interrupt(
    start: Callable[[str], Supervised], tmp_path: Path
) -> None:
    child = start(
        "import time\nprint('up', flush=True)\ntry:\n time.sleep(60)\n"
        "except KeyboardInterrupt: print('stopped')"
    )
    eventually((tmp_path / "out").read_text)
    child.interrupt()

    assert child.wait(20) == 0
    assert (tmp_path / "out").read_text() == "up\nstopped\n"


def test_kill_returns_when_a_stubborn_tree_is_gone(
    start: Callable[[str], Supervised], marked: Marked, tmp_path: Path
) -> None:
    child = start(
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n" + ESCAPE + ENDLESS
    )
    eventually(lambda: "escaped" in (tmp_path / "out").read_text())
    child.interrupt()
    child.kill()

    assert child.poll() == -signal.SIGKILL
    assert marked.alive() == []


def test_a_chain_that_forks_all_the_time_is_outrun(
    start: Callable[[str], Supervised], marked: Marked
) -> None:
    """Each link leaves for a session of its own, forks the next and dies: no list stays true."""
    chain = (
        "import os, sys, time\n"
        "for generation in range(20000):\n"
        "    if os.fork() == 0:\n"
        "        if sys.platform == 'linux': os.setsid()\n"
        "        time.sleep(0.001)\n"
        "    elif generation: os._exit(0)\n"
        "    else: time.sleep(600)\n"
    )
    child = start(chain)
    eventually(lambda: len(marked.alive()) > 1)
    child.kill()

    assert child.poll() == -signal.SIGKILL
    assert marked.alive() == []


def test_a_child_without_descriptors_is_still_held(
    start: Callable[[str], Supervised], marked: Marked
) -> None:
    child = start("import os; os.closerange(0, 4096)\n" + ENDLESS)
    assert child.poll() is None
    child.kill()

    assert marked.alive() == []


def test_dropping_the_handle_ends_the_tree(
    start: Callable[[str], Supervised], marked: Marked, tmp_path: Path
) -> None:
    process.spawn(
        [PYTHON, "-c", ENDLESS], env=marked.env, stdout=tmp_path / "o", stderr=tmp_path / "e"
    )

    marked.settle()


def test_a_killed_supervisor_takes_its_child_along(
    start: Callable[[str], Supervised], marked: Marked
) -> None:
    child = start(f"import subprocess,sys; subprocess.run([sys.executable, '-c', {ENDLESS!r}])")
    eventually(lambda: len(marked.alive()) == 2)
    supervisor = psutil.Process(child.pid).ppid()
    os.kill(supervisor, signal.SIGKILL)

    assert child.wait(20) == -signal.SIGKILL
    marked.settle()


def test_sigterm_to_the_supervisor_ends_the_tree(
    start: Callable[[str], Supervised], marked: Marked, tmp_path: Path
) -> None:
    child = start(ESCAPE + ENDLESS)
    eventually(lambda: "escaped" in (tmp_path / "out").read_text())
    os.kill(psutil.Process(child.pid).ppid(), signal.SIGTERM)

    assert child.wait(20) == -signal.SIGKILL
    assert marked.alive() == []


PARENT = """
import os, sys
from pathlib import Path
from rustlab.machine import process
child = process.spawn([sys.executable, "-c", {code!r}], stdout=Path({out!r}), stderr=Path({err!r}))
{extra}
print("ready", flush=True)
child.wait()
"""


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param("", id="alone"),
        # A forked copy of the parent keeps our pipe open: only the parent's pid tells of its end.
        pytest.param(
            "if os.fork() == 0:\n  import time; time.sleep(600)",
            id="with a forked copy",
        ),
    ],
)
def test_a_parent_killed_by_kill_9_leaves_nobody(
    marked: Marked, tmp_path: Path, extra: str
) -> None:
    out = tmp_path / "out"
    program = PARENT.format(
        code=ESCAPE + ENDLESS, out=str(out), err=str(tmp_path / "err"), extra=extra
    )
    parent = subprocess.Popen(
        [PYTHON, "-c", program], env=marked.env, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    eventually(lambda: out.exists() and "escaped" in out.read_text())
    copies = [one for one in psutil.Process(parent.pid).children() if not extra or _forked(one)]
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    def left() -> list[psutil.Process]:
        return [one for one in marked.alive() if not (extra and one in copies)]

    eventually(lambda: not left())


def _forked(one: psutil.Process) -> bool:
    return not any("_supervisor" in part for part in one.cmdline())


def test_a_fork_of_the_test_does_not_hide_the_environment(marked: Marked) -> None:
    """The means of these tests: a marked process is seen, an unmarked one is not."""
    with subprocess.Popen([PYTHON, "-c", ENDLESS], env=marked.env) as child:
        eventually(lambda: [child.pid] == [one.pid for one in marked.alive()])
        child.kill()
    assert marked.alive() == []
