"""The program of the worker process: standard library only, started by path, never imported.

`python -I -X faulthandler _worker.py FOLDER` reads FOLDER/config.json, limits itself, connects
to its parent and answers one request at a time (DESIGN section 4). The compiled modules of a
notebook live here, so that what they do to a process happens to this one. `_worker_desk.py` says
what can be asked, `_worker_objects.py` what stays, `_worker_pickle.py` what travels,
`_worker_changes.py` what a call changed, `_worker_code.py` how isolated code runs.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import importlib.util
import json
import os
import signal
import sys
from functools import partial
from multiprocessing.connection import Client, Connection

# `typing` and `pathlib` would take a tenth of the start: paths are text here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

CONNECTION_LOST = 97  # exit status; `classify.py` knows it by the same name
STACK = 8 << 20  # bytes; `worker.py` compares a crash with it
FOLDER = __file__.rpartition(os.sep)[0]


def main() -> None:
    """Prepare the process, connect, serve until the parent hangs up."""
    folder = sys.argv[1] + os.sep
    with open(f"{folder}config.json", encoding="utf-8") as file:  # noqa: PTH123
        config = json.load(file)
    os.remove(f"{folder}config.json")  # noqa: PTH107 - it holds the key of the connection
    limit(config)
    open_streams()
    faults = watch_faults(f"{folder}faults")
    interrupts = Interrupts()
    sys.path.extend(entry for entry in config["path"] if entry not in sys.path)
    for part in ("objects", "pickle", "changes", "code", "desk"):
        name = f"_worker_{part}"
        by_path(name, f"{FOLDER}{os.sep}{name}.py")
    # It takes half of the time of a start, and most workers never need it.
    cloudpickle = partial(by_path, "cloudpickle", config["cloudpickle"])
    desk = sys.modules["_worker_desk"].Desk(config, f"{folder}reports", cloudpickle)
    address = config["address"]
    address = tuple(address) if isinstance(address, list) else address
    connection = Client(address, authkey=bytes.fromhex(config["key"]))
    try:
        serve(connection, desk, interrupts, flusher())
    except OSError:
        os._exit(CONNECTION_LOST)  # the learner's code closed our descriptors
    faults.close()


def serve(
    connection: Connection, desk: Any, interrupts: Interrupts, flush: Callable[[], None]
) -> None:
    """Answer until the parent closes the connection."""
    while True:
        try:
            request = connection.recv_bytes()
        except EOFError:
            return
        try:
            try:
                interrupts.in_request = True
                reply = desk.answer(request)
            finally:
                interrupts.in_request = False
        except KeyboardInterrupt:  # it came after the learner's code, before the answer was ready
            reply = desk.interrupted()
        flush()
        connection.send_bytes(reply)


def by_path(name: str, path: str) -> ModuleType:
    """Load a module or package from a file, once, without putting its folder on `sys.path`."""
    if name in sys.modules:
        return sys.modules[name]
    parent, _, file = path.rpartition(os.sep)
    search = [parent] if file == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=search)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def limit(config: dict[str, Any]) -> None:
    """Set what this process may use, before any module of a learner is loaded."""
    if sys.platform == "win32":
        # No dialog may block a crash: SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX. The limit
        # of memory belongs to the job object of the supervisor there.
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)
        return
    import resource

    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: config["file_size"],
        resource.RLIMIT_NOFILE: 1024,
        resource.RLIMIT_STACK: STACK,
    }
    if sys.platform != "darwin":  # macOS accepts this limit and does not keep it
        wanted[resource.RLIMIT_AS] = config["memory"]
    for kind, soft in wanted.items():
        hard = resource.getrlimit(kind)[1]
        value = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        resource.setrlimit(kind, (value, hard))


def open_streams() -> None:
    """Descriptors 1 and 2 append to files already; text goes there as UTF-8, line by line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]


def watch_faults(path: str) -> Any:
    """Write the Python stack (and the C stack where there is one) of a fatal signal to `path`."""
    file = open(path, "ab", buffering=0)  # noqa: PTH123, SIM115 - open as long as we live
    faulthandler.disable()
    hold_still()
    faulthandler.enable(file=file, all_threads=False)
    if hasattr(faulthandler, "register"):  # the parent asks with it where an endless call is
        faulthandler.register(signal.SIGUSR2, file=file, all_threads=False)
    return file


def hold_still() -> None:
    """After the fault handler has written, sleep some seconds, then die of the same signal.

    A full stack and a bad pointer are both SIGSEGV. While the process sleeps, the parent reads how
    large its stack is. glibc's `sysv_signal` installs `sleep` itself as the handler: it is called
    with the number of the signal (so 11 seconds at most) and is taken off when it starts. Where
    that function is missing, a full stack is told from the frames alone.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None)
        install, sleep = getattr(libc, "__sysv_signal"), libc.sleep
        install.argtypes, install.restype = (ctypes.c_int, ctypes.c_void_p), ctypes.c_void_p
        for number in (signal.SIGSEGV, signal.SIGBUS):
            install(number, ctypes.cast(sleep, ctypes.c_void_p))


class Interrupts:
    """SIGINT raises KeyboardInterrupt in the learner's code and nowhere else."""

    def __init__(self) -> None:
        self.in_request = False
        signal.signal(signal.SIGINT, self)
        if hasattr(signal, "SIGBREAK"):  # what the supervisor can send on Windows
            signal.signal(signal.SIGBREAK, self)

    def __call__(self, _number: int, _frame: object) -> None:
        if self.in_request:
            raise KeyboardInterrupt


def flusher() -> Callable[[], None]:
    """Return a function that empties every buffer between a print and the file."""
    fflush = None
    with contextlib.suppress(AttributeError, OSError, TypeError):
        libc = ctypes.cdll.ucrtbase if sys.platform == "win32" else ctypes.CDLL(None)
        fflush = libc.fflush

    def flush() -> None:
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            # A learner may have put anything there, also something whose flush never works.
            with contextlib.suppress(BaseException):
                stream.flush()  # type: ignore[union-attr]
        if fflush is not None:
            fflush(None)

    return flush


if __name__ == "__main__":
    main()
