"""The one door to processes: every child runs under a supervisor that ends its tree with it."""

from __future__ import annotations

import marshal
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any, Literal, Self

import psutil

from rustlab.errors import ToolchainError

Ending = Literal["exited", "timed_out", "interrupted"]
# On Windows a wait for a lock is not broken by Ctrl-C: short waits let the interrupt through.
SLICE = 0.1
# Seconds a pipe may stay open after the tree is gone (macOS: a process that left the session).
DRAIN = 2.0
# Seconds a supervisor may need to end its tree before it is killed itself.
PATIENCE = 5.0


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


@dataclass(slots=True, kw_only=True)
class _Fate:
    """What the supervisor said so far; written by one thread, read after the events."""

    process: subprocess.Popen[bytes]
    started: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)
    pid: int = 0
    problem: str = ""  # why the program could not be started
    returncode: int = -9  # the supervisor itself was killed, and the child with it


class Supervised:
    """A running child and its tree. When this object is dropped or its process dies, they end."""

    def __init__(self, fate: _Fate, control: IO[bytes]) -> None:
        self._fate = fate
        self._control = control

    @property
    def pid(self) -> int:
        """The child's own process id (not the supervisor's)."""
        return self._fate.pid

    def poll(self) -> int | None:
        """The return code once the whole tree is gone, else None."""
        return self._fate.returncode if self._fate.ended.is_set() else None

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end of the tree, at most `timeout` seconds; the return code or None."""
        _wait(self._fate.ended, timeout)
        return self.poll()

    def interrupt(self) -> None:
        """Send SIGINT (Windows: CTRL_BREAK) to the child alone."""
        self._tell(b"i")

    def kill(self) -> None:
        """End the whole tree; return when it is gone."""
        self._tell(b"k")
        if self.wait(PATIENCE) is None:
            self._fate.process.kill()
            self.wait(PATIENCE)

    def close(self) -> None:
        """End the tree if it still runs and let go of everything."""
        try:
            if self.poll() is None:
                self.kill()
        finally:
            self._control.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tell(self, command: bytes) -> None:
        with suppress(OSError, ValueError):  # ended or closed: there is nobody left to tell
            self._control.write(command)


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
    reading = _Reading(
        deadline=None if timeout is None else begun + timeout,
        calls={"stdout": on_line, "stderr": on_error},
        on_idle=on_idle,
    )
    fate = None
    try:
        with _stdin(input) as stdin:
            fate, control = _launch(argv, cwd, env, _Files(stdin=stdin))
            with Supervised(fate, control) as child:
                reading.follow(child, fate.process)
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


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Collects both streams of a child until their end, on the caller's thread."""

    deadline: float | None
    calls: Mapping[str, Callable[[str], None] | None]
    on_idle: Callable[[], None] | None
    ending: Ending = "exited"
    texts: dict[str, list[str]] = field(default_factory=lambda: {"stdout": [], "stderr": []})
    lines: queue.SimpleQueue[tuple[str, str | None]] = field(default_factory=queue.SimpleQueue)
    gone: float | None = None  # when the tree had ended while a pipe was still open

    def follow(self, child: Supervised, process: subprocess.Popen[bytes]) -> None:
        """Read to the end of both files, for polling a process loses its last lines (HOUSE 5.1)."""
        for name, stream in (("stdout", process.stdout), ("stderr", process.stderr)):
            Thread(target=_pump, args=(name, stream, self.lines), daemon=True).start()
        still_open = 2
        while still_open and not self._given_up(child):
            try:
                self._check_deadline(child)
                still_open -= self._take()
            except KeyboardInterrupt:
                self.ending = "interrupted"
                child.kill()

    def _take(self) -> bool:
        """Deliver one line; True when it was the end of a stream."""
        try:
            name, line = self.lines.get(timeout=SLICE)
        except queue.Empty:
            if self.on_idle is not None and self.ending == "exited":
                self.on_idle()
            return False
        if line is None:
            return True
        self.texts[name].append(line)
        call = self.calls[name]
        if call is not None and self.ending == "exited":
            call(line)
        return False

    def _check_deadline(self, child: Supervised) -> None:
        late = self.deadline is not None and time.monotonic() > self.deadline
        if late and self.ending == "exited" and child.poll() is None:
            self.ending = "timed_out"
            child.kill()

    def _given_up(self, child: Supervised) -> bool:
        if child.poll() is None:
            return False
        self.gone = self.gone or time.monotonic()
        return time.monotonic() - self.gone > DRAIN and self.lines.empty()


def _pump(name: str, stream: IO[bytes], lines: queue.SimpleQueue[tuple[str, str | None]]) -> None:
    with stream:
        for line in stream:
            lines.put((name, line.decode("utf-8", "replace").replace("\r\n", "\n")))
    lines.put((name, None))


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
) -> tuple[_Fate, IO[bytes]]:
    """Start the supervisor and wait until the child runs."""
    body = _request(argv, cwd, os.environ if env is None else env, files)
    fate, control = _start_supervisor(piped=files.stdout is None)
    try:
        control.write(len(body).to_bytes(8, "little") + body)
        _wait(fate.started, None)
    except BaseException:
        control.close()  # end of file: the supervisor ends whatever it has started
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


def _start_supervisor(*, piped: bool) -> tuple[_Fate, IO[bytes]]:
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
    fate = _Fate(process=process)
    # The thread holds no end of the control pipe: dropping `Supervised` must end the tree.
    Thread(target=_listen, args=(read_answer, fate), daemon=True).start()
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


def _listen(answer: int, fate: _Fate) -> None:
    """Read what the supervisor says, to the end, then reap it."""
    finished = False
    with os.fdopen(answer, encoding="utf-8", errors="replace") as stream:
        for line in stream:
            word, _, rest = line.strip().partition(" ")
            if word == "pid":
                fate.pid = int(rest)
                fate.started.set()
            elif word == "failed":
                fate.problem = rest
            elif word == "ended":
                fate.returncode = int(rest)
                finished = True
    fate.process.wait()
    if not finished:
        _sweep(fate.process.pid)
    fate.ended.set()
    fate.started.set()


def _sweep(session: int) -> None:
    """Somebody killed the supervisor: end what is left of its session (Windows: the job did)."""
    if sys.platform == "win32":
        return
    import signal

    for pid in psutil.pids():
        try:
            if os.getsid(pid) == session:
                os.kill(pid, signal.SIGKILL)
        except OSError:
            continue


def _wait(event: Event, timeout: float | None) -> None:
    """Event.wait that Ctrl-C can break on every system."""
    if sys.platform != "win32":
        event.wait(timeout)
        return
    end = None if timeout is None else time.monotonic() + timeout
    while not event.wait(SLICE) and (end is None or time.monotonic() < end):
        pass


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
