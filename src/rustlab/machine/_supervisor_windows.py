"""The program that guards one child on Windows: standard library only, started by path.

The same request, commands and answers as `_supervisor.py`. The child and everything it starts live
in a job object that Windows ends with this process (KILL_ON_JOB_CLOSE), however it ends.
"""

# No pathlib or contextlib: every cell and every build waits for this start.
# ruff: noqa: PTH123, SIM105, SLF001

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes  # noqa: E402 - type checkers leave the rest out on other systems
import marshal  # noqa: E402
import msvcrt  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import subprocess  # noqa: E402, TID251
import threading  # noqa: E402
from ctypes import wintypes  # noqa: E402

CREATE_SUSPENDED = 0x00000004
SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX = 0x0001, 0x0002
KILL_ON_JOB_CLOSE = 0x00002000
EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
ENDED_BY_US = 1


class BasicLimits(ctypes.Structure):
    _fields_ = [
        ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
        ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    ]


class ExtendedLimits(ctypes.Structure):
    _fields_ = [
        ("Basic", BasicLimits),
        ("IoCounters", ctypes.c_ulonglong * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    ]


def main() -> None:
    answer = msvcrt.open_osfhandle(int(sys.argv[1]), os.O_WRONLY)
    os.set_inheritable(answer, False)
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    prototypes(kernel)
    # A crash must end the child, not open a dialog; children inherit the mode.
    kernel.SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX)
    job = make_job(kernel)
    child = start(read_request(), answer)
    handle = wintypes.HANDLE(int(child._handle))  # type: ignore[attr-defined]
    kernel.AssignProcessToJobObject(job, handle)
    ctypes.WinDLL("ntdll").NtResumeProcess(handle)
    let_go_of_pipes()
    say(answer, f"pid {child.pid}")
    threading.Thread(target=obey, args=(kernel, job, child), daemon=True).start()
    status = child.wait() & 0xFFFFFFFF
    kernel.TerminateJobObject(job, ENDED_BY_US)
    say(answer, f"ended {status}")


def prototypes(kernel: ctypes.WinDLL) -> None:
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, wintypes.LPCWSTR]
    kernel.SetInformationJobObject.argtypes = [
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
    ]  # fmt: skip
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    kernel.TerminateJobObject.argtypes = [wintypes.HANDLE, wintypes.UINT]


def make_job(kernel: ctypes.WinDLL) -> int:
    job = kernel.CreateJobObjectW(None, None)
    limits = ExtendedLimits()
    limits.Basic.LimitFlags = KILL_ON_JOB_CLOSE
    kernel.SetInformationJobObject(
        job, EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    return int(job)


def read_request() -> dict[str, str]:
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


def start(request: dict[str, str], answer: int) -> subprocess.Popen[bytes]:
    """Start the child suspended: it must be in the job before it can start others."""
    try:
        return subprocess.Popen(
            request["argv"].split("\0"),
            executable=request["program"],
            cwd=request["cwd"],
            env=dict(pair.split("=", 1) for pair in request["env"].split("\0") if pair),
            stdin=open(request["stdin"], "rb"),
            stdout=opened(request["stdout"]),
            stderr=opened(request["stderr"]),
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP | CREATE_SUSPENDED,
        )
    except OSError as error:
        say(answer, f"failed {error.errno} {error.strerror}")
        os._exit(0)


def opened(path: str | None) -> int | None:
    """A descriptor that appends to `path`; None keeps the inherited pipe."""
    return None if path is None else os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def let_go_of_pipes() -> None:
    """Our copies of the child's pipes would hide the end of file from their reader."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)


def obey(kernel: ctypes.WinDLL, job: int, child: subprocess.Popen[bytes]) -> None:
    """`i`: CTRL_BREAK to the child's console group; `k` or the parent's end: end the job."""
    while True:
        commands = os.read(0, 64)
        if not commands or b"k" in commands:
            kernel.TerminateJobObject(job, ENDED_BY_US)
            return
        os.kill(child.pid, signal.CTRL_BREAK_EVENT)


def say(answer: int, line: str) -> None:
    try:
        os.write(answer, line.encode() + b"\n")
    except OSError:
        pass  # nobody is left to hear it


if __name__ == "__main__":
    main()
