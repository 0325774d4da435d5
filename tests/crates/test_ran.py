"""The last word of the suite on COVERAGE.toml notices a test that did not run."""

from __future__ import annotations

from pathlib import Path

from tests.crates.ran import complaints, read

# One did not pass, one was skipped, one is of another folder.
REPORT = """<testsuites><testsuite>
<testcase classname="tests.crates.test_api" name="test_check[venv-check_a]"/>
<testcase classname="tests.crates.test_api" name="test_check[python3.13-check_a]"/>
<testcase classname="tests.crates.test_api" name="test_check[venv-check_b]"/>
<testcase classname="tests.crates.test_api" name="test_check[python3.13-check_b]">
<failure/></testcase>
<testcase classname="tests.crates.test_layout" name="test_c[venv]"/>
<testcase classname="tests.crates.test_layout" name="test_d[venv]"><skipped/></testcase>
<testcase classname="tests.lab.test_layout" name="test_e"/>
</testsuite></testsuites>"""
COVERAGE = """schema = 1
[[one]]
tests = ["check_a", "check_b", "check_none", "test_c", "test_d", "test_e", "ui:f", "ui:g"]
[[one]]
departure = "no test"
"""


def test_what_did_not_run_is_named(tmp_path: Path) -> None:
    report, coverage, ui = tmp_path / "r.xml", tmp_path / "c.toml", tmp_path / "ui"
    report.write_text(REPORT, encoding="utf-8")
    coverage.write_text(COVERAGE, encoding="utf-8")
    ui.write_text("ui:f\n", encoding="utf-8")
    said = complaints(read(report, ui), coverage)
    assert [line.split()[0] for line in said] == [
        "check_b",
        "check_none",
        "test_d",
        "test_e",
        "ui:g",
    ]
    assert said[0].endswith("in python3.13")
    assert said[1].endswith("in python3.13, venv")


def test_without_any_report_nothing_ran(tmp_path: Path) -> None:
    report, coverage = tmp_path / "r.xml", tmp_path / "c.toml"
    report.write_text("<testsuites/>", encoding="utf-8")
    coverage.write_text(COVERAGE, encoding="utf-8")
    assert len(complaints(read(report, tmp_path / "no file"), coverage)) == 8
