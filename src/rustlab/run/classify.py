"""The end of a process, put into words: signal, status and last lines become a `Crash` (BUGS D.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rustlab.run.outcome import Crash, Word

CONNECTION_LOST = 97  # exit status of `_worker.py` when its descriptors are closed

Cut = Literal["", "timeout", "interrupt", "disconnected", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was left of a process: how it ended, what it wrote, and why we ended it if we did."""

    returncode: int | None  # negative signal number on POSIX, NTSTATUS on Windows
    stderr: str = ""
    faults: str = ""  # what faulthandler wrote
    cut: Cut = ""
    seconds: float | None = None  # the time limit, when it was reached
    stack_full: bool = False  # the stack was seen to be used up


SIGNALS = {
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
    8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
}  # fmt: skip
# NTSTATUS -> (signal of the same meaning, its name); as Windows documents them, not tried here.
NTSTATUS = {
    0xC0000005: (11, "0xC0000005"), 0xC00000FD: (-1, "0xC00000FD"), 0xC0000409: (6, "0xC0000409"),
    0xC0000374: (6, "0xC0000374"), 0xC0000094: (8, "0xC0000094"), 0xC000001D: (4, "0xC000001D"),
    0xC0000017: (-2, "0xC0000017"), 0x40000015: (6, "0x40000015"),
}  # fmt: skip
FAULTS = {
    "Segmentation fault": 11, "Bus error": 7, "Aborted": 6, "Floating point exception": 8,
    "Floating-point exception": 8, "Illegal instruction": 4, "access violation": 11, "stack overflow": -1,
}  # fmt: skip

POINTER_HINT = (
    "look for a pointer that is NULL, already freed or out of range; "
    "`%%isolated --malloc debug` makes freed memory recognisable"
)


def classify(evidence: Evidence) -> Crash:
    """Say in words how the process ended, with the next step and the line that shows it."""
    number, name = _signal(evidence)
    word, cause, hint, quoted = _cut(evidence) or _told(evidence, number) or _bare(evidence, number)
    python_stack, c_stack = stacks(evidence.faults or evidence.stderr)
    return Crash(
        word=word,
        cause=cause,
        hint=hint,
        signal=name,
        quoted=quoted,
        python_stack=python_stack,
        c_stack=c_stack,
        stderr=evidence.stderr[-4096:],
    )


Words = tuple[Word, str, str, str]


def _signal(evidence: Evidence) -> tuple[int, str]:
    """Return the signal (0 for an exit) and what to print for it."""
    fault = re.search(
        r"Fatal Python error: ([\w\- ]+)|Windows fatal exception: ([\w\- ]+)", evidence.faults
    )
    if fault and (number := FAULTS.get((fault[1] or fault[2]).strip())):
        return number, SIGNALS.get(number, "stack overflow")
    code = evidence.returncode
    if code is None or evidence.cut:
        return 0, ""
    if code & 0xFFFFFFFF in NTSTATUS and not -65 < code < 0:
        return NTSTATUS[code & 0xFFFFFFFF]
    if code < 0:
        return -code, SIGNALS.get(-code, f"signal {-code}")
    return 0, f"exit status {code}"


def _cut(evidence: Evidence) -> Words | None:
    """We ended it ourselves: why."""
    disconnected = evidence.returncode == CONNECTION_LOST and not evidence.cut
    if evidence.cut == "disconnected" or disconnected:
        return (
            "disconnected",
            "the module closed file descriptors that are not its own, and the worker lost its connection",
            "close only what the module opened itself",
            "",
        )
    if evidence.cut == "timeout":
        return (
            "timeout",
            f"the code did not end within {evidence.seconds:g} s"
            if evidence.seconds
            else "the code did not end",
            "look at the Python stack for the call that does not return: a loop without an end, or a lock",
            "",
        )
    if evidence.cut == "interrupt":
        return (
            "killed",
            "the code did not react to the interrupt, so its process was ended and what it held is lost",
            "a long loop in C calls `PyErr_CheckSignals` now and then, one in Rust `ctx.check_signals()`",
            "",
        )
    if evidence.cut == "stopped":
        return (
            "killed",
            "the code stopped its own process (SIGSTOP)",
            "nothing can wake it; remove that call",
            "",
        )
    return None


def _told(evidence: Evidence, number: int) -> Words | None:
    """A line of Rust, of the interpreter or of malloc names the cause."""
    text = evidence.stderr
    for pattern, word, cause, hint in TOLD:
        found = re.search(pattern, text, re.MULTILINE)
        if found and (number or word in {"out-of-memory"}):
            return word, cause, hint, quote(text, found)
    if evidence.stack_full or number == -1 or (number in {11, 7} and repeated(evidence.faults)):
        return ("stack-overflow", *STACK, "")
    return None


