"""What circulates on Rust in CPython and is wrong: no page repeats it; names in prose exist."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import pytest

from rustlab.data import locate

DATA = locate()
PAGES = sorted(DATA.book.rglob("*.md"))
CELL = re.compile(r"^```\{code-cell\}.*?^```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r'\*"[^"]*"\*')  # *"…"*: a claim that the page goes on to put right
# (number in the claim check, what betrays it, an example). Some claims were right when they were
# made, or are right with a caveat: there the pattern finds them overdrawn, or without the caveat.
CLAIMS = [
    (1, r"PEP 703[^.]{0,60}\bRust\b|tentatively PEP \d", "PEP 703 is the proposal for Rust"),
    (2, r"submitted in (Q2|the second quarter)", "The PEP was submitted in Q2 2026"),
    (3, r"PEP (was|has been|is) (submitted|finali[sz]ed|accepted)", "The PEP was submitted"),
    (4, r"API (was|has been|is) (finali[sz]ed|settled|frozen)", "In May the API was finalised"),
    (5, r"3\.16 will (contain|have|be the)|first version with Rust", "3.16 will have Rust"),
    (6, r"3\.16 (is|comes|will)( \w+)* (in|on) [^.|]{0,12}2026", "3.16 comes in October 2026"),
    (7, r"(several|many|two|more) modules (in|for) (Python )?3\.16", "many modules for 3.16"),
    (8, r"API (is|becomes|will be) (public|stable|for everybody)", "The API is public"),
    (9, r"\bMondays?\b|12:00 PDT", "They meet on Mondays"),
    (10, r"(no|without) crashes on (Windows|Linux|macOS)", "It runs without crashes on Windows"),
    (11, r"3\.1[567] (warns|requires|needs a flag)|will be a required dep", "3.17 requires Rust"),
    (12, r"3\.15 (may|might|will) (start|use|contain)", "3.15 may start using Rust"),
    (13, r"(collector|string handling|I/O)[^.|]{0,30}rewritten in Rust", "I/O rewritten in Rust"),
    (14, r"20\s*(-|\u2013|to)\s*30\s*(%|per ?cent)", "20-30 % by 3.17"),
    (15, r"(rules out|eliminates|prevents)( all)?( memory)? leaks", "Rust prevents leaks"),
    (16, r"stable ABI[^.]{0,40}roadmap|ABI stability", "ABI stability is on the roadmap"),
    (17, r"dual[- ]build", "a dual-build system"),
    (18, r"GIL (remains|stays|is unchanged)", "The GIL remains unchanged"),
    (19, r"\bPSF (has|decides|accepts|will)", "The PSF has not endorsed it"),
    (20, r"\bGuido\b", "Guido will decide"),
    (21, r"no libc|no_std[^.]{0,40}(CPython|modules)", "Rust's no_std fits CPython"),
    (22, r"no garbage collector", "With Rust there is no garbage collector"),
    (23, r"\bLTS\b", "the LTS of Python"),
    (24, r"most[- ](loved|admired)", "the most-loved language"),
    (25, r"first major language", "the first major language to adopt it"),
    (26, r"NumPy weeps|compete with (Go|Julia)", "to compete with Julia"),
    (27, r"(written )?entirely in C\b", "CPython is written entirely in C"),
    (28, r"users? (see|notice)s? (nothing|no diff)|invisible to users", "users notice nothing"),
    (29, r"(every|all) PEP 11 platforms?", "Rust supports every PEP 11 platform"),
    (30, r"PYOBJECT_HEAD_INIT", "PYOBJECT_HEAD_INIT"),
    (31, r"few and straightforward", "macros are few and straightforward"),
    (32, r"CPython (uses|depends on|builds on|adopts) PyO3", "CPython builds on PyO3"),
    (33, r"base64 (is|will be) the (first )?module", "base64 is the first module"),
    (34, r"(cannot|never)( unintentionally)? capture|RustBelt", "macros cannot capture variables"),
    (35, r"(all|any) data races|data races are (prevented|imposs)", "it prevents all data races"),
    (36, r"PA-RISC|RISC OS|PowerPC OS X|CentOS 6", "Rust has no PA-RISC"),
    (37, r"\b(25|33)\s*(%|per ?cent)", "33 % of extension modules"),
    (38, r"Tier 3 for Rust", "Tier 3 for Rust"),
]  # fmt: skip

IGNORE = re.IGNORECASE
CASE = {30: re.RegexFlag(0)}  # a misspelling that differs in case alone


def prose(page: Path) -> str:
    """What a page says, on one line, without code cells and without claims that it quotes."""
    return " ".join(QUOTED.sub("", CELL.sub("", page.read_text(encoding="utf-8"))).split())


def names(text: str) -> set[str]:
    """What looks like a name of the C API or of the crates."""
    return set(re.findall(r"\b_?Py[A-Za-z_]\w+", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DATA.book).as_posix())
def test_no_page_repeats_a_wrong_claim(page: Path) -> None:
    said = {n: re.search(pattern, prose(page), CASE.get(n, IGNORE)) for n, pattern, _ in CLAIMS}
    assert {n: found[0] for n, found in said.items() if found} == {}


def test_all_claims_of_the_check_are_looked_for() -> None:
    assert [number for number, _, _ in CLAIMS] == list(range(1, 39))


@pytest.mark.parametrize(("number", "pattern", "example"), CLAIMS)
def test_a_page_that_did_would_be_found(number: int, pattern: str, example: str) -> None:
    assert re.search(pattern, example, CASE.get(number, IGNORE)), number


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every name in the headers of this Python and in the sources of the crates."""
    headers = [*Path(sysconfig.get_path("include")).rglob("*.h")]
    sources = [p for p in DATA.crates.rglob("*.rs") if "target" not in p.parts]
    text = " ".join(p.read_text(encoding="utf-8", errors="replace") for p in (*headers, *sources))
    return set(re.findall(r"\b_?Py\w+", text))


# Names that no header can have, each with its reason; the value is the pages' own business.
FREE = re.compile(
    r"PyInit_\w+|PyModExport_\w+"  # made from the name of a module
    r"|Py\w*_$"  # a family: `PyDict_*`
    r"|PyO3|Pythons|PyErr"  # words; PyO3's type of an error
)
NEWER = {"PySlot", "PyABIInfo", "PyInterpreterGuard", "PyThreadState_Ensure"}  # 3.15, in PEPs


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DATA.book).as_posix())
def test_every_name_in_prose_exists(page: Path, known: set[str]) -> None:
    said = {name for name in names(prose(page)) if not FREE.fullmatch(name)}
    assert said - known - NEWER == set()


def test_a_name_that_is_nowhere_is_found(known: set[str]) -> None:
    said = names("call `PyList_GetItm` and then PyList_GetItem, PyO3 aside")
    assert {n for n in said - known if not FREE.fullmatch(n)} == {"PyList_GetItm"}
