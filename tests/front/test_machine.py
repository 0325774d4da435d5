"""Notebooks on machines that lack something: a sentence and a next step, and the rest works."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.front.kernels import kernel

pytestmark = [pytest.mark.kernel, pytest.mark.xdist_group("machine")]

C = """\
%%c two
#include <Python.h>
static PyObject *two(PyObject *m, PyObject *a) { return PyLong_FromLong(2); }
static PyMethodDef methods[] = {{"two", two, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "two", NULL, 0, methods};
PyMODINIT_FUNC PyInit_two(void) { return PyModuleDef_Init(&def); }
"""
RUST = "%%rust\n#[pyfunction]\nfn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}"


def test_without_cargo_only_rust_is_missing(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "cargo")
    with kernel(tmp_path, {"CARGO": nowhere, "RUSTLAB_CACHE": str(tmp_path / "cache")}) as notebook:
        reply = notebook.run(RUST)

        assert reply.ename == "ToolchainError"
        assert nowhere in reply.evalue
        assert "\n\nhint: " in reply.evalue
        built = notebook.run(C)
        assert built.ok, built.text
        assert notebook.run("two()").data == [{"text/plain": "2"}]
        assert notebook.run("%%isolated\nimport two; two.two()").data == [{"text/plain": "2"}]


def test_a_cache_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the cache should be: no permission helps, not even that of root."""
    blocked = tmp_path / "cache"
    blocked.write_text("in the way", encoding="utf-8")
    with kernel(tmp_path, {"RUSTLAB_CACHE": str(blocked)}) as notebook:
        reply = notebook.run(RUST)

        assert reply.ename == "WorkspaceError", reply.text
        assert "\n\nhint: " in reply.evalue
        assert notebook.run("1 + 1").ok
