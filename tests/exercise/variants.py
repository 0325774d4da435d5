"""The same answer in other words: other names, another layout, other ways to say the same."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.exercise.tokens import Token, join, solid, tokens

# What a function does is the same; how it is said is not.
REWRITES = (
    (r"\bPy_NewRef\((\w+)\)", r"{ let one = \1; Py_INCREF(one); one }"),
    (r"\bPy_None\(\)", r"(&raw mut _Py_NoneStruct).cast::<PyObject>()"),
    (r"\breturn ((?:std::)?(?:ptr::)?null_mut\(\));", r"{ let none = \1; return none; }"),
    (r"\breturn Err\(([\w:]+)\);", r"{ let bad = Err(\1); return bad; }"),
    (r"\bif !([\w.():]+(?:\(\w*(?:, ?\w+)*\))?) \{", r"if (\1) == false {"),
    (r"\bif (\w+) == (-?\w+) \{", r"if \2 == \1 {"),
    (r"\bif ([\w.]+(?:\(\))?) < ([\w.]+) \{", r"if \2 > \1 {"),
    (r"^(    )(\w+)\n\}$", r"\1let result = { \2 };\n\1result\n}"),
)
KEYWORDS = frozenset({"self", "Self", "super", "crate", "mut", "ref", "_", "move", "in", "if"})


def renamed(text: str) -> str:
    """Other names for everything that is certainly the learner's to name."""
    parts = tokens(text)
    names = _bound(parts) - _spoken_for(parts) - KEYWORDS
    return join(
        [
            Token(kind="word", text=f"{t.text}_2") if t.kind == "word" and t.text in names else t
            for t in parts
        ]
    )


def on_one_line(text: str) -> str:
    """All of it on one line, without comments."""
    parts = [Token(kind="space", text=" ") if _gap(t) else t for t in tokens(text)]
    return re.sub(r" {2,}", " ", join(parts)).strip() + "\n"


def spread(text: str) -> str:
    """A new line wherever one may stand, and comments that name what is missing."""
    found: list[Token] = []
    for token in tokens(text):
        found.append(Token(kind="space", text="\n") if _gap(token) else token)
        if token.kind == "sign" and token.text in ("{", ";", ","):
            found.append(Token(kind="space", text="\n/* Py_NewRef(x); PyErr_SetString(x) */\n"))
    return join(found)


def rewritten(text: str) -> str:
    """The same in other words."""
    for old, new in REWRITES:
        text = re.sub(old, new, text, flags=re.MULTILINE)
    return text


def _gap(token: Token) -> bool:
    return token.kind in ("space", "comment")


def _bound(parts: list[Token]) -> set[str]:
    """Names after `let` and of the parameters of functions that no macro reads."""
    code = [token for _, token in solid(parts)]
    found = set()
    for before, token, after in zip(["", *code], code, [*code[1:], ""], strict=False):
        words = [getattr(t, "text", "") for t in (before, token, after)]
        if token.kind == "word" and words[0] in ("let", "mut") and words[2] in ("=", ":", ";"):
            found.add(token.text)
    if any(token.kind == "attribute" and "py" in token.text for _, token in solid(parts)):
        return found
    for function in re.finditer(r"\bfn \w+(?:<[^>]*>)?\(([^)]*)\)", join(parts)):
        found |= set(re.findall(r"(\w+): ", function[1]))
    return found


def _spoken_for(parts: list[Token]) -> set[str]:
    """Names that mean something elsewhere: fields, functions, macros, captures of `format!`."""
    code = [token for _, token in solid(parts)]
    found = set()
    for n, token in enumerate(code):
        before = code[n - 1].text if n else ""
        after = "".join(t.text for t in code[n + 1 : n + 3])
        field = before in ("{", ",") and (after.startswith((",", "}")) or after[:1] == ":")
        if (
            before in (".", "fn", "mod", "struct", "'")
            or after.startswith(("::", "!(", "("))
            or (field and before == "{")
        ):
            found.add(token.text)
        elif token.kind in ("string", "attribute"):
            found |= set(re.findall(r"\w+", token.text))
        if _of_struct(code, n):
            found.add(token.text)
    return found


def _of_struct(code: list[Token], at: int) -> bool:
    """Whether the token stands in the braces of a value or a pattern such as `Pair { a, b }`."""
    depth = 0
    for n in range(at - 1, max(-1, at - 60), -1):
        text = code[n].text
        depth += (text in ("}", ")", "]")) - (text in ("{", "(", "["))
        if text == ";" and depth >= 0:
            return False
        if depth < 0:
            name = code[n - 1].text if n else ""
            return text == "{" and name[:1].isupper() and code[n - 2].text not in ("->", ">")
    return False


Change = Callable[[str], str]
EACH: dict[str, Change] = {
    "renamed": renamed,
    "on one line": on_one_line,
    "spread": spread,
    "rewritten": rewritten,
}
# Two at a time in the test command, each alone in `nox -s exercises`.
PAIRS: dict[str, Change] = {
    "renamed, on one line": lambda text: on_one_line(renamed(text)),
    "rewritten, spread": lambda text: spread(rewritten(text)),
}
