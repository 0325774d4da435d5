"""What the doctor found -> text for a terminal: one line a finding, the next step below it."""

from __future__ import annotations

from collections.abc import Iterable

from rustlab.doctor.finding import Finding

_MARKS = {True: "ok", False: "MISSING", None: "?"}


def doctor_text(findings: Iterable[Finding]) -> str:
    """Return the findings, and a last line that says whether all is ready."""
    found = tuple(findings)
    lines = [line for finding in found for line in _lines(finding)]
    missing = sum(finding.ok is False for finding in found)
    ready = "everything is ready" if not missing else f"{missing} of {len(found)} need a next step"
    return "\n".join([*lines, "", ready])


def _lines(finding: Finding) -> list[str]:
    head, *rest = finding.found.splitlines() or [""]
    lines = [f"  {_MARKS[finding.ok]:<9} {finding.name}: {head}"]
    lines += [f"{'':<12}{line}" for line in rest]
    return lines + ([f"{'':<12}next: {finding.next_step}"] if finding.next_step else [])
