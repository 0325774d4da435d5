"""Submissions that attack their process: a verdict comes, nothing is left, nothing is lost."""

from __future__ import annotations

import sys
import tempfile
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
    fn getppid() -> i32;
    fn kill(process: i32, signal: i32) -> i32;
    fn signal(signal: i32, handler: usize) -> usize;
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
HANGS_AT_EXIT = f"""
extern "C" fn stay() {{ loop {{ unsafe {{ sleep(600); }} }} }}
unsafe {{ atexit(stay); }}
{NEW}
"""
# Not touched, so the machine that runs the test keeps its memory; the limit counts addresses.
MEMORY = f"""
let mut all = Vec::new();
loop {{ all.push(std::hint::black_box(vec![0_u8; 1 << 26])); if all.len() > 1 << 20 {{ break; }} }}
{NEW}
"""
ORPHAN = "unsafe { kill(getppid(), 9); loop { sleep(600); } }"
DEAF = "unsafe { for n in 1..64 { signal(n, 1); } } loop { std::hint::spin_loop() }"
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
    "hangs when the process ends": (HANGS_AT_EXIT, "timed_out"),
    "fills the memory": (MEMORY, "crashed"),
    "kills who watches over it": (ORPHAN, "crashed"),
    "ignores every signal": (DEAF, "timed_out"),
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
    if body in (FORK, FILL, PRINT, AT_EXIT, HANGS_AT_EXIT):
        body = f"{ONCE}if !first {{ return {NEW}; }}\n{body}"
    return solution.replace(NEW, body) + LIBC


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the workers of this test lie: their command lines say so, whoever adopts them."""
    folder = tmp_path / "workers of this test"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return str(folder)


@pytest.mark.parametrize("name", BODIES)
def test_a_verdict_comes_and_nobody_is_left(
    name: str, x06: Exercise, judge: Judge, place: str
) -> None:
    body, outcome = BODIES[name]

    verdict = judge(text_of(x06, body))

    told = [f"{c.outcome}: {c.name}: {c.message}" for c in verdict.checks if c.outcome != "passed"]
    # The budget of `unsafe` blocks is not what this is about.
    assert verdict.outcome == outcome or (outcome == "passed" and len(told) <= 1), told
    assert alive(place) == []
    assert list(Path(place).glob("rustlab-run-*")) == [], "a folder was left"


def test_who_is_left_would_be_seen(place: str) -> None:
    left = psutil.Popen([sys.executable, "-c", "import time; time.sleep(60)", place])
    try:
        assert alive(place, patience=0.1)
    finally:
        left.kill()
        left.wait()


@pytest.mark.parametrize("name", ["exits", "loops"])
def test_the_text_is_kept_before_it_runs(
    name: str, x06: Exercise, judge: Judge, home: Path
) -> None:
    text = text_of(x06, BODIES[name][0])

    judge(text)

    kept = submission.history_of(home, x06).glob("*.rs")
    assert [file.read_text(encoding="utf-8") for file in kept] == [text]


def alive(place: str, patience: float = 10) -> list[str]:
    """Return the command lines that name a folder, once their processes had time to end.

    All processes are looked at: one that went into a session of its own may be nobody's child.
    """
    end = time.monotonic() + patience
    while True:
        told = (process.info["cmdline"] for process in psutil.process_iter(["cmdline"]))
        left = [line for words in told if words and place in (line := " ".join(words))]
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.05)
