"""What gcc, clang and Visual C++ say, as values. The learner's own file is `cell.c`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from rustlab.cargo.diagnostic import Diagnostic, Level, Span, Suggestion

FILE = "cell.c"
LEVELS: dict[str, Level] = {
    "error": "error",
    "fatal error": "error",
    "sorry": "error",
    "warning": "warning",
    "note": "note",
}
UNIX = re.compile(
    r"^(?P<file>[^:\n]+):(?P<line>\d+):(?:(?P<column>\d+):)? "
    r"(?P<level>fatal error|error|warning|note): (?P<message>.*?)(?: \[-W(?P<code>[^\]]+)\])?$"
)
MSVC = re.compile(
    r"^(?P<file>[^(\n]+)\((?P<line>\d+)(?:,(?P<column>\d+))?\)\s*: "
    r"(?P<level>fatal error|error|warning|note)(?: (?P<code>[A-Z]+\d+))?: (?P<message>.*)$"
)
LINKER = re.compile(
    r"(?:error|fatal error) (?P<code>LNK\d+): (?P<message>.*)$|(?:ld|collect2)[^:]*: (?P<unix>.*)$"
)


def from_gcc_json(stderr: str, source: str) -> tuple[Diagnostic, ...]:
    """The array that `-fdiagnostics-format=json` writes, one for each file that is compiled."""
    lines = source.split("\n")
    found: list[Diagnostic] = []
    for line in stderr.splitlines():
        if line.startswith("["):
            found.extend(_from_gcc(entry, lines) for entry in json.loads(line))
    return tuple(found)


def from_text(text: str, family: str, source: str) -> tuple[Diagnostic, ...]:
    """The lines of clang, of an old gcc, or of Visual C++."""
    pattern = MSVC if family == "msvc" else UNIX
    lines = source.split("\n")
    found: list[Diagnostic] = []
    for head, body in _blocks(text, pattern):
        if head["level"] == "note" and found:
            found[-1] = _with_note(found[-1], head["message"], body)
        else:
            found.append(_from_match(head, body, lines))
    return tuple(found)


def from_linker(text: str) -> tuple[Diagnostic, ...]:
    """What the linker refused: it knows functions and no lines."""
    first = next((m for line in text.splitlines() if (m := LINKER.search(line))), None)
    if first is None:
        return (Diagnostic(level="error", message="the linker failed", rendered=text),)
    message = first["message"] or first["unix"]
    return (
        Diagnostic(
            level="error", message=f"the linker: {message}", code=first["code"], rendered=text
        ),
    )


def _from_gcc(entry: dict[str, Any], lines: Sequence[str]) -> Diagnostic:
    spans = tuple(_gcc_span(place, lines, index) for index, place in enumerate(entry["locations"]))
    notes = tuple(f"note: {child['message']}" for child in entry.get("children", ()))
    level = LEVELS.get(entry["kind"], "error")
    code = entry.get("option")
    head = _head(spans[:1], entry["kind"], entry["message"], code)
    below = [
        _head(
            tuple(_gcc_span(p, lines, i) for i, p in enumerate(child["locations"][:1])),
            child["kind"], child["message"], None,
        )
        for child in entry.get("children", ())
    ]  # fmt: skip
    return Diagnostic(
        level=level,
        message=entry["message"],
        code=code and code.removeprefix("-W"),
        spans=spans,
        notes=notes,
        suggestions=tuple(_fixit(fix, lines) for fix in entry.get("fixits", ())),
        rendered="\n".join((head, *below)) + "\n",
    )


def _gcc_span(place: dict[str, Any], lines: Sequence[str], index: int) -> Span:
    caret = place["caret"]
    start, finish = place.get("start", caret), place.get("finish", caret)
    # The caret may stand in the middle (`a + b`); a span begins where the text begins.
    line, own = start["line"], caret["file"] == FILE
    text = lines[line - 1] if own and 0 < line <= len(lines) else ""
    return Span(
        file=caret["file"],
        line=line,
        column=_characters(text, start.get("byte-column", start["column"])),
        end_line=finish["line"],
        end_column=_characters(text, finish.get("byte-column", finish["column"])) + 1,
        primary=index == 0,
        label=place.get("label", ""),
        text=(text,) if own else (),
    )


def _fixit(fix: dict[str, Any], lines: Sequence[str]) -> Suggestion:
    start, after = fix["start"], fix["next"]
    text = lines[start["line"] - 1] if 0 < start["line"] <= len(lines) else ""
    span = Span(
        file=start["file"],
        line=start["line"],
        column=_characters(text, start.get("byte-column", start["column"])),
        end_line=after["line"],
        end_column=_characters(text, after.get("byte-column", after["column"])),
        primary=True,
        text=(text,),
    )
    return Suggestion(message="replace", span=span, replacement=fix["string"])


def _characters(text: str, byte_column: int) -> int:
    """A column in characters from one in bytes, both from 1."""
    return len(text.encode()[: byte_column - 1].decode("utf-8", "ignore")) + 1


def _head(spans: tuple[Span, ...], kind: str, message: str, code: str | None) -> str:
    """The form in which gcc itself prints: place, message, the line, a mark below it."""
    place = f"{spans[0].file}:{spans[0].line}:{spans[0].column}: " if spans else ""
    head = f"{place}{kind}: {message}" + (f" [{code}]" if code else "")
    if not spans or not spans[0].text:
        return head
    span = spans[0]
    width = max(1, span.end_column - span.column) if span.line == span.end_line else 1
    indent = re.sub(r"[^\t]", " ", span.text[0][: span.column - 1])
    mark = "^" + "~" * (width - 1)
    return f"{head}\n{span.line:>5} | {span.text[0]}\n      | {indent}{mark}"


def _blocks(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], list[str]]]:
    head: re.Match[str] | None = None
    body: list[str] = []
    for line in text.splitlines():
        found = pattern.match(line)
        if found is None:
            body.append(line)
            continue
        if head is not None:
            yield head, body
        head, body = found, [line]
    if head is not None:
        yield head, body


def _from_match(head: re.Match[str], body: list[str], lines: Sequence[str]) -> Diagnostic:
    number = int(head["line"])
    own = head["file"].replace("\\", "/").rpartition("/")[2] == FILE
    text = lines[number - 1] if own and 0 < number <= len(lines) else ""
    column = _characters(text, int(head["column"] or 1))
    span = Span(
        file=FILE if own else head["file"],
        line=number,
        column=column,
        end_line=number,
        end_column=column + 1,
        primary=True,
        text=(text,) if own else (),
    )
    return Diagnostic(
        level=LEVELS[head["level"]],
        message=head["message"],
        code=head["code"],
        spans=(span,),
        rendered="\n".join(body) + "\n",
    )


def _with_note(diagnostic: Diagnostic, message: str, body: list[str]) -> Diagnostic:
    return Diagnostic(
        level=diagnostic.level,
        message=diagnostic.message,
        code=diagnostic.code,
        spans=diagnostic.spans,
        notes=(*diagnostic.notes, f"note: {message}"),
        suggestions=diagnostic.suggestions,
        rendered=diagnostic.rendered + "\n".join(body) + "\n",
    )