STACK = (
    "the stack is used up: a function called itself too deep",
    "look for a recursion without an end, or one as deep as the data; a long chain of objects "
    "that free each other counts too",
)

TOLD: tuple[tuple[str, Word, str, str], ...] = (
    (
        r"^.*has overflowed its stack.*$",
        "stack-overflow",
        *STACK,
    ),
    (
        r"^.*memory allocation of \d+ bytes failed.*$",
        "out-of-memory",
        "Rust could not get the memory it asked for; its collections abort the process then",
        "ask for less, use `try_reserve` where the size comes from outside, or raise `--memory`",
    ),
    (
        r"^.*panicked at (?:.*\n)(?:.*\n)?",
        "abort",
        "a Rust panic reached a C frame, which cannot be unwound, so the process was aborted",
        'return an error instead of panicking, or catch the panic before the `extern "C"` function returns',
    ),
    (
        r"^.*panic in a .*(?:cannot|nounwind|no-unwind).*$|^.*non-unwinding panic.*$",
        "abort",
        "a Rust panic happened where none may leave (a second panic, or one in a drop)",
        "do not panic in `drop`; return an error instead of panicking",
    ),
    (
        r"^Debug memory block at address.*$",
        "abort",
        "the allocator's guard bytes are damaged: the module wrote outside a block or freed it twice",
        "compare the size the module asked for with what it writes",
    ),
    (
        r"^.*(?:free\(\): |double free|malloc\(\): |munmap_chunk\(\)|corrupted |realloc\(\): ).*$",
        "abort",
        "the heap was damaged earlier: a block was freed twice, freed by another allocator, or overwritten",
        "run the cell with `%%isolated --malloc debug`, which names the block",
    ),
    (
        r"^Fatal Python error: (?!Aborted|Segmentation fault|Bus error|Illegal|Floating).*$",
        "abort",
        "the interpreter found its own rules broken and ended the process",
        "read the quoted line: it names the rule",
    ),
    (
        r"^.*Assertion .* failed\.?$",
        "abort",
        "an assertion in C did not hold",
        "read the quoted line: it names the condition",
    ),
)

BARE: dict[int, tuple[Word, str, str]] = {
    11: ("crash", "the module read or wrote memory that is not its own", POINTER_HINT),
    7: ("crash", "the module used memory that is not there or not aligned", POINTER_HINT),
    8: ("crash", "the module divided an integer by zero", "test the divisor before dividing"),
    4: ("crash", "the processor met an instruction it cannot run", "look for a wrong function pointer, or code "
        "the compiler took for unreachable"),
    5: ("crash", "the process ran into a trap of the compiler", "look for code that was taken for unreachable"),
    6: ("abort", "the module called `abort()`", "look for a failed check that ends the process"),
    9: ("out-of-memory", "the system ended the process, most likely for lack of memory",
        "look for a size that is too large, or a loop that keeps what it allocates"),
    -2: ("out-of-memory", "the process could not get the memory it asked for", "ask for less, or raise `--memory`"),
    24: ("timeout", "the process used up its processor time", "look for a loop without an end"),
    25: ("killed", "the process wrote more into a file than it may", "write less"),
}  # fmt: skip


def _bare(evidence: Evidence, number: int) -> Words:
    """Nothing but the signal or the status is known."""
    if number in BARE:
        return (*BARE[number], "")
    if number:
        name = SIGNALS.get(number, f"signal {number}")
        return ("killed", f"the process was ended by {name}, sent by the module or another program",
                "look for `kill` or `raise` in the module", "")  # fmt: skip
    return (
        "exit",
        f"the module ended the process with status {evidence.returncode}",
        "a module never calls `exit`: it returns an error, or raises SystemExit",
        "",
    )


def quote(text: str, found: re.Match[str]) -> str:
    """Return the line(s) found, trimmed."""
    return found[0].strip()[:400]


def repeated(faults: str) -> bool:
    """Whether the innermost frames of a dump are one and the same, over and over."""
    lines = [
        re.sub(r"\[?\+?0x[0-9a-f]+\]?", "", x)
        for x in faults.splitlines()
        if re.match(r"\s+(File|Binary file) ", x)
    ]
    binary = [x for x in lines if "Binary file" in x]
    frames = binary[:24] if binary else lines[:90]
    return len(frames) >= 20 and len(set(frames[4:])) <= 4


def stacks(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the Python and the C frames of faulthandler's last dump, ours left out."""
    python = [x.strip() for x in text.splitlines() if re.match(r'\s+File "', x)]
    native = [x.strip() for x in text.splitlines() if re.match(r"\s+Binary file ", x)]
    ours = re.compile(r'File ".*[/\\](_worker\w*\.py|multiprocessing[/\\]\w+\.py)"|File "<frozen ')
    return tuple(x for x in python if not ours.search(x)), tuple(native)
