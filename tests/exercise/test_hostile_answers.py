"""Submissions that attack their process: a verdict comes, nothing is left, nothing is lost."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from rustlab.exercise import catalog, submission
from rustlab.exercise.exercise import Exercise
from tests.exercise.conftest import Judge

pytestmark = pytest.mark.cargo

LIBC = """
unsafe extern "C" {
    fn fork() -> i32;
    fn setsid() -> i32;
    fn close(descriptor: i32) -> i32;
    fn sleep(seconds: u32) -> u32;
    fn _exit(status: i32) -> !;
    fn atexit(function: extern "C" fn()) -> i32;
}
"""
NEW = "unsafe { Py_NewRef(Py_None()) }"
DEEP = """
fn deep(n: u64) -> u64 {
    let a = std::hint::black_box([n; 512]);
    if n == 0 { 0 } else { deep(n - 1) + a[7] }
}
if deep(1 << 40) == 1 { std::ptr::null_mut() } else { Py_None() }
"""
HUGE = f"let huge = vec![1_u8; 1 << 36]; if huge[5] == 0 {{ Py_None() }} else {{ {NEW} }}"
CLOSE = f"unsafe {{ for n in 0..64 {{ close(n); }} }} {NEW}"
FORK = f"""
unsafe {{ if fork() == 0 {{ setsid(); if fork() == 0 {{ sleep(600); }} _exit(0); }} }}
{NEW}
"""
# Rust's own threads and files need no name of libc's.
FILL = f"""
use std::io::Write;
if let Ok(mut file) = std::fs::File::create("big") {{
    let block = vec![0_u8; 1 << 24];
    while file.write_all(&block).is_ok() {{}}
}}
{NEW}
"""
EMPTY = f"let _ = std::env::current_dir().map(std::fs::remove_dir_all); {NEW}"
PRINT = f"""
use std::io::Write;
let block = vec![b'x'; 1 << 24];
let mut out = std::io::stdout().lock();
for _ in 0..64 {{ if out.write_all(&block).is_err() {{ break; }} }}
{NEW}
"""
AT_EXIT = f"""
extern "C" fn fall() {{ unsafe {{ std::ptr::null_mut::<u8>().write_volatile(1) }} }}
unsafe {{ atexit(fall); }}
{NEW}
"""
BODIES = {
    "exits": ("std::process::exit(0)", "crashed"),
    "loops": ("loop { std::hint::spin_loop() }", "timed_out"),
    "aborts": ("std::process::abort()", "crashed"),
    "closes descriptors": (CLOSE, "crashed"),
    "overflows the stack": (DEEP, "crashed"),
    "asks for too much": (HUGE, "crashed"),
    "forks away": (FORK, "passed"),
    "fills the disk": (FILL, "passed"),
    "deletes its folder": (EMPTY, "passed"),
    "prints a gigabyte": (PRINT, "passed"),
    "falls when the process ends": (AT_EXIT, "crashed"),
}
# A grandchild for each call would be thousands: only the first call of a process does it.
ONCE = """
static ONCE: std::sync::Once = std::sync::Once::new();
let mut first = false;
ONCE.call_once(|| first = true);
"""


def text_of(exercise: Exercise, body: str) -> str:
    solution = catalog.solution(exercise)
    assert NEW in solution
    if body in (FORK, FILL, PRINT, AT_EXIT):
        body = f"{ONCE}if !first {{ return {NEW}; }}\n{body}"
    return solution.replace(NEW, body) + LIBC


@pytest.mark.parametrize("name", BODIES)
def test_a_verdict_comes_and_nobody_is_left(name: str, x06: Exercise, judge: Judge) -> None:
    body, outcome = BODIES[name]

    verdict = judge(text_of(x06, body))

    told = [f"{c.outcome}: {c.name}: {c.message}" for c in verdict.checks if c.outcome != "passed"]
    # The budget of `unsafe` blocks is not what this is about.
    assert verdict.outcome == outcome or (outcome == "passed" and len(told) <= 1), told
    assert not_ours() == []


@pytest.mark.parametrize("name", ["exits", "loops"])
def test_the_text_is_kept_before_it_runs(
    name: str, x06: Exercise, judge: Judge, home: Path
) -> None:
    text = text_of(x06, BODIES[name][0])

    judge(text)

    kept = submission.history_of(home, x06).glob("*.rs")
    assert [file.read_text(encoding="utf-8") for file in kept] == [text]


def not_ours() -> list[psutil.Process]:
    """Return what is still running below us, once it had time to be reaped."""
    patience = time.monotonic() + 10
    while time.monotonic() < patience:
        left = [
            p
            for p in psutil.Process().children(recursive=True)
            if "_worker.py" in " ".join(p.cmdline())
        ]
        if not left:
            return []
    return left
