"""Values -> HTML for notebook and site: a list per build, a heading per message, folded details.

Readable in dark and light, by keyboard (folds and scrolling drawings take the focus) and by a
screen reader (places are said in words; no meaning is carried by colour alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic
from rustlab.run.outcome import Crash, Run
from rustlab.show import text
from rustlab.show.explanation import explanation_html
from rustlab.show.provided import Provided
from rustlab.show.scrub import compiler_text
from rustlab.show.style import css


def built_html(build: Build, provided: Sequence[Provided] = ()) -> str:
    """What a successful build gave, and its warnings."""
    kind = "rl-warn" if build.diagnostics else "rl-ok"
    head = f"<p>{_gave(build.module, provided)}</p>" if build.module else ""
    return box(head + _list(build.diagnostics), kind=kind, label="built")


def failed_html(build: Build) -> str:
    """Why a build failed."""
    head = heading(text.counted(build.diagnostics), "rl-head-bad")
    return box(head + _list(build.diagnostics), kind="rl-bad", label="does not compile")


def expected_html(build: Build) -> str:
    """The same when the cell promised to fail."""
    head = heading("fails to compile, as it should", "rl-head-ok")
    return box(head + _list(build.errors), kind="rl-ok", label="fails as it should")


def crash_html(crash: Crash) -> str:
    """Where a process ended: the exception beside it says how and what to do."""
    head = heading(text.crash_text(crash).split("\n", 1)[0], "rl-head-bad")
    return box(head + _ending(crash), kind="rl-bad", label="crash")


def run_expected_html(run: Run) -> str:
    """A run that ended as the cell said it would."""
    assert run.crash is not None, "only an ending that has a word can be expected"
    head = heading(f"ends as it should: {text.crash_title(run.crash)}", "rl-head-ok")
    return box(head + _ending(run.crash), kind="rl-ok", label="ends as it should")


def box(content: str, *, kind: str, label: str) -> str:
    """One output: its style sheet and a named region."""
    region = f'<section class="rustlab {kind}" aria-label="{escape(label)}">{content}</section>'
    return f"<style>{css()}</style>{region}"


def heading(words: str, kind: str = "") -> str:
    """A heading a screen reader finds, which JupyterLab leaves out of the table of contents."""
    return f'<h4 class="jp-toc-ignore tocSkip {kind}">{inline(words)}</h4>'


def inline(words: str) -> str:
    """Escaped text in which `backticks` become code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words, quote=False))


def drawing(content: str, label: str) -> str:
    """Preformatted text that scrolls by keyboard."""
    return (
        f'<pre tabindex="0" role="region" aria-label="{escape(label)}">'
        f"{escape(content, quote=False)}</pre>"
    )


def folded(summary: str, content: str) -> str:
    return f"<details><summary>{inline(summary)}</summary><div>{content}</div></details>"


def _gave(module: str, provided: Sequence[Provided]) -> str:
    names = ", ".join(f"<code>{escape(p.text)}</code>" for p in provided) or "no public names"
    return f"module <code>{escape(module)}</code>: {names}"


def _list(diagnostics: Iterable[Diagnostic]) -> str:
    items = "".join(f'<li class="rl-{d.level}">{_diagnostic(d)}</li>' for d in diagnostics)
    return f'<ol class="rl-list">{items}</ol>' if items else ""


def _diagnostic(diagnostic: Diagnostic) -> str:
    parts = [_title(diagnostic), _places(diagnostic), _drawing(diagnostic)]
    if diagnostic.explanation:
        name = diagnostic.code or diagnostic.level
        parts.append(folded(f"What {name} means", explanation_html(diagnostic.explanation)))
    return "".join(parts)


def _title(diagnostic: Diagnostic) -> str:
    code = diagnostic.code
    badge = f' <code class="rl-badge">{escape(code)}</code>' if code else ""
    message = inline(compiler_text(diagnostic.message))
    level = f'<span class="rl-level">{diagnostic.level}</span>'
    return f'<h4 class="jp-toc-ignore tocSkip">{level}{badge} {message}</h4>'


def _places(diagnostic: Diagnostic) -> str:
    """The places in words, for who cannot see the drawing."""
    items = "".join(
        f"<li>{escape(text.place(s))}{': ' + inline(s.label) if s.label else ''}</li>"
        for s in diagnostic.spans
    )
    return f'<ul class="rl-sr">{items}</ul>' if items else ""


def _drawing(diagnostic: Diagnostic) -> str:
    lines = text.diagnostic_text(diagnostic).split("\n")
    # The first line says what the heading says.
    if diagnostic.message.split("\n", 1)[0] in lines[0] or lines[0] == text.title(diagnostic):
        lines = lines[1:]
    label = f"the lines of this {diagnostic.level}"
    return drawing("\n".join(lines), label) if any(lines) else ""


def _ending(crash: Crash) -> str:
    parts = [drawing(crash.quoted, "what was printed last")] if crash.quoted else []
    if crash.python_stack:
        parts.append("<p>Python stack</p>")
        parts.append(drawing("\n".join(text.stack(crash.python_stack)), "Python stack"))
    if crash.c_stack:
        parts.append(folded("C stack", drawing("\n".join(text.stack(crash.c_stack)), "C stack")))
    return "".join(parts)


def hint(words: str) -> str:
    return f'<p><strong class="rl-help">hint:</strong> {inline(words)}</p>'
