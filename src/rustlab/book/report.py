"""What a run of pages came to, for a terminal and as a JUnit file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from rustlab.book.result import CellResult, PageResult


def page_lines(result: PageResult) -> Iterator[str]:
    """One line for a page that passed, and a paragraph for each cell that did not."""
    wrong = [cell for cell in result.cells if not cell.ok and cell.reason != "not-run"]
    skipped = sum(1 for cell in result.cells if cell.reason == "not-run")
    count = f"{len(result.cells)} cells"
    yield f"{'ok  ' if result.ok else 'FAIL'} {result.page:<45} {count:>9} {result.seconds:7.1f} s"
    for cell in wrong:
        yield f"\n{result.path}:{cell.line}: Cell {cell.number} [{cell.reason}] {cell.title}"
        yield from (f"    {line}" for line in cell.message.splitlines())
    for cell in result.cells:
        if cell.ignored:
            yield f"     not compared: Cell {cell.number} {cell.title}: {cell.ignored}"
    for finding in result.findings:
        yield f"\n{result.path}: [{finding.reason}]"
        yield from (f"    {line}" for line in finding.message.splitlines())
    if skipped:
        yield f"\n{result.path}: {skipped} cells after that were not run"
    if wrong or result.findings:
        yield ""


def summary(results: Sequence[PageResult]) -> str:
    """The last line of a run."""
    cells = [cell for result in results for cell in result.cells]
    failed = sum(1 for cell in cells if not cell.ok)
    findings = sum(len(result.findings) for result in results)
    word = f"{len(results)} pages, {len(cells)} cells"
    return (
        f"{word}, all as expected"
        if not failed + findings
        else f"{word}, {failed + findings} wrong"
    )


def write_junit(results: Sequence[PageResult], path: Path) -> None:
    """A JUnit file: one case a cell, one a page for what concerns the page as a whole."""
    suites = ET.Element("testsuites", name="rustlab book test")
    for result in results:
        suite = ET.SubElement(suites, "testsuite", name=result.page)
        for cell in result.cells:
            _cell(suite, result.page, cell)
        whole = ET.SubElement(suite, "testcase", classname=result.page, name="page")
        if result.findings:
            text = "\n\n".join(finding.message for finding in result.findings)
            ET.SubElement(whole, "failure", message=result.findings[0].reason).text = _xml(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)


def _cell(suite: ET.Element, page: str, cell: CellResult) -> None:
    name = f"Cell {cell.number} ({_xml(cell.title)})"
    case = ET.SubElement(suite, "testcase", classname=page, name=name, time=f"{cell.seconds:.3f}")
    if not cell.ok:
        # A cell that was not run is a failure too: nobody knows whether it holds.
        failure = ET.SubElement(case, "failure", message=str(cell.reason))
        failure.text = _xml(cell.message)


def _xml(text: str) -> str:
    """Without the control characters that XML cannot hold (colours of a traceback)."""
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
