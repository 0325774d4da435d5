"""Why a process ended, as tables: signal or telling line -> word, sentence, next step."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rustlab.run.outcome import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One line of the tables."""

    word: Word
    text: str  # may name {status}, {name} of the signal, {seconds}
    hint: str


SIGNALS = {
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
    8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
}  # fmt: skip
STACK_FULL, NO_MEMORY = 1001, 1002  # Windows tells these apart from a bad pointer
# NTSTATUS -> the signal of the same meaning; as Microsoft documents them, not tried here.
NTSTATUS = {
    0xC0000005: 11, 0xC00000FD: STACK_FULL, 0xC0000409: 6, 0xC0000374: 6, 0xC0000094: 8,
    0xC000001D: 4, 0xC0000017: NO_MEMORY, 0x40000015: 6,
}  # fmt: skip
# What faulthandler calls them.
FAULTS = {
    "Segmentation fault": 11, "Bus error": 7, "Aborted": 6, "Floating point exception": 8,
    "Floating-point exception": 8, "Illegal instruction": 4, "access violation": 11,
    "stack overflow": STACK_FULL,
}  # fmt: skip
MEMORY_SIGNALS = {7, 11, STACK_FULL}

POINTER = (
    "look for a pointer that is NULL, already freed or out of range; "
    "`%%isolated --malloc debug` makes freed memory recognisable"
)
STACK = Cause(
    word="stack-overflow",
    text="the stack is used up: a function called itself too deep",
    hint=(
        "look for a recursion without an end, or one as deep as the data; "
        "a long chain of objects that free each other counts too"
    ),
)
THREAD_STACK = Cause(
    word="stack-overflow",
    text="the stack of a thread is used up, most likely by a function that called itself too deep",
    hint=STACK.hint,
)
PANIC = Cause(
    word="abort",
    text="a Rust panic reached a C frame, which cannot be unwound, so the process was aborted",
    hint='return an error instead, or catch the panic before the `extern "C"` function returns',
)
DROP = Cause(
    word="abort",
    text="a Rust panic happened during another panic, where Rust can only abort",
    hint="do not panic in `drop`: it also runs while a panic unwinds",
)
EXIT = Cause(
    word="exit",
    text="the module ended the process with status {status}",
    hint="a module never calls `exit`: it returns an error, or raises SystemExit",
)
SENT = Cause(
    word="killed",
    text="the process was ended by {name}, sent by the module or by another program",
    hint="look for `kill` or `raise` in the module",
)

CUT: dict[str, Cause] = {
    "timeout": Cause(
        word="timeout",
        text="the code did not end within {seconds:g} s",
        hint="look at the Python stack for the call that does not return: a loop, or a lock",
    ),
    "interrupt": Cause(
        word="killed",
        text="the code did not react to Ctrl-C, so its process was ended; what it held is lost",
        hint="a long loop in C calls `PyErr_CheckSignals` now and then, and stops when it says so",
    ),
    "disconnected": Cause(
        word="disconnected",
        text="the module closed file descriptors that are not its own, and the worker lost its "
        "connection",
        hint="close only what the module opened itself",
    ),
    "stopped": Cause(
        word="killed",
        text="the code stopped its own process, and nothing could have woken it",
        hint="look for SIGSTOP or SIGTSTP in the module",
    ),
}

# The first that is found in the last lines of standard error tells more than the signal.
TOLD: tuple[tuple[re.Pattern[str], Cause], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), cause)
    for pattern, cause in (
        (r"^.*has overflowed its stack.*$", STACK),
        (
            r"^.*(?P<quote>memory allocation of \d+ bytes failed).*$",
            Cause(
                word="out-of-memory",
                text="Rust could not get the memory it asked for; its collections abort then",
                hint="ask for less, use `try_reserve` where the size comes from outside, or raise "
                "`--memory`",
            ),
        ),
        (r"^.*(?P<quote>panicked at [^\n]*\n[^\n]*)(?:\n.*)*?panic in a destructor", DROP),
        (r"^.*(?P<quote>panicked at [^\n]*\n[^\n]*)(?:\n.*)*?while processing panic", DROP),
        (r"^.*(?P<quote>panicked at [^\n]*\n[^\n]*)(?:\n.*)*?aborting", PANIC),
        (
            r"^Debug memory block at address.*\n\s*(?P<quote>\d+ bytes originally requested)",
            Cause(
                word="abort",
                text="the guard bytes of a block are damaged: the module wrote outside of it, or "
                "freed it twice",
                hint="compare the size the module asked for with what it writes",
            ),
        ),
        (
            r"^.*(?:(?:free|malloc|realloc)\(\): |double free|munmap_chunk|corrupted ).*$",
            Cause(
                word="abort",
                text="the heap was damaged earlier: a block was freed twice, freed by another "
                "allocator, or overwritten",
                hint="run the cell with `%%isolated --malloc debug`, which names the block",
            ),
        ),
        (
            r"^Fatal Python error: (?!Aborted|Segmentation|Bus error|Illegal|Floating).*$",
            Cause(
                word="abort",
                text="the interpreter found its own rules broken and ended the process",
                hint="read the quoted line: it names the rule",
            ),
        ),
        (
            r"^.*Assertion .* failed\.?$",
            Cause(
                word="abort",
                text="an assertion in C did not hold",
                hint="read the quoted line: it names the condition",
            ),
        ),
    )
)

BARE: dict[int, Cause] = {
    11: Cause(
        word="crash", text="the module read or wrote memory that is not its own", hint=POINTER
    ),
    7: Cause(
        word="crash", text="the module used memory that is not there or not aligned", hint=POINTER
    ),
    8: Cause(
        word="crash",
        text="the module divided an integer by zero",
        hint="test the divisor before dividing",
    ),
    4: Cause(
        word="crash",
        text="the processor met an instruction it cannot run",
        hint="look for a wrong function pointer, or code the compiler took for unreachable",
    ),
    5: Cause(
        word="crash",
        text="the process ran into a trap that the compiler left in the code",
        hint="look for code the compiler took for unreachable",
    ),
    6: Cause(
        word="abort",
        text="the module called `abort()`",
        hint="look for a failed check that ends the process",
    ),
    9: Cause(
        word="out-of-memory",
        text="the system ended the process, most likely for lack of memory",
        hint="look for a size that is too large, or a loop that keeps what it allocates",
    ),
    24: Cause(
        word="timeout",
        text="the process used up its processor time",
        hint="look for a loop without an end",
    ),
    STACK_FULL: STACK,
    NO_MEMORY: Cause(
        word="out-of-memory",
        text="the process could not get the memory it asked for",
        hint="ask for less, or raise `--memory`",
    ),
}
