"""What the doctor found, as a person reads it."""

from __future__ import annotations

from rustlab.doctor.finding import Finding, fine, missing
from rustlab.show.doctor import doctor_text


def test_each_finding_has_its_next_step_below() -> None:
    findings = (
        fine("cargo", "cargo 1.95"),
        missing("headers", "`Python.h` was not found", "apt install python3-dev"),
        Finding(name="kernel", ok=None, found="not installed", next_step="only for notebooks"),
    )

    assert doctor_text(findings).splitlines() == [
        "  ok        cargo: cargo 1.95",
        "  MISSING   headers: `Python.h` was not found",
        "            next: apt install python3-dev",
        "  ?         kernel: not installed",
        "            next: only for notebooks",
        "",
        "1 of 3 need a next step",
    ]


def test_nothing_missing_is_said() -> None:
    assert doctor_text((fine("cargo", "1.95"),)).endswith("everything is ready")
