"""A rule from what was seen to the idea behind it, as a value that a TOML table gives."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

Words = tuple[str, ...]
"""Alternatives: one of them must match. None at all asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that was seen at run time, in the words of the examiner."""

    step: str  # the name of the step, "first([])"
    # "not_written", "over_release", "leak", "exception", "wrong_result", or the word of a crash
    kind: str
    watched: str = ""  # whose count: "argument", "item", "None", "type", "blocks"
    raised: str = ""  # the type of an exception
    wanted: str = ""  # the type of the exception that should have come
    text: str = ""  # what the exception, or the dying process, said

    @classmethod
    def of_report(cls, step: str, data: Mapping[str, object]) -> Evidence:
        """Read what a failed step reported."""
        names = ("kind", "watched", "raised", "wanted", "text")
        return cls(step=step, **{name: str(data.get(name, "")) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Everything a rule names must match; `idea` and `text` are what it says then."""

    idea: str = ""
    text: str = ""
    step: Words = ()
    kind: Words = ()
    watched: Words = ()
    raised: Words = ()
    wanted: Words = ()
    says: Words = ()
    code: Words = ()
    pattern: Words = ()
    shape: Words = ()

    @property
    def of_build(self) -> bool:
        """Whether it speaks of a text that does not build."""
        return bool(self.code)

    @property
    def of_run(self) -> bool:
        """Whether it speaks of something seen at run time."""
        return any((self.step, self.kind, self.watched, self.raised, self.wanted, self.says))

    def sees(self, seen: Evidence) -> bool:
        """Whether this is what was seen; the text is not asked."""
        named = ((self.step, seen.step), (self.kind, seen.kind), (self.watched, seen.watched),
                 (self.raised, seen.raised), (self.wanted, seen.wanted))  # fmt: skip
        return all(_one_of(words, value) for words, value in named) and self.hears(seen.text)

    def hears(self, words: str) -> bool:
        """Whether the words that were said hold one of ours."""
        return not self.says or any(one in words for one in self.says)

    def reads(self, code: str) -> bool:
        """Whether the text has the pattern, in the form that `rust.plain` gives it."""
        return not self.pattern or any(re.search(_loose(one), code) for one in self.pattern)


KEYS = frozenset(field.name for field in fields(Rule))


def of_table(table: Mapping[str, Any]) -> Rule:
    """Read a rule; raise ValueError that says what is wrong with it."""
    if unknown := sorted(set(table) - KEYS):
        raise ValueError(f"unknown keys {unknown}")
    if not (table.get("idea") or table.get("text")):
        raise ValueError("neither `idea` nor `text`")
    if not set(table) - {"idea", "text"}:
        raise ValueError("nothing to recognise")
    named = {key: str(table[key]) for key in ("idea", "text") if key in table}
    wanted = {key: _words(value) for key, value in table.items() if key not in named}
    for one in wanted.get("pattern", ()):
        re.compile(_loose(one))
    return Rule(**named, **wanted)  # type: ignore[arg-type]


def _words(value: Any) -> Words:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _one_of(patterns: Words, value: str) -> bool:
    """Only `*` is special: names of steps are full of square brackets."""
    escaped = (one.replace("[", "[[]").replace("?", "[?]") for one in patterns)
    return not patterns or any(fnmatch.fnmatchcase(value, one) for one in escaped)


def _loose(pattern: str) -> str:
    """A space matches where the author put one and the learner put none."""
    return pattern.replace(" ", " ?")
