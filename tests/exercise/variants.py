"""The same answer in other words, and small faults in a right one."""

from __future__ import annotations

import re
from collections.abc import Iterator

NAMES = {"argument": "thing", "items": "row", "_module": "_m", "_unused": "_nobody"}
# What a function does is the same; how it is said is not.
REWRITES = (
    (r"Py_NewRef\((\w+)\)", r"{ let one = \1; Py_INCREF(one); one }"),
    (r"Py_None\(\)", r"(&raw mut _Py_NoneStruct).cast::<PyObject>()"),
    (
        r"\breturn std::ptr::null_mut\(\);",
        r"let none: *mut PyObject = std::ptr::null_mut(); return none;",
    ),
    (r"if !PyList_Check\(items\) \{", r"let is_list = PyList_Check(items); if is_list == false {"),
    (r"    argument\n", r"    let result = { argument }; return result;\n"),
)
# Small faults of the C boundary: a count dropped or doubled, a test turned round, an exception left
# out or another one, another index, NULL used or None in its place.
FAULTS = (
    (r"Py_NewRef\((\w+)\)", r"\1"),
    (r"Py_NewRef\((\w+)\)", r"Py_NewRef(Py_NewRef(\1))"),
    (r"Py_NewRef\((Py_None\(\))\)", r"Py_NewRef(Py_NewRef(\1))"),
    (r"Py_XNewRef\((PyList_GetItem\(items, 0\))\)", r"\1"),
    (r"Py_XNewRef\((PyList_GetItem\(items, 0\))\)", r"Py_XNewRef(Py_XNewRef(\1))"),
    (r"Py_XNewRef", r"Py_NewRef"),
    (r"if !PyList_Check", r"if PyList_Check"),
    (r"!PyList_Check", r"!PyTuple_Check"),
    (r"PyList_Check", r"PyList_CheckExact"),
    (r"PyExc_TypeError", r"PyExc_ValueError"),
    (r"PyErr_SetString\([^;]*;", r""),
    (r"return std::ptr::null_mut\(\);", r""),
    (r"return std::ptr::null_mut\(\);", r"return Py_NewRef(Py_None());"),
    (r"PyList_GetItem\(items, 0\)", r"PyList_GetItem(items, 1)"),
    (r"PyList_GetItem\(items, 0\)", r"PyList_GetItem(items, -1)"),
    (r"PyList_GetItem\(items, 0\)", r"items"),
    (r"unsafe \{ Py_NewRef\(Py_None\(\)\) \}", r"std::ptr::null_mut()"),
    (r"unsafe \{ Py_NewRef\(Py_None\(\)\) \}", r"unsafe { Py_NewRef(Py_False()) }"),
)  # fmt: skip


def renamed(text: str) -> str:
    """Other names for everything that is the learner's to name."""
    for old, new in NAMES.items():
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def on_one_line(text: str) -> str:
    """All of it on one line, without comments."""
    code = re.sub(r"//.*", "", text)
    return " ".join(code.split()) + "\n"


def spread(text: str) -> str:
    """A new line wherever one may stand, and comments that name what is missing."""
    code = re.sub(r"//.*", "", text)
    code = re.sub(r"([{}();,])(?![^\n]*\")", r"\1\n", code)
    return code.replace("{\n", "{\n/* Py_NewRef(x); PyErr_SetString(x) */\n", 6)


def rewritten(text: str) -> str:
    """The same in other words."""
    for old, new in REWRITES:
        text = re.sub(old, new, text)
    return text


VARIANTS = {
    "renamed": renamed,
    "on one line": on_one_line,
    "spread": spread,
    "rewritten": rewritten,
}


def mutants(solution: str) -> Iterator[tuple[str, str]]:
    """Yield a description and a text for each fault at each place where it fits."""
    for old, new in FAULTS:
        for found in re.finditer(old, solution):
            changed = solution[: found.start()] + found.expand(new) + solution[found.end() :]
            yield f"{found[0]} -> {found.expand(new)}", changed
