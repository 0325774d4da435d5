"""Which wrong idea is behind a wrong answer; silence when unsure.

What was seen at run time wins over the text. Ids and ideas: BUGS part B of the design notes, kept
in ARCHITECTURE.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rustlab.cargo.diagnostic import Diagnostic
from rustlab.exercise import rust
from rustlab.exercise.exercise import Misconception
from rustlab.run.outcome import Crash


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that was seen at run time, in the words of the examiner."""

    step: str  # the name of the step, "first([])"
    # "not_written", "over_release", "leak", "exception", "wrong_result", or the word of a crash
    kind: str
    watched: str = ""  # whose count: "argument", "item", "None", "type", "blocks"
    raised: str = ""  # the type of an exception
    text: str = ""  # what the exception, or the dying process, said

    @classmethod
    def of_report(cls, step: str, data: dict[str, object]) -> Evidence:
        """Read what a failed step reported."""
        told = {key: str(data.get(key, "")) for key in ("kind", "watched", "raised", "text")}
        return cls(step=step, **told)

    @classmethod
    def of_crash(cls, step: str, crash: Crash, stderr: str) -> Evidence:
        """Read how a process ended: its last words are the interpreter's or Rust's own."""
        return cls(step=step, kind=crash.word, text=f"{crash.quoted}\n{crash.stderr}\n{stderr}")


def recognise(evidence: tuple[Evidence, ...], text: str, page: str = "") -> Misconception | None:
    """Return the wrong idea behind what was seen, else behind what is written, else None."""
    for seen in evidence:
        for known, matches in _RUNTIME:
            if matches(seen):
                return _entry(known, page)
    # A text that failed for a reason we do not know gets no guess from its looks.
    if any(seen.kind != "not_written" for seen in evidence):
        return None
    return next((_entry(known, page) for known, matches in _SYNTAX if matches(text)), None)


def of_build(errors: tuple[Diagnostic, ...], page: str = "") -> Misconception | None:
    """Return the wrong idea behind rustc's errors, or None."""
    for error in errors:
        for known, matches in _BUILD:
            if matches(error):
                return _entry(known, page)
    return None


def _entry(known: str, page: str) -> Misconception:
    return Misconception(id=known, text=TEXTS[known], link=f"book/{page}" if page else "")


TEXTS: Final[dict[str, str]] = {
    "B02": (
        "Not every pointer the API returns is yours. `PyList_GetItem` lends you the item, and "
        "the list still counts on its own reference. To return the item, make a reference for "
        "your caller first."
    ),
    "B03": (
        "One reference goes out, so one count is made for it. A reference that is new already "
        "carries the count you give away; one more is a leak, because nobody knows that it has "
        "to be given back."
    ),
    "B05": (
        "The caller owns what it gets back, but the arguments were only lent. Returning an "
        "argument needs a count of its own. Without it the object dies while somebody still "
        "holds it."
    ),
    "B09": (
        "`None` is counted too. From Python 3.12 on it is immortal and a missing count does "
        "nothing, but on 3.11 each call takes one count away, until the interpreter stops with "
        "`none_dealloc`. Own what you return on every version you support."
    ),
    "B16": (
        "A result and an exception must never leave a function together. When an exception is "
        "set, return NULL; when you return an object, no exception may be set."
    ),
    "B17": (
        "NULL only says that the call failed. What failed, the exception says: set one before "
        "you return NULL, or pass on NULL from a C function that has set one."
    ),
    "B19": (
        "`?` returns early with a `Result`, and this function returns a pointer. Put the body "
        "into a function that returns a `Result`, and turn its error into NULL in one place."
    ),
    "B20": (
        'A panic is not an exception. When it reaches the end of an `extern "C"` function there'
        " is no way further up, and Rust ends the process. Ask first, or catch it before the "
        "boundary."
    ),
    "B22": (
        "Callers catch exceptions by type. Raise the type that Python itself raises here, not "
        "one that is near to it."
    ),
    "B51": (
        "An index of a slice or of a Vec is a `usize` in Rust, and a Python index is signed. "
        "Normalise a negative index first; for a list, `PyList_GetItem` takes a `Py_ssize_t` "
        "and checks it."
    ),
    "M04": (
        "A C function that returns a pointer can return NULL, and nothing in the type says so. "
        "`PyList_GetItem` does when the index is not there. Test the pointer before you use it,"
        " or call a function that accepts NULL, such as `Py_XNewRef`."
    ),
}

# What CPython says, by the way the call took: _Py_CheckFunctionResult, or the evaluation loop.
_NULL = ("returned NULL without setting an exception", "error return without exception set")
_BOTH = "returned a result with an exception set"
_ANY_ERROR = (
    "Exception",
    "RuntimeError",
    "ValueError",
    "KeyError",
    "LookupError",
    "AttributeError",
)

_RUNTIME: Final[tuple[tuple[str, Callable[[Evidence], bool]], ...]] = (
    ("B05", lambda e: e.kind == "over_release" and e.watched == "argument"),
    ("B02", lambda e: e.kind == "over_release" and e.watched == "item"),
    ("B09", lambda e: e.kind == "over_release" and e.watched == "None"),
    # A bare count too many. Blocks left behind may as well be an object that was never given back.
    ("B03", lambda e: e.kind == "leak" and e.watched != "blocks"),
    ("B17", lambda e: any(words in e.text for words in _NULL)),
    ("B16", lambda e: _BOTH in e.text),
    ("B20", lambda e: e.kind == "abort" and ("panicked at" in e.text or "cannot unwind" in e.text)),
    ("M04", lambda e: e.kind == "crash" and "([])" in e.step),
    (
        "B22",
        lambda e: e.kind == "exception" and "must raise" not in e.text and e.raised in _ANY_ERROR,
    ),
)

_SYNTAX: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("B09", rust.returns_uncounted_none),
)

_BUILD: Final[tuple[tuple[str, Callable[[Diagnostic], bool]], ...]] = (
    ("B19", lambda d: d.code == "E0277" and "the `?` operator can only be used" in d.message),
    ("B51", lambda d: d.code == "E0277" and "cannot be indexed by" in d.message),
)
