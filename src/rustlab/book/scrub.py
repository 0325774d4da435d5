"""Texts made the same on every machine: one append-only list of scrubbers.

Append only: a golden holds scrubbed text, so a changed or moved scrubber would make old goldens
wrong without a word. Each scrubber has a pair `tests/book/scrub/<name>.in` / `.out`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrubber:
    """One rule: what matches `pattern` is replaced."""

    name: str
    pattern: re.Pattern[str]
    replacement: str


SCRUBBERS = (
    Scrubber(
        name="colours",
        pattern=re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]"),
        replacement="",
    ),
    Scrubber(
        name="line-ends",
        pattern=re.compile(r"\r\n"),
        replacement="\n",
    ),
    Scrubber(
        name="addresses",
        pattern=re.compile(r"\b0x[0-9a-fA-F]{6,16}\b"),
        replacement="0x<address>",
    ),
    Scrubber(
        name="times",
        pattern=re.compile(r"\b\d+(?:\.\d+)? ?(?:ms|µs|us|ns)\b|\b\d+\.\d+ ?(?:s|seconds?)\b"),
        replacement="<time>",
    ),
    # Three numbers: "since Python 3.13" is a statement that must not change unseen.
    Scrubber(
        name="versions",
        pattern=re.compile(
            r"\b(rustc|cargo|Python|CPython|gcc|clang|LLVM|cpython-sys v|libclang)"
            r"([ -]?)\d+\.\d+\.\d+(?:[a-z]+\d*)?\+?(?: \([0-9a-f]{7,} [\d-]+\))?"
        ),
        replacement=r"\1\2<version>",
    ),
    Scrubber(
        name="abi-tags",
        pattern=re.compile(
            r"\b(?:cpython-\d+[a-z]*-[\w-]+|cp\d{3,}[a-z]*-\w+)(?=\.(?:so|pyd|dylib)\b)"
        ),
        replacement="<abi>",
    ),
    Scrubber(
        name="process-ids",
        pattern=re.compile(r"\b(pid|process|thread) \d{2,}\b"),
        replacement=r"\1 <number>",
    ),
    Scrubber(
        name="stack-addresses",
        pattern=re.compile(r"\[0x<address>\]|\+0x[0-9a-f]+\b"),
        replacement="<offset>",
    ),
    Scrubber(
        name="panicking-threads",  # Rust 1.91 and newer name the thread's number too
        pattern=re.compile(r"(\bthread '[^']*') \(\d+\)(?= panicked\b)"),
        replacement=r"\1",
    ),
    Scrubber(
        name="gil-enabled",  # a free-threaded build says it of each C module, wherever it is loaded
        pattern=re.compile(r"^.*RuntimeWarning: The global interpreter lock .*\n?", re.MULTILINE),
        replacement="",
    ),
    Scrubber(
        name="ratios",  # of a measurement: with a decimal point, so that "three times" stays
        pattern=re.compile(r"\b\d+\.\d+ times\b"),
        replacement="<ratio> times",
    ),
    Scrubber(
        name="rust-sources",  # a panic inside std names the commit it was built from, or none
        pattern=re.compile(r"(?:/rustc/[0-9a-f]{40}/|\b)library/(?:alloc|core|std)/[\w./-]+:\d+:\d+"),
        replacement="<rust>",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Folders of this machine and what stands for them: (path, `<cache>`), longest first."""

    names: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of(cls, folders: Mapping[str, str]) -> Places:
        """From path -> stand-in; a folder inside another one is replaced first."""
        return cls(names=tuple(sorted(folders.items(), key=lambda pair: -len(pair[0]))))


def scrub(text: str, places: Places) -> str:
    """`text` without what differs from machine to machine or from run to run."""
    for path, name in places.names:
        text = text.replace(path, name)
    for scrubber in SCRUBBERS:
        text = scrubber.pattern.sub(scrubber.replacement, text)
    return text


def scrub_value(value: Any, places: Places) -> Any:
    """A JSON value with all its texts scrubbed."""
    if isinstance(value, str):
        return scrub(value, places)
    if isinstance(value, Mapping):
        return {str(key): scrub_value(item, places) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [scrub_value(item, places) for item in value]
    return value
