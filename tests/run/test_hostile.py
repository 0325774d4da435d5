"""What a module can do to its process, each for real, and the words for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rustlab.run.isolated import run
from rustlab.run.outcome import Limits, Run, RunRequest

Child = Callable[..., Run]

ENDS = {
    "sample.segfault()": ("crash", "SIGSEGV", "memory that is not its own"),
    "sample.abort()": ("abort", "SIGABRT", "abort()"),
    "sample.divide()": ("crash", "SIGFPE", "divided an integer by zero"),
    "sample.exit(0)": ("exit", "exit status 0", "status 0"),
    "sample.quick_exit(3)": ("exit", "exit status 3", "status 3"),
    "sample.overflow()": ("stack-overflow", "SIGSEGV", "stack is used up"),
    "sample.fatal()": ("abort", "SIGABRT", "its own rules"),
    "sample.free_wrong()": ("abort", "SIGABRT", "heap was damaged"),
    "import os; os.closerange(0, 1024)": ("disconnected", "", "file descriptors"),
    "import os\nfor n in range(3, 64):\n    os.dup2(1, n)": ("disconnected", "", "descriptors"),
    "import os; os.closerange(0, 1024); sample.spin()": ("disconnected", "", "descriptors"),
    "import os; os.kill(os.getpid(), 15)": ("killed", "SIGTERM", "SIGTERM"),
    "import os; os.kill(os.getpid(), 9)": ("out-of-memory", "SIGKILL", "lack of memory"),
    "import os; os.kill(os.getpid(), 19)": ("killed", "", "stopped its own process"),
    "import faulthandler; faulthandler.enable()\nsample.segfault()": ("crash", "SIGSEGV", "memory"),
}


@pytest.mark.parametrize("program", ENDS)
def test_an_end_has_a_word_a_cause_and_a_hint(child: Child, program: str) -> None:
    crash = child(program).crash

    word, signal, part = ENDS[program]
    assert crash is not None
    assert (word, signal) == (crash.word, crash.signal)
    assert part in crash.cause
    assert crash.hint


def test_an_endless_loop_is_ended_and_the_stack_says_where(child: Child) -> None:
    ended = child("def look():\n    sample.spin()\nlook()", timeout=0.5)

    assert ended.ending == "timed_out"
    assert ended.crash is not None
    assert ended.crash.word == "timeout"
    assert "within 0.5 s" in ended.crash.cause
    assert 'File "<isolated>", line 2 in look' in ended.crash.python_stack


def test_the_python_stack_of_a_crash_is_kept_and_ours_is_not_in_it(child: Child) -> None:
    ended = child("def outer():\n    sample.segfault()\nouter()")

    assert ended.crash is not None
    assert ended.crash.python_stack == (
        'File "<isolated>", line 2 in outer',
        'File "<isolated>", line 3 in <module>',
    )


def test_ten_gigabytes_are_refused_by_the_limit(child: Child) -> None:
    ended = child("sample.fill(10 << 30)")

    assert ended.raised is not None
    assert ended.raised.type == "MemoryError"


def test_the_memory_of_a_child_can_be_chosen(sample_artifact: Path, marked: str) -> None:
    request = RunRequest(
        python=Path(sys.executable),
        program="bytearray(300 << 20)",
        limits=Limits(memory=256 << 20),
    )

    ended = run(request)

    assert ended.raised is not None
    assert ended.raised.type == "MemoryError"


def test_debug_malloc_names_the_block(sample_artifact: Path, marked: str) -> None:
    request = RunRequest(
        python=Path(sys.executable),
        program="sample.overrun()",
        modules=(("sample", sample_artifact),),
        limits=Limits(malloc_debug=True),
    )

    crash = run(request).crash

    assert crash is not None
    assert crash.word == "abort"
    assert crash.quoted == "32 bytes originally requested"


def test_a_thread_that_goes_on_hides_no_crash(child: Child) -> None:
    program = """
import threading, time
threading.Thread(target=lambda: [time.sleep(0.01) for _ in range(10_000)], daemon=True).start()
sample.abort()
"""
    ended = child(program)

    assert ended.crash is not None
    assert ended.crash.word == "abort"


def test_a_flood_is_cut_and_says_so(child: Child) -> None:
    ended = child("sample.flood(100)\nprint('end')")

    assert ended.ending == "finished"
    assert len(ended.stdout) < 2 << 20
    assert "the output is cut here" in ended.stdout


def test_a_replaced_stdout_is_the_learners_own(child: Child) -> None:
    program = """
import io, sys
sys.stdout = io.StringIO()
print("not seen")
sys.stdout.flush = None
"""
    ended = child(program)

    assert ended.ending == "finished"
    assert ended.stdout == ""


def test_an_import_that_crashes_is_how_the_run_ended(child: Child) -> None:
    ended = child("print('not reached')", env=(("SAMPLE_CRASHES_ON_IMPORT", "1"),))

    assert ended.ending == "crashed"
    assert ended.crash is not None
    assert ended.crash.word == "abort"
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("import sys; sys.exit(3)", "SystemExit"),
        ("def f(): f()\nf()", "RecursionError"),
        ("class Bad:\n    def __repr__(self): raise ValueError('no')\nBad()", "ValueError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("1 +", "SyntaxError"),
        ("class Loop(Exception):\n    def __str__(self): raise OSError\nraise Loop", "Loop"),
        ("a = ValueError(1); a.__cause__ = a\nraise a", "ValueError"),
    ],
)
def test_what_python_can_raise_is_no_crash(child: Child, program: str, kind: str) -> None:
    ended = child(program)

    assert ended.raised is not None
    assert ended.raised.type == kind
    assert ended.crash is None


def test_a_repr_that_crashes(child: Child) -> None:
    ended = child("class Bad:\n    def __repr__(self): sample.segfault()\nBad()")

    assert ended.crash is not None
    assert ended.crash.word == "crash"


RUST_ENDS = {
    "panics": ("abort", "panic reached a C frame", "panicked at"),
    "panics_in_drop": ("abort", "panic", "in a drop"),
    "panics_while_panicking": ("abort", "during another panic", "the first of two"),
    "overflows": ("stack-overflow", "stack is used up", ""),
    "overflows_in_a_thread": ("stack-overflow", "stack of a thread", ""),
    "allocates": ("out-of-memory", "Rust could not get the memory", "10737418240 bytes"),
}


@pytest.mark.cargo
@pytest.mark.parametrize("function", RUST_ENDS)
def test_how_rust_ends_a_process(child: Child, rust_library: Path, function: str) -> None:
    crash = child(f"import ctypes\nctypes.CDLL({str(rust_library)!r}).{function}()").crash

    word, cause, quoted = RUST_ENDS[function]
    assert crash is not None
    assert word == crash.word
    assert cause in crash.cause
    assert quoted in crash.quoted


@pytest.mark.cargo
def test_what_rust_prints_arrives(child: Child, rust_library: Path) -> None:
    ended = child(f"import ctypes\nctypes.CDLL({str(rust_library)!r}).prints()\nprint('Python')")

    assert ended.stdout == "a line of Rust\nPython\n"
