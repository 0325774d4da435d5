"""Faults of a second kind: made on calls, chains, branches and bindings of a marked part.

Each yields what was replaced, where, and by what. Many do not compile; those that do are faults
that people make: a step of a chain forgotten, the other variable, a call made twice, a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Change = tuple[int, int, str]  # from, to, and what stands there instead

INSERTED = (".skip(1)", ".take(3)", ".filter(|_| false)")
CHAIN = re.compile(r"\.(?:map|rev|collect|sum|count|take|zip|position|copied|enumerate)\b(?=[(:])")
REPLACED = (
    (r"\?(?=[;.),])", ".unwrap()"),
    (r"(?<=[a-z_)\]]) as (?=(?:usize|i64|u64|u32|i32|c_int|Py_ssize_t)\b)", " as i8 as "),
    (r"(?<=::from\()\w+(?=\))", "{} as i8"),
    (r"\.(?:rev|chars|clone|copied|to_owned|skip|take|cast)\(\w*\)", ""),
    (r"\bString::from\([^()]*\)", "String::new()"),
    (r"#\[unsafe\(no_mangle\)\]\n", ""),
    (r"\blet _ = [^;]*;", ""),
    (r"\bcatch_unwind\([\w:]*\((\w+)\)\)", "catch_unwind(|| ()).map(|()| {1}())"),
    (r"\b(?:Ok|Some)\(\w+\)", "Ok(Default::default())"),
    (r"&\*(\w+)", "&{1}"),
    (r"\bwhile(?= let\b)", "if"),
    (r"&\[\w[^\[\]]*\]", "&[]"),
    (r'\.join\("[^"]+"\)', '.join("")'),
    (r"(?<=[ (]place)(?=\))(?!\) =>)", " + 1"),
    (r"(?<![\w!>])\(([a-z][\w.]*(?:\(\))?), ([a-z][\w.]*(?:\(\))?)\)(?! (?:=|in\b))", "({2}, {1})"),
    (r"(?<==> )\w+(?=,)", "unsafe {{ Py_NewRef({}) }}"),
    (r"(?<=\n)\s*\w+\s*$", "unsafe {{ Py_NewRef({}) }}"),
)  # fmt: skip
CONDITION = re.compile(r"\bif (?!let\b)((?:unsafe \{[^{}]*\}|[^{};])+?) \{")
IF_LET = re.compile(r"\b(?:if|while) let Some\([^)]*\) = [^{};]+(?= \{)")
ARM = re.compile(r"=> ([^,{}\n]+),\n")
BINDING = re.compile(r"^( *)let (?:mut )?(?:\w+|\([\w, ]+\)) = ([^;]*);", re.MULTILINE)
NEIGHBOURS = re.compile(
    r"^(?P<first> *let (?:mut )?(?P<name>\w+) = (?!\w+::new\(\))[^;{]*;)\n"
    r"(?P<second> *let \w+(?: \w+)? = (?!\w+::new\(\))[^;{]*;)$",
    re.MULTILINE,
)
RESULT = re.compile(r"(?:^|\n)( *)([^\s}/][^\n;]*)$")
HAS_EFFECT = re.compile(
    r"\bPy(?!_TYPE)\w*_\w+\(|(?<![.\w])\w+\([\w, ]+\)\?|\bbody\b|\b[A-Z]\w+\(self|map\([A-Z]"
)
BOUND = re.compile(r"\blet (?:mut )?(\w+)|\((\w+), (\w+)\) =|\|&?(\w+)\||\bfor (\w+) in")
PARAMETER = re.compile(r"(\w+): (?!impl)")
POINTER = re.compile(r"(\w+): \*mut PyObject")
WORD = re.compile(r"(?<![\w.:&])[a-z_]\w*\b(?!\s*(?:\(|:|!|=[^=]|\|))")


def changes(text: str, before: str) -> Iterator[Change]:
    """Yield every change of a marked part; `before` is the text above it in its file."""
    signature = _signature(before)
    for found in CHAIN.finditer(text):
        yield from ((found.start(), found.start(), new) for new in INSERTED)
    for pattern, new in REPLACED:
        for found in re.finditer(pattern, text):
            yield found.start(), found.end(), _filled(new, found)
    for found in IF_LET.finditer(text):
        yield found.end(), found.end(), ".filter(|_| false)"
    yield from _conditions(text)
    yield from _arms(text)
    yield from _bound_twice(text)
    yield from _exchanged_bindings(text)
    yield from _other_variable(text, signature)
    yield from _counts(before, signature)


def _filled(new: str, found: re.Match[str]) -> str:
    """Put groups where `new` names them, else the whole where it has a place for it."""
    if "{1}" not in new:
        return new.format(found[0])
    for number in range(1, len(found.groups()) + 1):
        new = new.replace(f"{{{number}}}", found[number])
    return new


def _conditions(text: str) -> Iterator[Change]:
    """A condition that always holds, never holds, or lacks one of its two sides."""
    for found in CONDITION.finditer(text):
        sides = re.split(r" (?:&&|\|\|) ", found[1])
        for new in ("true", "false", *(sides if len(sides) == 2 else ())):
            yield found.start(1), found.end(1), new


def _arms(text: str) -> Iterator[Change]:
    """An arm of a `match` that does what its neighbour does."""
    arms = list(ARM.finditer(text))
    for one, other in zip(arms, [*arms[1:], *arms[:1]], strict=True):
        if one[1] != other[1]:
            yield one.start(1), one.end(1), other[1]


def _bound_twice(text: str) -> Iterator[Change]:
    """A call whose first result is forgotten: what it does is done twice."""
    for found in BINDING.finditer(text):
        if HAS_EFFECT.search(found[2]):
            yield found.start(), found.start(), f"{found[1]}let _ = {found[2]};\n"
    result = RESULT.search(text)
    if result and HAS_EFFECT.search(result[2]):
        yield result.start(2), result.start(2), f"let _ = {result[2]};\n{result[1]}"


def _exchanged_bindings(text: str) -> Iterator[Change]:
    """Two bindings, one below the other, of which the second does not need the first."""
    for found in NEIGHBOURS.finditer(text):
        if not re.search(rf"\b(?<!\.){found['name']}\b", found["second"].partition("=")[2]):
            exchanged = f"{found['second']}\n{found['first']}"
            yield found.start("first"), found.end("second"), exchanged


def _other_variable(text: str, signature: str) -> Iterator[Change]:
    """A name that is bound here in place of another one."""
    groups = (name for found in BOUND.finditer(text) for name in found.groups())
    names = [*PARAMETER.findall(signature), *(name for name in groups if name)]
    known = sorted({name for name in names if not name.startswith("_") and name != "ctx"})
    for found in WORD.finditer(text):
        if found[0] in known and len(known) > 1:
            new = known[(known.index(found[0]) + 1) % len(known)]
            yield found.start(), found.end(), new


def _counts(before: str, signature: str) -> Iterator[Change]:
    """One count too many, and one too few, of each object that was lent."""
    names = POINTER.findall(signature)
    names += ["self.as_ptr()"] if "self" in signature and "fn as_ptr(&self)" in before else []
    for name in names:
        if not name.startswith("_"):
            yield from ((0, 0, f"unsafe {{ {call}({name}) }};\n") for call in COUNTS)


COUNTS = ("Py_INCREF", "Py_DECREF")


def _signature(before: str) -> str:
    """Return the parameters of the function that the marked part is in, or nothing."""
    _, found, rest = before.rpartition("fn ")
    return rest if found and "}" not in rest else ""
