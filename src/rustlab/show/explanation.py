"""The long explanation of an error code (`rustc --explain`), from its Markdown to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token


def explanation_html(markdown: str) -> str:
    """HTML of the explanation; headings become bold lines, for the output has its own headings."""
    parser = MarkdownIt("commonmark", {"html": False})
    return str(parser.renderer.render(_flat(parser.parse(markdown)), parser.options, {}))


def _flat(tokens: Sequence[Token]) -> list[Token]:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
        elif token.type == "fence":
            token.type, token.content = "html_block", _example(token.content)
    return list(tokens)


def _example(code: str) -> str:
    shown = escape("\n".join(_shown(code)), quote=False)
    return f'<pre tabindex="0" role="region" aria-label="example">{shown}</pre>'


def _shown(code: str) -> list[str]:
    """The lines a reader sees: rustdoc hides those that begin with `# `."""
    return [line for line in code.split("\n") if not line.lstrip().startswith("# ") and line != "#"]
