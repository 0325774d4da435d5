"""Small faults in a solution, made on its tokens: only in the parts that a learner writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rustlab.exercise import regions, rust
from rustlab.exercise.regions import Region
from tests.exercise import operators
from tests.exercise.tokens import Token, join, solid, tokens

SWAPS = {
    "==": "!=", "!=": "==", "<=": "<", ">=": ">", "&&": "||", "||": "&&",
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "/", "<<": ">>", ">>": "<<", "&": "|", "|": "&",
    "..": "..=", "..=": "..", "<": "<=", ">": ">=", "+=": "-=", "-=": "+=", "^": "|",
}  # fmt: skip
WORDS = {
    "true": "false", "false": "true", "min": "max", "max": "min", "is_some": "is_none",
    "is_none": "is_some", "is_ok": "is_err", "is_err": "is_ok", "checked_add": "checked_sub",
    "checked_mul": "checked_add", "checked_sub": "checked_add", "is_empty": "is_ascii",
    "Py_NewRef": "", "Py_XNewRef": "Py_NewRef", "Py_INCREF": "Py_DECREF", "into_ptr": "as_ptr",
    "PyExc_TypeError": "PyExc_ValueError", "PyExc_ValueError": "PyExc_TypeError",
    "PyExc_IndexError": "PyExc_ValueError", "PyExc_OverflowError": "PyExc_ValueError",
    "rem_euclid": "wrapping_rem", "i64": "i32", "i32": "i16", "usize": "u16", "u32": "u16",
    "PyList_Check": "PyTuple_Check", "PyLong_Check": "PyFloat_Check", "first": "last",
    "wrapping_add": "saturating_add", "left": "right", "saturating_add": "wrapping_add",
    "saturating_sub": "wrapping_sub", "Py_None": "Py_True", "Py_True": "Py_False",
    "Py_False": "Py_True", "chars": "bytes", "rev": "into_iter", "Relaxed": "Acquire",
    "type_error": "value_error", "value_error": "type_error", "index_error": "value_error",
    "overflow_error": "value_error", "TypeError": "ValueError", "ValueError": "TypeError",
    "IndexError": "ValueError", "OverflowError": "ValueError", "RuntimeError": "ValueError",
    "chunks_exact": "chunks", "chunks": "chunks_exact", "take": "skip", "skip": "take",
    "forget": "drop", "find": "rfind", "sum": "product", "PyBUF_SIMPLE": "PyBUF_WRITABLE",
    "position": "rposition", "any": "all", "all": "any", "PyNumber_Index": "Py_NewRef",
    "Py_DECREF": "Py_INCREF", "Py_XDECREF": "",
}  # fmt: skip
MORE = {
    "PyList_Check": ("PyList_CheckExact",),
    "PyLong_Check": ("PyLong_CheckExact",),
    "Py_None": ("Py_False",),
    "Py_XNewRef": ("",),
    "0": ("-1",),
    "saturating_add": ("saturating_sub",),
    "PyBUF_SIMPLE": ("PyBUF_FULL_RO",),
}  # a second fault at the same place
WHOLE_CALLS = (
    (r"\bPy_X?NewRef\(", "Py_NewRef({})"),
    (r"\b(?:std::)?(?:ptr::)?null_mut\(", "Py_NewRef(Py_None())"),
    (r"\bPyList_GetItem\(", "items"),
    (r"\bOk\(", "Err({})"),
    (r"\bSome\(", "None"),
    (r"\.unwrap_or\(", ".unwrap()"),
    (r"\.clone\(", ""),
)
WHOLE = (
    "std::ptr::null_mut()", "unsafe { Py_NewRef(Py_None()) }", "Default::default()",
    "Ok(Default::default())",
)  # fmt: skip
CONDITIONAL = ("if", "while", "return", "match", "else")
REPEATED = re.compile(r"INCREF|DECREF|drop|release|push|insert|append|pop|next")
BINARY_AFTER = re.compile(r"[\w)\]]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A solution with one fault. `name` says what became of what, and which occurrence it was."""

    name: str
    text: str


def mutants(source: str) -> tuple[Mutant, ...]:
    """Return a mutant for each fault at each place of the marked parts of a solution."""
    found: dict[str, Mutant] = {}
    whole = regions.solution(source)
    for number, region in enumerate(regions.regions(source)):
        before = "\n".join(source.splitlines()[: region.first - 1])
        for name, body in _faults("\n".join(region.solution), before):
            text = _with(source, number, region, body)
            known = sum(one.startswith(f"{name} #") for one in found)
            same = text in {m.text for m in found.values()} or rust.plain(text) == rust.plain(whole)
            if not same:
                mutant = Mutant(name=f"{name} #{known + 1}", text=text)
                found[mutant.name] = mutant
    return tuple(found.values())


def _with(source: str, number: int, region: Region, body: str) -> str:
    lines = source.splitlines()
    changed = [*lines[: region.first], *body.splitlines(), *lines[region.last - 1 :]]
    return regions.solution("\n".join(changed) + "\n")


def _faults(text: str, before: str) -> Iterator[tuple[str, str]]:
    parts = tokens(text)
    yield from _exchanged(parts)
    yield from _without_a_statement(parts)
    yield from _twice(parts)
    yield from _turned_round(parts)
    yield from _other_calls(parts)
    for whole in WHOLE:
        yield f"the whole part -> {whole}", whole
    for first, last, new in operators.changes(text, before):
        old, told = " ".join(text[first:last].split()), " ".join(new.split())
        name = f"{_around(text, first)}: {old or 'nothing'} -> {told or 'nothing'}"
        yield name, text[:first] + new + text[last:]


