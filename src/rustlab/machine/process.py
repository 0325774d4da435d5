"""The one door to processes: every child runs under a supervisor that ends its tree with it."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any

from rustlab.errors import ToolchainError
from rustlab.machine.reading import Ending, Reading
from rustlab.machine.supervised import PATIENCE, Fate, Supervised, listen, wait_for

__all__ = ["Ended", "Ending", "Supervised", "run", "spawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended. `returncode`: minus the signal on POSIX, NTSTATUS on Windows."""

    returncode: int
    stdout: str
    stderr: str
    ending: Ending
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    """Where the child's streams lie; a stream that is None becomes a pipe."""

    stdin: Path
    stdout: Path | None = None
    stderr: Path | None = None


def run(  # noqa: PLR0913 - the options of one child, all by name
    argv: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
    on_line: Callable[[str], None] | None = None,
    on_error: Callable[[str], None] | None = None,
    on_idle: Callable[[], None] | None = None,
    input: str | None = None,  # noqa: A002 - the name that subprocess.run taught everybody
) -> Ended:
    """Run to the end; read standard output line by line and standard error whole, as UTF-8.

    `timeout` in seconds; `on_error` gets the lines of standard error; `on_idle` is called about
    ten times a second while nothing comes. Ctrl-C ends the tree and returns
    `ending="interrupted"`: the caller decides what to raise. Raises ToolchainError when the
    program cannot be started.
    """
    begun = time.monotonic()
    reading = Reading(
        deadline=None if timeout is None else begun + timeout,
        calls={"stdout": on_line, "stderr": on_error},
        on_idle=on_idle,
    )
    fate = None
    try:
        with _stdin(input) as stdin:
            fate, control = _launch(argv, cwd, env, _Files(stdin=stdin))
            with Supervised(fate, control) as child:
                reading.follow(child, fate.stdout, fate.stderr)
                child.wait()
    except KeyboardInterrupt:  # before or after the reading, which catches its own
        reading.ending = "interrupted"
    return Ended(
        returncode=fate.returncode if fate else -2,
        stdout="".join(reading.texts["stdout"]),
        stderr="".join(reading.texts["stderr"]),
        ending=reading.ending,
        seconds=time.monotonic() - begun,
    )


def spawn(
    argv: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdout: Path,
    stderr: Path,
) -> Supervised:
    """Start a child whose output is appended to two files; its standard input is empty.

    Returns once the program runs; raises ToolchainError when it cannot be started.
    """
    files = _Files(stdin=Path(os.devnull), stdout=stdout, stderr=stderr)
    return Supervised(*_launch(argv, cwd, env, files))


@contextmanager
def _stdin(text: str | None) -> Iterator[Path]:
    """A file to read from: `text`, or nothing."""
    if text is None:
        yield Path(os.devnull)
        return
    with tempfile.TemporaryDirectory(prefix="rustlab-") as folder:
        path = Path(folder, "stdin")
        path.write_text(text, encoding="utf-8", newline="")
        yield path


def _launch(
    argv: Sequence[str | Path], cwd: Path | None, env: Mapping[str, str] | None, files: _Files
) -> tuple[Fate, IO[bytes]]:
    """Start the supervisor and wait until the child runs."""
    body = _request(argv, cwd, os.environ if env is None else env, files)
    fate, control = _start_supervisor(piped=files.stdout is None)
    try:
        control.write(len(body).to_bytes(8, "little") + body)
        wait_for(fate.started, None)
    except BaseException:
        control.close()  # end of file: the supervisor ends whatever it has started
        wait_for(fate.ended, PATIENCE)
        raise
    if not fate.pid:
        control.close()
        raise _not_started(str(argv[0]), cwd, fate.problem)
    return fate, control


def _request(
    argv: Sequence[str | Path], cwd: Path | None, env: Mapping[str, str], files: _Files
) -> bytes:
    """`marshal`, for both ends are the same interpreter and the guard can read it at no cost."""
    # Looked up here: the standard library's search in the guard costs it another import.
    program = shutil.which(str(argv[0]), path=env.get("PATH")) or str(argv[0])
    request = {
        "program": program,
        "argv": "\0".join(str(part) for part in argv),
        "env": "\0".join(f"{name}={value}" for name, value in env.items()),
        "cwd": None if cwd is None else str(cwd),
        "stdin": str(files.stdin),
        "stdout": files.stdout and str(files.stdout),
        "stderr": files.stderr and str(files.stderr),
    }
    return marshal.dumps(request)


def _start_supervisor(*, piped: bool) -> tuple[Fate, IO[bytes]]:
    """Start the guard with a pipe to it (its standard input) and a pipe of its own back."""
    read_control, write_control = os.pipe()
    read_answer, write_answer = os.pipe()
    streams = subprocess.PIPE if piped else subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            _supervisor_command(write_answer),
            stdin=read_control,
            stdout=streams,
            stderr=streams,
            **_inherit(write_answer),
        )
    except BaseException:
        os.close(write_control)
        os.close(read_answer)
        raise
    finally:
        os.close(read_control)
        os.close(write_answer)
    fate = Fate(guard=process, stdout=process.stdout, stderr=process.stderr)
    # The thread holds no end of the control pipe: dropping `Supervised` must end the tree.
    Thread(target=listen, args=(read_answer, fate), daemon=True).start()
    return fate, os.fdopen(write_control, "wb", buffering=0)


def _supervisor_command(answer: int) -> list[str]:
    """`-I -S`: nothing of the learner's environment or packages can break or slow the guard."""
    if sys.platform == "win32":
        import msvcrt

        answer = msvcrt.get_osfhandle(answer)
        name = "_supervisor_windows.py"
    else:
        name = "_supervisor.py"
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name(name)), str(answer)]


def _inherit(answer: int) -> dict[str, Any]:
    """How Popen hands on exactly one more descriptor, in a session or console of its own."""
    if sys.platform == "win32":
        import msvcrt

        handle = msvcrt.get_osfhandle(answer)
        os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        return {"startupinfo": startup, "creationflags": subprocess.CREATE_NO_WINDOW}
    return {"pass_fds": (answer,), "start_new_session": True}


def _not_started(program: str, cwd: Path | None, problem: str) -> ToolchainError:
    if cwd is not None and not cwd.is_dir():
        return ToolchainError(
            f"the folder `{cwd}` is gone, so `{program}` cannot run there",
            hint="open the folder again, or start the notebook again from one that exists",
        )
    _, _, text = problem.partition(" ")
    return ToolchainError(
        f"`{program}` could not be started: {text or 'its supervisor ended at once'}",
        hint="run `rustlab doctor`: it tells which tool is missing and how to get it",
    )
