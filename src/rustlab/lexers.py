"""A Pygments lexer for notebooks: IPython, with `%%rust` cells as Rust and `%%c` cells as C."""

from __future__ import annotations

from typing import Any, ClassVar

from pygments.lexer import Lexer, bygroups, using
from pygments.lexers.c_cpp import CLexer
from pygments.lexers.python import PythonLexer
from pygments.lexers.rust import RustLexer
from pygments.token import Keyword, Operator, Text

try:
    from ipython_pygments_lexers import IPython3Lexer
except ImportError:  # a base install has no IPython; Pygments loads every lexer of every package
    IPython3Lexer = PythonLexer

LANGUAGES: tuple[tuple[str, type[Lexer]], ...] = (
    ("rust|exercise", RustLexer),
    ("c", CLexer),
    ("isolated", PythonLexer),  # IPython's own lexer leaves the body of an unknown magic uncoloured
)


def _cell(magic: str, lexer: type[Lexer]) -> tuple[str, Any]:
    """The rule of a cell whose first line is one of `magic`: that line, then another language."""
    pattern = rf"(?s)\A(\s*)(%%)({magic})\b([^\n]*)(\n|\Z)(.*)"
    callback = bygroups(Text, Operator, Keyword, Text, Text, using(lexer))  # type: ignore[no-untyped-call]
    return (pattern, callback)


class RustlabIPythonLexer(IPython3Lexer):  # type: ignore[misc, unused-ignore]
    """IPython with cells in Rust and C: the language of code cells on the site."""

    name = "IPython with Rust and C cells"
    aliases: ClassVar[list[str]] = ["ipython-rust"]
    filenames: ClassVar[list[str]] = []
    mimetypes: ClassVar[list[str]] = []
    tokens: ClassVar[dict[str, Any]] = {
        **IPython3Lexer.tokens,
        "root": [_cell(*pair) for pair in LANGUAGES] + list(IPython3Lexer.tokens["root"]),
    }
