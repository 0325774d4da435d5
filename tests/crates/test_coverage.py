"""COVERAGE.toml names tests that exist; and what only reading the sources can show."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.crates.artifacts import ROOT, Built
from tests.crates.reports import checks_in

API = ROOT / "crates" / "cpython-api"
UI = ROOT / "crates" / "cpython-api-macros" / "tests" / "ui"
SECTIONS = {
    "goals", "bindings", "context", "handles", "errors", "objects", "conversions", "module",
    "phases", "functions", "panics", "classes", "arguments", "testing", "open",
}  # fmt: skip


def rules() -> list[tuple[str, dict[str, object]]]:
    """Every entry with its section."""
    read = tomllib.loads((API / "COVERAGE.toml").read_text(encoding="utf-8"))
    assert read.pop("schema") == 1
    assert set(read) == SECTIONS
    return [(section, entry) for section, entries in read.items() for entry in entries]


def known_tests() -> set[str]:
    """The names that an entry may use."""
    here = ROOT / "tests" / "crates"
    files = [path for pattern in ("test_*.py", "*checks.py") for path in here.glob(pattern)]
    return names_in(files) | {f"ui:{path.stem}" for path in UI.glob("*.stderr")}


def names_in(files: Iterable[Path]) -> set[str]:
    """The tests and checks of these files."""
    defined = re.compile(r"^def ((?:test|check)_\w+)", re.MULTILINE)
    return {name for path in files for name in defined.findall(path.read_text(encoding="utf-8"))}


def test_each_rule_has_one_answer() -> None:
    for section, entry in rules():
        answers = {"tests", "departure"} & set(entry)
        assert len(answers) == 1, (section, entry)
        assert set(entry) - answers == {"rule"}


def test_named_tests_exist() -> None:
    known = known_tests()
    for section, entry in rules():
        tests = entry.get("tests", [])
        assert isinstance(tests, list)
        assert not (missing := [name for name in tests if name not in known]), (section, missing)


def test_the_invariants_name_tests_that_exist() -> None:
    """A `ui:writer_*` of SAFETY.md stands for each that begins so."""
    text = (API / "SAFETY.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:check_|test_|ui:)\w+\*?)`", text)
    known = known_tests() | names_in((ROOT / "tests" / "parity").glob("*checks.py"))
    assert len(named) > 30
    assert not [name for name in named if not fnmatch.filter(known, name)]


def test_every_check_is_an_answer() -> None:
    used = {name for _, entry in rules() for name in list(entry.get("tests", []))}  # type: ignore[call-overload]
    free = {
        "check_attributes_and_methods", "check_containers", "check_import", "check_sequences",
        "check_rest", "check_forget_is_a_leak", "check_swallow", "check_without_signature",
        "check_class_and_static_methods",
        "check_cell_is_free_after_a_panic_or_an_error", "check_finalizer_that_comes_back",
        "check_detached_method",
    }  # fmt: skip
    files = ("checks", "class_checks", "special_checks", "proposal_checks", "clinic_checks")
    named = [name for file in files for name in checks_in(file)[0]]
    checks = set(named)
    assert len(checks) == len(named), "reports tell checks apart by their names alone"
    checks |= {name for name in known_tests() if name.startswith("ui:")}
    assert checks - used == free, (
        "a new check belongs into COVERAGE.toml, or into this list with the ones of our own"
    )


def test_raw_calls_live_in_one_module() -> None:
    call = re.compile(r"\b(?:ffi|cpython_sys)::_?Py(?:[A-Z]\w*_|_[A-Z])\w*\(")
    for path in (API / "src").rglob("*.rs"):
        if path.parent.name != "c_api":
            found = call.findall(path.read_text(encoding="utf-8"))
            assert found == [], (path.name, found)


def test_wrappers_take_a_context() -> None:
    """A safe function of `c_api` takes a context, or its comment says why it needs none."""
    files = sorted((API / "src" / "c_api").glob("*.rs"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    function = re.compile(
        r"((?:^ *(?:///|#\[).*\n)*)^ *pub\(crate\) fn (\w+)(?:<[^>]*>)?\(([^)]*)\)", re.MULTILINE
    )
    found = 0
    for comment, name, parameters in function.findall(text):
        found += 1
        if not re.search(r"\b_?ctx: Ctx", parameters):
            assert "Free of the thread state" in comment, name
    assert found > 40


def test_unsafe_is_explained() -> None:
    """clippy denies a block without `SAFETY`, an `unsafe fn` without `# Safety`; none lift it."""
    lints = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["lints"]
    assert lints["clippy"]["undocumented_unsafe_blocks"] == "deny"
    assert lints["clippy"]["missing_safety_doc"] == "deny"
    assert lints["rust"]["unsafe_op_in_unsafe_fn"] == "deny"
    for crate in ("cpython-sys", "cpython-api", "cpython-api-macros", "xxtestrustapi"):
        manifest = tomllib.loads(
            (ROOT / "crates" / crate / "Cargo.toml").read_text(encoding="utf-8")
        )
        assert manifest["lints"] == {"workspace": True}
    for path in (API / "src").rglob("*.rs"):
        assert "undocumented_unsafe_blocks" not in path.read_text(encoding="utf-8"), path


GC_SLOTS = """
import sys
sys.path.insert(0, {here!r})
from loading import load, load_file
import gc
cell, other = load_file("cell", "cell.so"), load()
print(cell in gc.get_referents(cell), other in gc.get_referents(other))
"""


@pytest.mark.cargo
def test_cell_has_no_gc_slots(built: Built) -> None:
    """A state without references reports none; the one that keeps its own module reports it."""
    ended = built.run("-c", GC_SLOTS.format(here=str(ROOT / "tests" / "crates")))
    assert ended.stdout.split() == ["False", "True"], ended.stderr
