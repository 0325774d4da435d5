"""The program of the worker process: standard library only, started by path, never imported.

`python -I -X faulthandler _worker.py FOLDER` reads FOLDER/config.json, limits itself, connects
to its parent and answers one request at a time (DESIGN section 4). The compiled modules of a
notebook live here, so that what they do to a process happens to this one.
"""

from __future__ import annotations

import ctypes
import faulthandler
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
from multiprocessing.connection import Client

CONNECTION_LOST = 97  # exit status; the parent knows it from its own constant of the same value
FOLDER = os.path.dirname(os.path.abspath(__file__))


def by_path(name, path, package=False):
    """Load a module from a file without putting its folder on `sys.path`."""
    search = [os.path.dirname(path)] if package else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=search)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def limit(config):
    """Set what this process may use, before any module of a learner is loaded."""
    if sys.platform == "win32":
        # No dialog may block a crash: SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX.
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)
        return
    import resource

    wanted = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": config["file_size"], "RLIMIT_NOFILE": 1024}
    wanted["RLIMIT_STACK"] = 8 << 20  # the parent reads "stack full" against this figure
    if sys.platform != "darwin":  # the macOS kernel accepts RLIMIT_AS and does not keep it
        wanted["RLIMIT_AS"] = config["memory"]
    for name, soft in wanted.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        value = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        resource.setrlimit(kind, (value, hard))


def open_streams():
    """Descriptors 1 and 2 append to files already; text goes there as UTF-8, line by line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def watch_faults(path):
    """Write the Python stack (and the C stack where there is one) of a fatal signal to `path`."""
    file = open(path, "wb", buffering=0)  # noqa: SIM115 - kept open for the life of the process
    faulthandler.disable()
    hold_still()
    faulthandler.enable(file=file, all_threads=False)
    if hasattr(faulthandler, "register"):  # the parent asks with it where an endless call is
        faulthandler.register(signal.SIGUSR2, file=file, all_threads=False)
    return file


def hold_still():
    """After the fault handler has written, sleep some seconds, then die of the same signal.

    A C stack overflow and a bad pointer are both SIGSEGV. While the process sleeps, the parent
    reads how large its stack is. `sysv_signal` (glibc) installs `sleep` itself as the handler:
    its argument is the signal's number (11 seconds at most), and the handler is taken off when it starts.
    """
    try:
        libc = ctypes.CDLL(None)
        install, sleep = libc.__sysv_signal, libc.sleep
    except (AttributeError, OSError, TypeError):
        return
    install.argtypes, install.restype = (ctypes.c_int, ctypes.c_void_p), ctypes.c_void_p
    for number in (signal.SIGSEGV, signal.SIGBUS):
        install(number, ctypes.cast(sleep, ctypes.c_void_p))


class Interrupts:
    """SIGINT raises KeyboardInterrupt in the learner's code and nowhere else."""

    def __init__(self):
        self.in_request = False
        signal.signal(signal.SIGINT, self)

    def __call__(self, _number, _frame):
        if self.in_request:
            raise KeyboardInterrupt


def flusher():
    """Return a function that empties every buffer between a print and the file."""
    try:
        fflush = (ctypes.cdll.ucrtbase if sys.platform == "win32" else ctypes.CDLL(None)).fflush
    except (AttributeError, OSError):
        fflush = None

    def flush():
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            try:
                stream.flush()
            except BaseException:  # noqa: BLE001 S110 - a learner may have put anything there
                pass
        if fflush is not None:
            fflush(None)

    return flush


def serve(connection, desk, interrupts, flush):
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
        except KeyboardInterrupt:  # it came between the learner's code and the answer
            reply = desk.interrupted()
        flush()
        connection.send_bytes(reply)


def main():
    folder = sys.argv[1]
    path = os.path.join(folder, "config.json")
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    os.remove(path)  # it holds the key of the connection
    limit(config)
    open_streams()
    faults = watch_faults(config["faults"])
    interrupts = Interrupts()
    address = config["address"]
    address = tuple(address) if isinstance(address, list) else address
    sys.path.extend(entry for entry in config["path"] if entry not in sys.path)
    cloudpickle = by_path("cloudpickle", config["cloudpickle"], package=True)
    objects = by_path("_worker_objects", os.path.join(FOLDER, "_worker_objects.py"))
    changes = by_path("_worker_changes", os.path.join(FOLDER, "_worker_changes.py"))
    code = by_path("_worker_code", os.path.join(FOLDER, "_worker_code.py"))
    desk_module = by_path("_worker_desk", os.path.join(FOLDER, "_worker_desk.py"))
    desk = desk_module.Desk(cloudpickle, objects, changes, code, config)
    connection = Client(address, authkey=bytes.fromhex(config["key"]))
    try:
        serve(connection, desk, interrupts, flusher())
    except OSError:
        os._exit(CONNECTION_LOST)  # the learner's code closed our descriptors
    faults.close()


if __name__ == "__main__":
    main()