def _other_calls(parts: list[Token]) -> Iterator[tuple[str, str]]:
    """A call of its own as a whole: counted twice, NULL for an object, two arguments exchanged."""
    text = join(parts)
    for pattern, new in WHOLE_CALLS:
        for call in re.finditer(pattern, text):
            end = _closing(text, call.end())
            body = text[call.start() : end]
            changed = new.format(body)
            place = _around(text, call.start())
            yield f"{place}: {body} -> {changed}", text[: call.start()] + changed + text[end:]
    for call in re.finditer(r"\b\w+\(([\w.&* ]+), ([\w.&* ]+)\)", text):
        name = call[0].partition("(")[0]
        changed = f"{name}({call[2]}, {call[1]})"
        place = _around(text, call.start())
        yield (
            f"{place}: {call[0]} -> {changed}",
            text[: call.start()] + changed + text[call.end() :],
        )


def _closing(text: str, at: int) -> int:
    """Return the place after the bracket that closes the one before `at`."""
    depth = 1
    while depth and at < len(text):
        depth += (text[at] == "(") - (text[at] == ")")
        at += 1
    return at


def _around(text: str, at: int) -> str:
    first = text.rfind("\n", 0, at) + 1
    return " ".join(text[first:].partition("\n")[0].split())


def _exchanged(parts: list[Token]) -> Iterator[tuple[str, str]]:
    code = solid(parts)
    for n, (at, token) in enumerate(code):
        before = code[n - 1][1].text if n else ""
        if token.kind == "word" and token.text in WORDS and before not in ("fn", "use", "'"):
            for new in (WORDS[token.text], *MORE.get(token.text, ())):
                yield _one(parts, at, at, new)
        elif token.kind == "sign" and re.fullmatch(r"\d[\d_]*", token.text):
            value = int(token.text.replace("_", ""))
            yield _one(parts, at, at, str(value + 1))
            yield _one(parts, at, at, str(value - 1))
        elif token.kind == "sign":
            yield from _operator(parts, code, n)


def _operator(
    parts: list[Token], code: list[tuple[int, Token]], n: int
) -> Iterator[tuple[str, str]]:
    """A binary operator; the sign of `&x`, `-x`, `<T>` and `|x|` is left alone."""
    at, token = code[n]
    before = code[n - 1][1].text if n else ""
    touching = [code[n + 1]] if n + 1 < len(code) and code[n + 1][0] == at + 1 else []
    second = touching[0][1].text if touching else ""
    if n and code[n - 1][0] == at - 1 and code[n - 1][1].kind == "sign" and before in "=<>&|-+!.:":
        return  # the second half of one
    pair = token.text + second
    if pair in SWAPS and len(pair) == 2:
        yield _one(parts, at, at + 1, SWAPS[pair])
    elif pair in ("->", "=>", "::", "//"):
        return
    elif token.text == "!" and (not before.isidentifier() or before in CONDITIONAL):
        yield _one(parts, at, at, "")
    elif (
        token.text in SWAPS and BINARY_AFTER.search(before) and _spaced(parts, at)
    ) or token.text in ("..", "..="):
        yield _one(parts, at, at, SWAPS[token.text])


def _spaced(parts: list[Token], at: int) -> bool:
    """rustfmt puts spaces round binary operators, and none round generics and references."""
    return 0 < at < len(parts) - 1 and parts[at - 1].kind == parts[at + 1].kind == "space"


def _statements(parts: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield first and last token of each statement that ends with a semicolon and binds nothing."""
    code = solid(parts)
    begin, depth = 0, 0
    begins: list[int] = []
    for n, (_, token) in enumerate(code):
        if token.text in ("(", "["):
            depth += 1
        elif token.text in (")", "]"):
            depth -= 1
        elif token.text == "{":
            begins.append(depth)
            depth, begin = 0, n + 1
        elif token.text == "}":
            depth, begin = (begins.pop() if begins else 0), n + 1
        elif token.text == ";" and depth == 0:
            if n > begin and code[begin][1].text not in ("let", "use", "const", "static"):
                yield code[begin][0], code[n][0]
            begin = n + 1


def _without_a_statement(parts: list[Token]) -> Iterator[tuple[str, str]]:
    for first, last in _statements(parts):
        yield _one(parts, first, last, "")


def _twice(parts: list[Token]) -> Iterator[tuple[str, str]]:
    """A statement done twice: a count too many, an error set again."""
    for first, last in _statements(parts):
        statement = join(parts[first : last + 1])
        if REPEATED.search(statement) and not statement.startswith(("return", "PyErr")):
            yield _one(parts, first, last, f"{statement} {statement}")


def _turned_round(parts: list[Token]) -> Iterator[tuple[str, str]]:
    """`if a {` as `if !(a) {`."""
    code = solid(parts)
    for n, (_, token) in enumerate(code):
        if token.text in ("if", "while") and code[n + 1][1].text not in ("let", "!"):
            end = next((m for m in range(n + 1, len(code)) if code[m][1].text == "{"), None)
            if end is not None:
                first, last = code[n + 1][0], code[end - 1][0]
                condition = join(parts[first : last + 1])
                yield _one(parts, first, last, f"!({condition})")


def _one(parts: list[Token], first: int, last: int, new: str) -> tuple[str, str]:
    old = " ".join(join(parts[first : last + 1]).split())
    text = join(parts[:first]) + new + join(parts[last + 1 :])
    return f"{_line(parts, first)}: {old} -> {' '.join(new.split()) or 'nothing'}", text


def _line(parts: list[Token], at: int) -> str:
    """The line round the token, as a place that survives changes elsewhere."""
    return _around(join(parts), len(join(parts[:at])))
