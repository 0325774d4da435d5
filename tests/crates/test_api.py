"""cpython-api from Python, in every interpreter: each check of `checks.py` is a test here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.crates.artifacts import Built
from tests.crates.reports import checks_in, leaked, passed, report

HERE = Path(__file__).parent
CHECKS, LEAKS = checks_in("checks")

pytestmark = pytest.mark.cargo


@pytest.mark.parametrize("check", CHECKS)
def test_check(built: Built, check: str) -> None:
    passed(built, "checks", check)


@pytest.mark.parametrize("check", CHECKS)
def test_check_with_debugging_allocator(built: Built, check: str) -> None:
    passed(built, "checks", check, malloc="debug")


def test_the_process_ends_well(built: Built) -> None:
    assert report(built, "plain")["process"][0] == "0"


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_leaks(built: Built, check: str) -> None:
    leaked(built, "checks", check, LEAKS.get(check, 0))


def ended(built: Built, code: str) -> tuple[int, str]:
    """How a process ends that runs `code` with the module as `M`."""
    prelude = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); from loading import load; M = load()\n"
    )
    run = built.run("-c", prelude + code)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal where there are signals")
def test_a_payload_that_panics_when_dropped_ends_the_process(built: Built) -> None:
    code, text = ended(built, "M.panic_on_drop(); print('not reached')")
    assert code == -6, text
    assert "not reached" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal where there are signals")
def test_a_panicking_traverse_is_fatal(built: Built) -> None:
    code, text = ended(
        built, "m = load('xx_traverse_panics'); import gc; gc.collect(); print('not reached')"
    )
    assert code == -6, text
    assert "not reached" not in text


def test_no_subinterpreter_gets_the_module(built: Built, tmp_path: Path) -> None:
    run = built.run(str(HERE / "subinterpreters.py"), str(tmp_path / "report"))
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    kinds = {"legacy"} if built.version < (3, 12) else {"legacy", "isolated"}
    assert {key.split()[0] for key in said} == kinds
    for key, text in said.items():
        assert text.startswith("ImportError: module "), (key, text)
        assert "does not support loading in subinterpreters" in text, (key, text)


def test_importing_leaves_the_gil_as_it_is(built: Built) -> None:
    code, text = ended(
        built, "print(getattr(sys, '_is_gil_enabled', lambda: 'no such question')())"
    )
    assert code == 0, text
    assert "RuntimeWarning" not in text
    if built.gil_disabled:
        assert "False" in text


def test_a_raw_module_leaves_the_gil_as_it_is(built: Built) -> None:
    code, text = ended(
        built,
        "from loading import load_file; load_file('cell', 'cell_raw.so')\n"
        "print(getattr(sys, '_is_gil_enabled', lambda: 'no such question')())",
    )
    assert code == 0, text
    assert "RuntimeWarning" not in text
    if built.gil_disabled:
        assert "False" in text


def test_depth_table_is_found_after_the_module_is_gone(built: Built) -> None:
    code, text = ended(
        built,
        "del M; import gc; gc.collect(); M = load(); B = load('xxtestrustapi_other')\n"
        "assert M.call(B.may_detach) is False and B.call(M.may_detach) is False; print('done')",
    )
    assert code == 0, text


def test_a_table_of_another_release_is_refused(built: Built) -> None:
    # What a module of another release would leave: a capsule whose first field is another version.
    code, text = ended(
        built,
        "import ctypes\n"
        "api = ctypes.pythonapi\n"
        "api.PyInterpreterState_Get.restype = ctypes.c_void_p\n"
        "api.PyInterpreterState_GetDict.restype = ctypes.c_void_p\n"
        "api.PyInterpreterState_GetDict.argtypes = [ctypes.c_void_p]\n"
        "borrowed = api.PyInterpreterState_GetDict(api.PyInterpreterState_Get())\n"
        "shared = ctypes.cast(borrowed, ctypes.py_object).value\n"
        "api.PyCapsule_New.restype = ctypes.py_object\n"
        "api.PyCapsule_New.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]\n"
        "table, name = (ctypes.c_uint32 * 16)(999), b'cpython_api.depth'\n"
        "shared['cpython_api.depth'] = api.PyCapsule_New(ctypes.addressof(table), name, None)\n"
        "load('xxtestrustapi_other')",
    )
    assert code == 1, text
    assert "ImportError: this module and an earlier one were built with different releases" in text


@pytest.mark.skipif(
    sys.platform == "win32", reason="reads the symbols of an ELF or Mach-O file with nm"
)
@pytest.mark.parametrize("name", ["xxtestrustapi", "xxtestrustapi_other", "cell", "cell_raw"])
def test_only_the_entry_is_exported(built: Built, name: str) -> None:
    import subprocess

    listing = subprocess.check_output(
        ["nm", "-D", "--defined-only", str(built.folder / f"{name}.so")], encoding="utf-8"
    )
    symbols = {line.split()[-1] for line in listing.splitlines()}
    prefix = "PyModExport_" if built.version >= (3, 15) and name != "cell_raw" else "PyInit_"
    assert symbols
    assert all(symbol.startswith(prefix) for symbol in symbols), symbols


def test_the_cell_template_works(built: Built) -> None:
    code, text = ended(
        built,
        "import inspect; from loading import load_file\n"
        "m, raw = load_file('cell', 'cell.so'), load_file('cell', 'cell_raw.so')\n"
        "assert m.__name__ == raw.__name__ == 'cell'\n"
        "s = m.Score(1); assert s.add(2) == s.points == 3\n"
        "assert m.vowels('hello') == 2 and m.divide(7, b=2) == 3 and raw.add(1, 2) == 3\n"
        "assert str(inspect.signature(m.divide)) == '(a, b=1)'\n"
        "assert str(inspect.signature(raw.add)) == '(a, b, /)'\n",
    )
    assert code == 0, text
