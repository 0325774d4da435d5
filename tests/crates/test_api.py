"""cpython-api from Python, in every interpreter: each check of `checks.py` is a test here."""

from __future__ import annotations

import ast
import json
import os
import sys
from functools import cache
from pathlib import Path

import pytest

from rustlab.machine.filelock import FileLock
from tests.crates.artifacts import Built

HERE = Path(__file__).parent
RUNNER = str(HERE / "runner.py")
#: Read, not imported: the checks load the modules when they are imported.
TREE = ast.parse((HERE / "checks.py").read_text(encoding="utf-8"))
CHECKS = [
    n.name for n in TREE.body if isinstance(n, ast.FunctionDef) and n.name.startswith("check_")
]
LEAKS: dict[str, int] = next(
    ast.literal_eval(n.value)
    for n in TREE.body
    if isinstance(n, ast.Assign)
    and isinstance(n.targets[0], ast.Name)
    and n.targets[0].id == "LEAKS"
)
#: Enough for a steady count, few enough for a run of two minutes.
ROUNDS = 4

pytestmark = pytest.mark.cargo


@cache
def report(built: Built, *arguments: str, malloc: str = "") -> dict[str, tuple[str, str]]:
    """What the runner said of each check and how its process ended; made once in a run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    kept = built.folder / f"report-{run}-{'-'.join(arguments)}-{malloc}.json"
    lock = FileLock(kept.with_suffix(".lock"))
    lock.acquire()
    try:
        if not kept.exists():
            kept.write_text(json.dumps(_made(built, arguments, malloc)), encoding="utf-8")
        said: dict[str, list[str]] = json.loads(kept.read_text(encoding="utf-8"))
    finally:
        lock.release()
    return {name: (outcome, message) for name, (outcome, message) in said.items()}


def _made(built: Built, arguments: tuple[str, ...], malloc: str) -> dict[str, tuple[str, str]]:
    ended = built.run(RUNNER, *arguments, **({"PYTHONMALLOC": malloc} if malloc else {}))
    said: dict[str, tuple[str, str]] = {}
    for line in ended.stdout.splitlines():
        entry = json.loads(line)
        said[entry["name"]] = (entry["outcome"], entry["message"])
    said["process"] = (str(ended.returncode), ended.stderr)
    return said


@pytest.mark.parametrize("check", CHECKS)
def test_check(built: Built, check: str) -> None:
    said = report(built, "plain")
    assert said.get(check, ("not reached", ""))[0] == "passed", (said.get(check), said["process"])


@pytest.mark.parametrize("check", CHECKS)
def test_check_with_debugging_allocator(built: Built, check: str) -> None:
    said = report(built, "plain", malloc="debug")
    assert said.get(check, ("not reached", ""))[0] == "passed", (said.get(check), said["process"])


def test_the_process_ends_well(built: Built) -> None:
    assert report(built, "plain")["process"][0] == "0"


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_leaks(built: Built, check: str) -> None:
    """References on the debug builds, blocks on all: what the check says, in the best round."""
    said = report(built, "leaks", str(ROUNDS))
    outcome, message = said.get(check, ("not reached", ""))
    assert outcome == "counted", (outcome, message, said["process"])
    rounds = json.loads(message)
    expected = LEAKS.get(check, 0)
    if built.debug:
        assert min(references for references, _, _ in rounds) == expected, rounds
    blocks = min(blocks for _, blocks, _ in rounds)
    assert min(rust for _, _, rust in rounds) <= 0, rounds
    assert blocks == (1 if expected else 0) or (not expected and blocks < 0), rounds


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
        "assert m.vowels('hello') == 2 and m.divide(7, b=2) == 3 and raw.add(1, 2) == 3\n"
        "assert str(inspect.signature(m.divide)) == '(a, b=1)'\n"
        "assert str(inspect.signature(raw.add)) == '(a, b, /)'\n",
    )
    assert code == 0, text
