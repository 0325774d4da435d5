"""Words for a `%%rust` or `%%c` cell: keywords, the API, the words of the cell itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Language = Literal["rust", "raw", "c"]
# Names that a language gives beyond its keywords; asked for once the cursor stands in such a cell.
Names = Callable[[Language], frozenset[str]]

RUST = frozenset(
    """as async await break const continue crate dyn else enum extern false fn for if impl in let
    loop match mod move mut pub ref return self Self static struct super trait true type union
    unsafe use where while bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128
    usize Option Some None Result Ok Err Vec String Box Rc Arc RefCell Cell Mutex HashMap HashSet
    Drop Clone Copy Debug Default Iterator From Into println! print! eprintln! format! vec!
    assert! assert_eq! panic! todo! unreachable! dbg! matches! derive inline no_mangle""".split()  # noqa: SIM905 - a list of words reads as words
)
C = frozenset(
    """auto break case char const continue default do double else enum extern float for goto if
    inline int long register restrict return short signed sizeof static struct switch typedef
    union unsigned void volatile while bool true false NULL size_t uint8_t uint32_t uint64_t
    int32_t int64_t malloc free memcpy memset strlen printf""".split()  # noqa: SIM905
)
MAGIC = re.compile(r"\s*%%(rust|exercise|c)\b([^\n]*)")
WORD = re.compile(r"[A-Za-z_]\w*")
LAST = re.compile(r"[A-Za-z_]\w*!?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What the cursor stands behind, and the words that begin like it."""

    language: Language
    fragment: str
    words: tuple[str, ...]


def complete(text: str, *, line: int, before: str, names: Names) -> Completion | None:
    """Complete at the end of `before`, the part of line `line` (from 0) left of the cursor.

    None: the cell is not ours, or the cursor is in the line of the magic itself.
    """
    language = language_of(text)
    if language is None or line <= text[: text.index("%%")].count("\n"):
        return None
    found = LAST.search(before)
    fragment = found[0] if found else ""
    if not fragment:
        return Completion(language=language, fragment="", words=())
    known = (C if language == "c" else RUST) | names(language)
    own = {word for word in WORD.findall(text) if word != fragment}
    words = sorted(word for word in known | own if word.startswith(fragment) and word != fragment)
    return Completion(language=language, fragment=fragment, words=tuple(words))


def language_of(text: str) -> Language | None:
    """Which language the cell is written in, from its first line."""
    found = MAGIC.match(text)
    if found is None:
        return None
    if found[1] == "c":
        return "c"
    return "raw" if "--raw" in found[2].split() else "rust"


def rust_names(source: str) -> frozenset[str]:
    """The names that the `pub use` lines of a Rust module hand on, such as our prelude."""
    names: set[str] = set()
    for statement in re.findall(r"pub use ([^;]+);", source):
        listed = statement[statement.index("{") :] if "{" in statement else statement
        for item in listed.strip("{} \n").split(","):
            words = WORD.findall(item)
            names.update(words[-1:])
    return frozenset(names - {"self"})


def c_names(header: str) -> frozenset[str]:
    """The public functions, data and macros that a header of CPython declares."""
    exported = re.findall(r"PyAPI_(?:FUNC|DATA)\([^()]*\)\s+(\w+)", header)
    macros = re.findall(r"^\s*#\s*define\s+((?:Py|METH_)\w+)", header, re.MULTILINE)
    types = re.findall(r"^\}\s*(Py\w+)\s*;", header, re.MULTILINE)
    return frozenset(n for n in (*exported, *macros, *types) if not n.startswith("_"))
