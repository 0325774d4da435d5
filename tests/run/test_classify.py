"""Recorded ends of processes and the words for them (BUGS D.1)."""

from __future__ import annotations

import pytest

from rustlab.run.classify import Evidence, classify

SEGFAULT = """Fatal Python error: Segmentation fault

Current thread 0x00007f00e805db80 (most recent call first):
  File "/x/lib/python3.11/ctypes/__init__.py", line 519 in string_at
  File "<isolated>", line 2 in f
  File "/x/rustlab/run/_worker_code.py", line 49 in run
  File "/x/rustlab/run/_worker.py", line 81 in serve
"""
WITH_C_STACK = """Fatal Python error: Segmentation fault

Current thread 0x00007f00e805db80 [python] (most recent call first):
  File "<isolated>", line 1 in <module>

Current thread's C stack trace (most recent call first):
  Binary file "/x/python3.15", at _Py_DumpStack+0x48 [0x55f6a0e4f2d8]
  Binary file "/x/sample.so", at +0x11f9 [0x7f00e7c0a1f9]
"""
LOST = "thread caused non-unwinding panic. aborting.\n"
SAID = "\nthread '<unnamed>' (7) panicked at src/cell.rs:3:5:\nindex out of bounds\nnote: x\n"
PANIC = SAID + LOST
DOUBLE = SAID + "panic in a destructor during cleanup\n" + LOST
BUS = "Fatal Python error: Bus error\n"

CASES = {
    "exit": (Evidence(returncode=0), "exit", "exit status 0", ""),
    "access violation": (Evidence(returncode=0xC0000005), "crash", "0xC0000005", ""),
    "the same, signed": (Evidence(returncode=0xC0000005 - 2**32), "crash", "0xC0000005", ""),
    "stack overflow of Windows": (
        Evidence(returncode=0xC00000FD), "stack-overflow", "0xC00000FD", ""),
    "heap of Windows": (Evidence(returncode=0xC0000374), "abort", "0xC0000374", ""),
    "null": (Evidence(returncode=-11, faults=SEGFAULT), "crash", "SIGSEGV", ""),
    "held still": (Evidence(returncode=-9, faults=SEGFAULT), "crash", "SIGSEGV", ""),
    "full": (
        Evidence(returncode=-9, faults=SEGFAULT, stack_full=True), "stack-overflow", "SIGSEGV", ""),
    "no room to write": (Evidence(returncode=-11), "stack-overflow", "SIGSEGV", ""),
    "nobody to write": (Evidence(returncode=-11, watched=False), "crash", "SIGSEGV", ""),
    "bus": (Evidence(returncode=-7, faults=BUS), "crash", "SIGBUS", ""),
    "killed": (Evidence(returncode=-9), "out-of-memory", "SIGKILL", ""),
    "processor time": (Evidence(returncode=-24), "timeout", "SIGXCPU", ""),
    "unknown signal": (Evidence(returncode=-40), "killed", "signal 40", ""),
    "closed": (Evidence(returncode=97), "disconnected", "", ""),
    "panic": (
        Evidence(returncode=-6, stderr=PANIC),
        "abort", "SIGABRT", "panicked at src/cell.rs:3:5:\nindex out of bounds"),
    "panic in a panic": (
        Evidence(returncode=-6, stderr=DOUBLE),
        "abort", "SIGABRT", "panicked at src/cell.rs:3:5:\nindex out of bounds"),
    "rust's own stack": (
        Evidence(returncode=-6, stderr="thread 'main' has overflowed its stack\nfatal runtime\n"),
        "stack-overflow", "SIGABRT", "thread 'main' has overflowed its stack"),
    "malloc": (
        Evidence(returncode=-6, stderr="free(): double free detected in tcache 2\n"),
        "abort", "SIGABRT", "free(): double free detected in tcache 2"),
    "assertion": (
        Evidence(returncode=-6, stderr="python: x.c:1: f: Assertion `n > 0' failed.\n"),
        "abort", "SIGABRT", "python: x.c:1: f: Assertion `n > 0' failed."),
    "interpreter": (
        Evidence(returncode=-6, stderr="Fatal Python error: none_dealloc: deallocating None\n"),
        "abort", "SIGABRT", "Fatal Python error: none_dealloc: deallocating None"),
    "time": (Evidence(returncode=-9, cut="timeout", seconds=5.0), "timeout", "", ""),
    "Ctrl-C": (Evidence(returncode=-9, cut="interrupt"), "killed", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_words(name: str) -> None:
    evidence, word, signal, quoted = CASES[name]
    crash = classify(evidence)

    assert (word, signal, quoted) == (crash.word, crash.signal, crash.quoted)
    assert crash.cause
    assert crash.hint
    assert "{" not in crash.cause


def test_stacks_are_the_learners() -> None:
    crash = classify(Evidence(returncode=-11, faults=SEGFAULT))

    assert crash.python_stack == (
        'File "/x/lib/python3.11/ctypes/__init__.py", line 519 in string_at',
        'File "<isolated>", line 2 in f',
    )


def test_a_c_stack_is_kept_where_there_is_one() -> None:
    crash = classify(Evidence(returncode=-11, faults=WITH_C_STACK))

    assert crash.c_stack[-1].startswith('Binary file "/x/sample.so"')


HEAD = "Fatal Python error: Segmentation fault\n\nCurrent thread (most recent call first):\n"


@pytest.mark.parametrize(
    "frame",
    ['  Binary file "/x/sample.so", at +0x11{:02x} [0x7f00]', '  File "<isolated>", line 2 in f'],
)
def test_a_frame_that_repeats_is_a_full_stack(frame: str) -> None:
    faults = HEAD + "\n".join(frame.format(7) for _ in range(40))

    assert classify(Evidence(returncode=-11, faults=faults)).word == "stack-overflow"


def test_frames_without_a_name_are_told_apart_by_their_address() -> None:
    """A stripped interpreter has no names for its own functions: they are not all one."""
    frames = "\n".join(f'  Binary file "/x/python3.15" [0x{4096 + n:x}]' for n in range(40))

    assert classify(Evidence(returncode=-11, faults=HEAD + frames)).word == "crash"


def test_calls_from_several_places_of_a_function_are_that_function() -> None:
    frames = "\n".join(f'  Binary file "/x/s.so", at deep+0x{n:x} [0x7f{n:02x}]' for n in range(40))

    assert classify(Evidence(returncode=-11, faults=HEAD + frames)).word == "stack-overflow"
