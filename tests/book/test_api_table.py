"""The table from the C API to Rust is read from the sources of the crate, and misses nothing."""

from __future__ import annotations

import re

from rustlab.book.api_table import api_table, functions
from rustlab.data import locate

CRATE = locate().crates / "cpython-api"


def test_what_a_method_calls_is_found_through_the_door() -> None:
    known = {row.c: row.rust for row in api_table(CRATE)}
    assert known["PyList_Append"] == ("Borrowed<PyList>::append",)
    assert "PyBytes::new" in known["PyBytes_FromStringAndSize"]
    assert "extract::<f64>" in known["PyFloat_AsDouble"]
    assert "PyCapsule_New" not in known, "the glue of the macros is nobody's to call"


def test_every_name_of_the_table_stands_in_the_sources() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in (CRATE / "src").rglob("*.rs"))
    for row in api_table(CRATE):
        assert f"ffi::{row.c}(" in text
        for name in row.rust:
            method = re.split(r"::", re.sub(r"::<.*>", "", name))[-1]
            assert f"fn {method}" in text, name


def test_functions_know_whose_they_are() -> None:
    text = """\
impl<'py> Borrowed<'_, 'py, PyList> {
    pub fn append(self) {
        c_api::list_append()
    }

    fn hidden(self) {}
}

impl<'a, 'py> FromPyObject<'a, 'py> for bool {
    fn extract() {
        c_api::is_true()
    }
}

pub fn free() {}
"""
    assert {name for name in functions(text) if name} == {
        "Borrowed<PyList>::append", "extract::<bool>", "free"
    }  # fmt: skip
