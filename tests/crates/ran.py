"""Whether every test that COVERAGE.toml names has run, and passed, in this run of the suite.

    python -m tests.crates.ran target/reports/tests.xml

The suite calls it last: pytest's report holds what all its processes ran, with one entry for each
interpreter; the file beside it is what `cargo test` wrote of the compile-fail cases.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]
COVERAGE = ROOT / "crates" / "cpython-api" / "COVERAGE.toml"
UI = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "tmp" / "compile_fail.ran"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What passed: tests by name, checks by name with the interpreters that they ran in."""

    tests: frozenset[str]
    checks: Mapping[str, frozenset[str]]

    def interpreters(self) -> frozenset[str]:
        """Every interpreter that any check ran in."""
        return frozenset().union(*self.checks.values())

    def missing(self, name: str) -> str:
        """Why `name` does not count as having run; empty if it did."""
        if not name.startswith("check_"):
            return "" if name in self.tests else f"{name} did not run, or did not pass"
        without = self.interpreters() - self.checks.get(name, frozenset())
        if not without and self.interpreters():
            return ""
        return f"{name} did not run, or did not pass, in {', '.join(sorted(without)) or 'any'}"


def read(report: Path, ui: Path) -> Ran:
    """Both reports of a run."""
    tests = set(ui.read_text(encoding="utf-8").split()) if ui.is_file() else set()
    checks: dict[str, set[str]] = {}
    for name in passed(report):
        test, _, parameters = name.partition("[")
        tests.add(test)
        if test == "test_check" and (ids := re.fullmatch(r"(.+)-(check_\w+)\]", parameters)):
            checks.setdefault(ids[2], set()).add(ids[1])
    return Ran(tests=frozenset(tests), checks={n: frozenset(i) for n, i in checks.items()})


def passed(report: Path) -> Iterable[str]:
    """The names of the tests of the crates that passed."""
    for case in ET.parse(report).getroot().iter("testcase"):
        bad = any(part.tag in {"failure", "error", "skipped"} for part in case)
        if case.get("classname", "").startswith("tests.crates.") and not bad:
            yield case.get("name", "")


def complaints(ran: Ran, coverage: Path = COVERAGE) -> list[str]:
    """One sentence for each named test that did not run."""
    read = tomllib.loads(coverage.read_text(encoding="utf-8"))
    entries = [entry for section in read.values() if isinstance(section, list) for entry in section]
    names = sorted({name for entry in entries for name in entry.get("tests", [])})
    return [said for name in names if (said := ran.missing(name))]


def main(report: str) -> int:
    """Print what is missing; 1 if anything is."""
    ran = read(Path(report), UI)
    found = complaints(ran)
    for line in found:
        print(line)
    print(f"COVERAGE.toml: seen in {', '.join(sorted(ran.interpreters()))}; {len(found)} missing")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
