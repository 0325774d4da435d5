"""The colours and the style sheet of every HTML output: a light and a dark palette of our own."""

from __future__ import annotations

import re
from typing import Literal

Theme = Literal["light", "dark"]

# The outputs bring their own background, so that the contrast of each pair below is certain in
# JupyterLab, on the site and in any other frontend; a test computes it (WCAG 2, 4.5 to 1).
PALETTE: dict[Theme, dict[str, str]] = {
    "light": {
        "fg": "#1f2328", "bg": "#f8f9fb", "code-bg": "#eceff3", "muted": "#57606a",
        "border": "#7d8690", "error": "#a8201a", "warning": "#7a4f00", "ok": "#0b6b3a",
        "note": "#0b57a4",
    },
    "dark": {
        "fg": "#e6e8eb", "bg": "#1b1f24", "code-bg": "#2a2f37", "muted": "#a8b0b8",
        "border": "#6e7681", "error": "#ff9a92", "warning": "#f5c26b", "ok": "#7ddba6",
        "note": "#93c1ff",
    },
}  # fmt: skip

# Which theme the page around us has: the reader's system first, then what the frontend says.
# JupyterLab marks <body>, the site marks <html>, VS Code marks <body> with classes.
_DARK = (
    'html[data-theme="dark"] .rustlab', 'body[data-jp-theme-light="false"] .rustlab',
    "body.vscode-dark .rustlab",
)  # fmt: skip
_LIGHT = (
    'html[data-theme="light"] .rustlab', 'body[data-jp-theme-light="true"] .rustlab',
    "body.vscode-light .rustlab",
)  # fmt: skip

_RULES = """
.rustlab {
  color:var(--rl-fg);
  background:var(--rl-bg);
  border-left:4px solid var(--rl-accent,var(--rl-border));
  padding:.5em .9em;
  margin:.2em 0;
  border-radius:3px;
  font-size:.95em;
  line-height:1.5;
  overflow-wrap:anywhere;
}
.rustlab.rl-ok {
  --rl-accent:var(--rl-ok);
}
.rustlab.rl-bad {
  --rl-accent:var(--rl-error);
}
.rustlab.rl-warn {
  --rl-accent:var(--rl-warning);
}
.rustlab p,
.rustlab ol,
.rustlab ul {
  margin:.2em 0;
  color:inherit;
}
.rustlab ol,
.rustlab ul {
  padding-left:1.4em;
}
.rustlab .rl-list {
  list-style:none;
  padding-left:0;
}
.rustlab .rl-list>li {
  margin:.5em 0 0;
}
.rustlab h4 {
  margin:.1em 0;
  font-size:1em;
  font-weight:600;
  color:inherit;
}
.rustlab .rl-level {
  text-transform:none;
}
.rustlab .rl-error .rl-level,
.rustlab .rl-head-bad {
  color:var(--rl-error);
}
.rustlab .rl-warning .rl-level {
  color:var(--rl-warning);
}
.rustlab .rl-head-ok {
  color:var(--rl-ok);
}
.rustlab .rl-help {
  color:var(--rl-note);
}
.rustlab .rl-muted {
  color:var(--rl-muted);
}
.rustlab code {
  color:inherit;
  background:var(--rl-code-bg);
  border:0;
  border-radius:3px;
  padding:.05em .3em;
  font-size:.92em;
}
.rustlab .rl-badge {
  border:1px solid currentColor;
  background:none;
  font-weight:600;
}
.rustlab pre {
  color:var(--rl-fg);
  background:var(--rl-code-bg);
  border:0;
  border-radius:3px;
  margin:.3em 0;
  padding:.5em .7em;
  overflow-x:auto;
  white-space:pre-wrap;
  line-height:1.35;
  font-size:.88em;
}
.rustlab pre code {
  background:none;
  padding:0;
  font-size:1em;
}
.rustlab pre:focus-visible,
.rustlab summary:focus-visible {
  outline:2px solid var(--rl-note);
  outline-offset:2px;
}
.rustlab table {
  border-collapse:collapse;
}
.rustlab th,
.rustlab td {
  text-align:left;
  color:inherit;
  background:none;
  border:1px solid var(--rl-border);
  padding:.2em .6em;
}
.rustlab summary {
  cursor:pointer;
  color:var(--rl-note);
}
.rustlab summary::marker {
  content: none;
}
.rustlab summary::-webkit-details-marker {
  display: none;
}
.rustlab summary::before {
  content: "▸ " / "";
}
.rustlab details[open]>summary::before {
  content: "▾ " / "";
}
.rustlab details>div {
  padding-left:.9em;
  border-left:1px solid var(--rl-border);
  margin:.3em 0;
}
.rustlab a {
  color:var(--rl-note);
  text-decoration:underline;
}
.rustlab .rl-rungs {
  display:flex;
  flex-wrap:wrap;
  gap:.4em;
  list-style:none;
  padding-left:0;
  margin-bottom:.6em;
}
.rustlab .rl-rung {
  display:block;
  box-sizing:border-box;
  width:14em;
  height:100%;
  border:1px solid var(--rl-border);
  border-radius:5px;
  padding:.3em .6em;
  color:var(--rl-fg);
  background:var(--rl-code-bg);
  text-decoration:none;
  line-height:1.35;
}
.rustlab .rl-rung.rl-done strong {
  color:var(--rl-ok);
}
.rustlab .rl-rung.rl-next {
  border:2px solid var(--rl-note);
}
.rustlab .rl-rung.rl-next strong {
  color:var(--rl-note);
}
.rustlab .rl-rung.rl-later {
  border-style:dashed;
  color:var(--rl-muted);
}
.rustlab a.rl-rung:focus-visible {
  outline:2px solid var(--rl-note);
  outline-offset:2px;
}
.rustlab .rl-sr {
  position:absolute;
  width:1px;
  height:1px;
  margin:-1px;
  padding:0;
  overflow:hidden;
  clip-path:inset(50%);
  white-space:nowrap;
}
"""


def css() -> str:
    """The whole style sheet; every output carries it, because it may stand alone."""
    light, dark = _variables("light"), _variables("dark")
    return "\n".join(
        (
            f".rustlab{{{light}}}",
            f"@media (prefers-color-scheme:dark){{.rustlab{{{dark}}}}}",
            f"{','.join(_LIGHT)}{{{light}}}",
            f"{','.join(_DARK)}{{{dark}}}",
            # Said twice, so that a page's own rules for headings, lists and code do not win.
            re.sub(r"\n\s*", "", _RULES).replace(".rustlab ", ".rustlab.rustlab "),
            # On a phone a broken line of source would lose the marks below it.
            "@media (max-width:36rem){.rustlab.rustlab pre{white-space:pre}}",
        )
    )


def _variables(theme: Theme) -> str:
    colours = "".join(f"--rl-{name}:{value};" for name, value in PALETTE[theme].items())
    return f"color-scheme:{theme};{colours}"
