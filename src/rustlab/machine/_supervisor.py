"""The program that guards one child on POSIX: standard library only, started by path.

It ends with every descendant of the child dead: when the child ends, when it is told, when its own
parent is gone in any way. Standard input carries first the request (length, then `marshal`), then
one byte a command: `i` interrupts the child, `k` ends the tree. The descriptor named on the command
line carries the answer in lines: `pid N` or `failed ERRNO TEXT`, then `ended STATUS`.
"""

# Every cell and every build waits for this start: no pathlib, contextlib, subprocess or json here.
# ruff: noqa: PTH123, PTH208, SIM105

from __future__ import annotations

import os
import select
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable

    Prctl = Callable[[int, int, int, int, int], int]
else:
    # `signal` is this module with enums around it, and importing them is a third of this start.
    import _signal as signal

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# A parent that forked without exec leaves copies of our pipe open: then only its pid tells.
PARENT_POLL = 0.5


def main() -> None:
    answer = int(sys.argv[1])
    os.set_inheritable(answer, False)
    parent = os.getppid()
    wake = prepare_signals()
    prctl = linux_prctl()
    if prctl is not None:
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    child = start(read_request(), prctl, answer)
    silence()
    say(answer, f"pid {child}")
    status = watch(child, parent, wake)
    end_descendants(child)
    say(answer, f"ended {os.waitstatus_to_exitcode(status)}")


def prepare_signals() -> int:
    """SIGINT is the kernel's business; a child's end or a request to stop wakes the loop."""
    read_end, write_end = os.pipe()
    os.set_blocking(read_end, False)
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    return read_end


def linux_prctl() -> Prctl | None:
    if not LINUX:
        return None
    import ctypes

    prctl: Prctl = ctypes.CDLL(None).prctl
    return prctl


def read_request() -> dict[str, str]:
    import marshal

    size = int.from_bytes(read_exactly(8), "little")
    request: dict[str, str] = marshal.loads(read_exactly(size))
    return request


def read_exactly(size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = os.read(0, size - len(parts))
        if not part:
            os._exit(0)  # the parent died before it had asked for anything
        parts += part
    return parts


def start(request: dict[str, str], prctl: Prctl | None, answer: int) -> int:
    """Fork and exec; an error of exec travels back through a pipe that exec closes."""
    told, tell = os.pipe()
    supervisor = os.getpid()
    child = os.fork()
    if child == 0:
        become(request, prctl, supervisor, tell)
    os.close(tell)
    problem = os.read(told, 4096)
    os.close(told)
    if problem:
        os.waitpid(child, 0)
        say(answer, "failed " + problem.decode("utf-8", "replace"))
        os._exit(0)
    return child


def become(request: dict[str, str], prctl: Prctl | None, supervisor: int, tell: int) -> None:
    """In the forked child: own group, default signals, its files, its folder, its program."""
    try:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != supervisor:
                os._exit(1)
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        redirect(request["stdin"], 0, os.O_RDONLY)
        redirect(request["stdout"], 1, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        redirect(request["stderr"], 2, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        if request["cwd"] is not None:
            os.chdir(request["cwd"])
        # Lists and mappings travel as text with a separator that neither may hold.
        argv = request["argv"].split("\0")
        env = dict(pair.split("=", 1) for pair in request["env"].split("\0") if pair)
        os.execve(request["program"], argv, env)
    except OSError as error:
        os.write(tell, f"{error.errno} {error.strerror}".encode())
    finally:
        os._exit(127)


def redirect(path: str | None, number: int, flags: int) -> None:
    """Open `path` as descriptor `number`; None keeps what was inherited."""
    if path is None:
        return
    descriptor = os.open(path, flags, 0o600)
    os.dup2(descriptor, number)
    if descriptor != number:
        os.close(descriptor)


def silence() -> None:
    """Let go of the child's pipes, so that their reader meets the end of file with the child's."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)


def watch(child: int, parent: int, wake: int) -> int:
    """Wait for the child; kill it when told or when the parent is gone. Returns its status."""
    waiting = select.poll()
    waiting.register(0, select.POLLIN)
    waiting.register(wake, select.POLLIN)
    stopping = False
    while True:
        ready = dict(waiting.poll(PARENT_POLL * 1000))
        told = wake in ready and asked_to_stop(wake)
        if not stopping and (told or (0 in ready and not obey(child)) or os.getppid() != parent):
            stopping = True
            waiting.unregister(0)  # at its end of file it would be ready for ever
            kill(child)
        ended = reap(child)
        if ended is not None:
            return ended


def asked_to_stop(wake: int) -> bool:
    return any(number in (signal.SIGTERM, signal.SIGHUP) for number in os.read(wake, 512))


def obey(child: int) -> bool:
    """Read the commands; False when the tree must end."""
    commands = os.read(0, 64)
    if not commands or b"k" in commands:
        return False
    os.kill(child, signal.SIGINT)
    return True


def reap(child: int) -> int | None:
    """Collect whoever ended (orphans come to us); the child's own end is the answer."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return None
        if pid == 0:
            return None
        if pid == child:
            return status


def end_descendants(child: int) -> None:
    """Kill until nobody is left: stopped first, so that nobody forks while being counted."""
    kill_group(child)
    while found := (linux_descendants() if LINUX else session_members()):
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in found:
                kill(pid, number)
        select.select([], [], [], 0.001)


def linux_descendants() -> list[int]:
    """Who is below us. Orphans are our children (subreaper): without a child there is nobody."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return []
    parents = linux_parents()
    found: list[int] = []
    level = {os.getpid()}
    while level:
        level = {pid for pid, parent in parents.items() if parent in level}
        found.extend(level)
    return found


def linux_parents() -> dict[int, int]:
    """The parent of every process."""
    table = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", "rb") as stream:
                table[int(name)] = int(stream.read().rpartition(b") ")[2].split()[1])
        except OSError:
            continue
    return table


def session_members() -> list[int]:
    """Who shares our session; a process that made a session of its own escapes this (macOS)."""
    told, tell = os.pipe()
    arguments = ["ps", "-A", "-o", "pid="]
    actions = [(os.POSIX_SPAWN_DUP2, tell, 1)]
    ps = os.posix_spawn("/bin/ps", arguments, os.environ, file_actions=actions)
    os.close(tell)
    with open(told, "rb") as stream:
        known = {int(line) for line in stream} - {ps, os.getpid()}
    os.waitpid(ps, 0)
    return [pid for pid in known if session(pid) == os.getpid()]


def session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return 0


def kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except OSError:
        pass


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    try:
        os.kill(pid, number)
    except OSError:
        pass


def say(answer: int, line: str) -> None:
    try:
        os.write(answer, line.encode() + b"\n")
    except OSError:
        pass  # nobody is left to hear it


if __name__ == "__main__":
    main()
