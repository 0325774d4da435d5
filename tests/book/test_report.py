"""What a run came to, in a terminal and as JUnit: every cell that is not as expected is told."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from rustlab.book.compare import Finding, Reason
from rustlab.book.report import page_lines, summary, write_junit
from rustlab.book.result import CellResult, PageResult, read, write


def cell(number: int, reason: Reason | None = None, message: str = "") -> CellResult:
    return CellResult(
        number=number, line=10 + number, title="x = 1", reason=reason, message=message, seconds=0.5
    )


def page(*cells: CellResult, findings: tuple[Finding, ...] = ()) -> PageResult:
    return PageResult(
        page="part/one", path=Path("one.md"), cells=cells, findings=findings, notebook=None,
        seconds=2.0,
    )  # fmt: skip


GONE = Finding(reason="gone", message="the golden expects a cell that is not there")
GOOD = page(cell(0), cell(1))
BAD = page(cell(0), cell(1, "raised", "\x1b[31mKeyError"), cell(2, "not-run"), findings=(GONE,))


def test_a_page_that_passed_is_one_line() -> None:
    (line,) = page_lines(GOOD)
    assert line.split() == ["ok", "part/one", "2", "cells", "2.0", "s"]


def test_a_page_that_failed_names_cell_line_and_reason() -> None:
    said = "\n".join(page_lines(BAD))
    assert "FAIL part/one" in said
    assert "one.md:11: Cell 1 [raised] x = 1" in said
    assert "one.md: [gone]\n    the golden expects a cell" in said
    assert "1 cells after that were not run" in said


def test_the_summary_counts_cells_and_findings() -> None:
    assert summary([GOOD]) == "1 pages, 2 cells, all as expected"
    assert summary([GOOD, BAD]) == "2 pages, 5 cells, 3 wrong"


def test_junit_has_a_case_a_cell_and_one_a_page(tmp_path: Path) -> None:
    write_junit([GOOD, BAD], tmp_path / "deep" / "book.xml")
    cases = list(ET.parse(tmp_path / "deep" / "book.xml").getroot().iter("testcase"))

    assert len(cases) == 7
    failed = [case.get("name") for case in cases if case.find("failure") is not None]
    assert failed == ["Cell 1 (x = 1)", "Cell 2 (x = 1)", "page"]


def test_a_result_travels_between_processes(tmp_path: Path) -> None:
    write(BAD, tmp_path / "result.json")
    assert read(tmp_path / "result.json") == BAD
