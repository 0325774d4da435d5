"""Rust text as trees of tokens, and the few shapes in it that show a wrong idea.

Comments and layout are gone. The tokens come from Pygments; names of the learner's own do not
matter to any shape here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What stands between a pair of brackets."""

    opening: str
    inside: tuple[Tree, ...]


Tree = str | Group


def trees(text: str) -> tuple[Tree, ...]:
    """Return the token trees of a Rust text; a bracket without partner ends with the text."""
    return _group(iter(_tokens(text)), "")


def functions(text: str) -> dict[str, Group]:
    """Return the bodies of the functions that stand at the top level or in a module, by name."""
    return dict(_functions(trees(text)))


def plain(text: str) -> str:
    """Return the code on one line, with a space only where two words meet: what patterns read."""
    found = ""
    for token in _tokens(text):
        apart = found and found[-1] != "'" and _wordy(found[-1]) and _wordy(token[0])
        found += f" {token}" if apart else ('""' if token == '"' else token)
    return found


def mentions(text: str, name: str) -> bool:
    """Whether a name stands in the code; strings and comments do not count."""
    return name in _flat(trees(text))


def returns_uncounted_none(text: str) -> bool:
    """Whether a function gives `None` out by its bare address, and certainly makes no count for it.

    Certain means: nothing else is called in the body. A helper of the learner's own could make the
    count.
    """
    harmless = {"Py_None", "addr_of_mut", "cast", "as_ptr"}
    for body in functions(text).values():
        names = set(_flat(body.inside))
        if names & {"Py_None", "_Py_NoneStruct"} and set(_called(body.inside)) <= harmless:
            return True
    return False


def _tokens(text: str) -> Iterator[str]:
    from pygments.lexers.rust import RustLexer  # a door that only shows help need not load it
    from pygments.token import Comment, Literal

    for kind, value in RustLexer(stripnl=False, ensurenl=False).get_tokens(f"{text}\n"):
        if _is(kind, Comment.Preproc):  # attributes, which Pygments takes for comments
            yield from re.findall(r"\w+|\S", value)
        elif _is(kind, Comment) or not value.strip():
            continue
        elif _is(kind, Literal.String):
            yield '"'
        elif len(value) > 1 and not (value[0].isalnum() or value[0] in "_#'"):
            yield from value.strip()
        else:
            yield value.strip()


def _wordy(character: str) -> bool:
    return character.isalnum() or character in "_'"


def _is(kind: object, wide: object) -> bool:
    """Whether a token type is of the wider type; Pygments asks with `in`."""
    return kind in wide  # type: ignore[operator]


def _group(tokens: Iterator[str], closing: str) -> tuple[Tree, ...]:
    found: list[Tree] = []
    for token in tokens:
        if token == closing:
            break
        if token in _CLOSING:
            found.append(Group(opening=token, inside=_group(tokens, _CLOSING[token])))
        else:
            found.append(token)
    return tuple(found)


def _functions(inside: tuple[Tree, ...]) -> Iterator[tuple[str, Group]]:
    """A `fn NAME`, then brackets and types, then the first braces."""
    name = ""
    for before, tree in zip(("", *inside), inside, strict=False):
        if before == "fn" and isinstance(tree, str):
            name = tree
        elif isinstance(tree, Group) and tree.opening == "{":
            if name:
                yield name, tree
            else:
                yield from _functions(tree.inside)
            name = ""
        elif tree == ";":
            name = ""


def _flat(inside: tuple[Tree, ...]) -> Iterator[str]:
    for tree in inside:
        if isinstance(tree, str):
            yield tree
        else:
            yield from _flat(tree.inside)


def _called(inside: tuple[Tree, ...]) -> Iterator[str]:
    """Names right before round brackets: functions, methods, and macros with their `!`."""
    keywords = {"if", "while", "match", "return", "unsafe", "for", "in", "let", "mut", "as"}
    for position, tree in enumerate(inside):
        if not isinstance(tree, Group):
            continue
        if tree.opening == "(":
            before = [
                t
                for t in inside[max(0, position - 2) : position]
                if isinstance(t, str) and t not in ("!", ":")
            ]
            if (
                before
                and (before[-1][0].isalpha() or before[-1][0] == "_")
                and before[-1] not in keywords
            ):
                yield before[-1]
        yield from _called(tree.inside)
