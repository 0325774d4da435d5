"""The rules of pages that need no kernel: links, directives, canonical form, an assertion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jupytext
from jupytext.config import JupytextConfiguration
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from rustlab.book.compare import Finding
from rustlab.book.place import Book
from rustlab.book.reading import MYST_EXTENSIONS, Page

# What Lab (jupyterlab-myst) and the site render alike. Others show as boxes or as nothing in Lab.
DIRECTIVES = frozenset({
    "code-cell", "code-block", "admonition", "note", "tip", "hint", "important", "warning",
    "caution", "danger", "error", "attention", "seealso", "figure", "image", "list-table", "table",
    "math", "dropdown", "card", "tab-set", "tab-item",
    "exercise", "exercise-start", "exercise-end", "solution", "solution-start", "solution-end",
})  # fmt: skip
ROLES = frozenset({"math", "sub", "sup", "kbd", "abbr"})
WIDTH = 100  # columns that a laptop shows beside both sidebars
# The form a save in Lab writes; without the filter a save deletes front matter.
JUPYTEXT = {
    "formats": "md:myst",
    "notebook_metadata_filter": (
        "all,-jupytext.text_representation.jupytext_version,-language_info,-widgets"
    ),
}


def broken_rules(page: Page, book: Book) -> tuple[Finding, ...]:
    """Every rule of DESIGN section 7 that the page breaks."""
    text = page.path.read_text(encoding="utf-8")
    tokens = list(_tokens(text))
    messages = [*_directives(tokens), *_links(tokens, page, book)]
    messages += [*_long_lines(tokens), *_canonical(text)]
    if not any(cell.asserts for cell in page.cells):
        messages.append("no cell of the page asserts anything: a bless would accept any output")
    if any(cell.raises and cell.asserts for cell in page.cells):
        messages.append("a cell tagged raises-exception asserts: the assertion may be what raises")
    return tuple(Finding(reason="rules", message=message) for message in messages)


def _tokens(text: str) -> Iterator[Any]:
    """Every token of the page, also inside directives, whose bodies are Markdown again."""
    config = MdParserConfig(enable_extensions=set(MYST_EXTENSIONS))
    for token in create_md_parser(config, RendererHTML).parse(text):
        yield token
        yield from token.children or ()
        name = _directive(token)
        if name and name not in ("code-cell", "code-block", "math"):
            yield from _tokens(_body(token.content))


def _directive(token: Any) -> str:
    """The name in the braces of a fence, "" for another token."""
    fence = token.type in ("fence", "colon_fence") and re.match(r"\{([^}]+)\}", token.info.strip())
    return fence[1] if fence else ""


def _body(content: str) -> str:
    """A directive's content without its options."""
    lines = content.splitlines()
    while lines and re.match(r"\s*:[\w-]+:", lines[0]):
        lines.pop(0)
    return "\n".join(lines)


def _directives(tokens: list[Any]) -> Iterator[str]:
    for token in tokens:
        name = _directive(token)
        if name and name not in DIRECTIVES:
            yield f"the directive `{{{name}}}` does not render alike in Lab and on the site"
        role = token.meta.get("name") if token.type == "myst_role" else None
        if role and role not in ROLES:
            yield f"the role `{{{role}}}` does not render in Lab: write a Markdown link or text"


def _long_lines(tokens: list[Any]) -> Iterator[str]:
    """Code that would scroll sideways; a starter stands as its exercise has it."""
    for token in tokens:
        if token.type == "fence" and "%%exercise " not in token.content:
            for line in token.content.splitlines():
                if len(line) > WIDTH:
                    yield f"a line of code has {len(line)} columns, over {WIDTH}: `{line[:40]}…`"


def _links(tokens: list[Any], page: Page, book: Book) -> Iterator[str]:
    hrefs = [t.attrs["href"] for t in tokens if t.type == "link_open"]
    sources = [t.attrs["src"] for t in tokens if t.type == "image"]
    for target in (*map(str, hrefs), *map(str, sources)):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        wrong = _wrong_target(book.source(page.name).parent / unquote(parts.path), book)
        if wrong:
            yield f"the link `{target}` {wrong}"


def _wrong_target(path: Path, book: Book) -> str:
    """What is wrong with a link's target; links count from the page's place in the book."""
    path = path.resolve()
    if not path.is_file():
        return "leads to no file"
    inside = path.is_relative_to(book.sources.resolve())
    if path.suffix == ".md" and inside:
        name = path.relative_to(book.sources.resolve()).with_suffix("").as_posix()
        return "" if name in book.pages else "leads to a page that `_toc.yml` does not name"
    return "" if inside else "leads out of the book, where the site has no file"


def _canonical(text: str) -> Iterator[str]:
    config = JupytextConfiguration(**JUPYTEXT)
    saved = jupytext.writes(
        jupytext.reads(text, fmt="md:myst", config=config), fmt="md:myst", config=config
    )
    if saved != text:
        pairs = zip(text.splitlines(), saved.splitlines(), strict=False)
        number = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), len(text.splitlines()))
        yield f"a save in Lab would change the file from line {number} on: save it there once"
