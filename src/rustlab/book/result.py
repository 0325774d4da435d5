"""What a run of one page came to, as values and as the JSON file a page's process leaves behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rustlab.book.compare import Finding, Reason
from rustlab.book.outputs import Output


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """How one cell ended; `reason` is None for a cell that is what it was."""

    number: int
    line: int
    title: str
    reason: Reason | None
    message: str
    seconds: float
    outputs: tuple[Output, ...] = ()  # what it said, as a golden holds it
    ignored: str = ""  # why its output is not compared, "" if it is

    @property
    def ok(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """How one page ended: every cell, and what is wrong with the page as a whole."""

    page: str
    path: Path
    cells: tuple[CellResult, ...]
    findings: tuple[Finding, ...]
    notebook: Path | None  # the executed notebook; None unless every cell ran
    seconds: float

    @property
    def ok(self) -> bool:
        return all(cell.ok for cell in self.cells) and not self.findings

    @property
    def ran(self) -> bool:
        """Whether every cell ran to its end as it says it does."""
        return self.notebook is not None


def write(result: PageResult, path: Path) -> None:
    """Leave a result for the parent process."""
    data = {"schema": 1, **asdict(result), "path": str(result.path)}
    data["notebook"] = str(result.notebook) if result.notebook else None
    part = path.with_suffix(".part")
    part.write_text(json.dumps(data, indent=1), encoding="utf-8")
    part.replace(path)  # the parent polls for it: it appears whole


def read(path: Path) -> PageResult:
    """Read what `write` left."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return PageResult(
        page=data["page"],
        path=Path(data["path"]),
        cells=tuple(_cell(cell) for cell in data["cells"]),
        findings=tuple(Finding(**finding) for finding in data["findings"]),
        notebook=Path(data["notebook"]) if data["notebook"] else None,
        seconds=data["seconds"],
    )


def _cell(data: dict[str, Any]) -> CellResult:
    return CellResult(**{**data, "outputs": tuple(data["outputs"])})


def as_json(results: Sequence[PageResult]) -> str:
    """What `rustlab book test --json` prints."""
    pages = [
        {
            "page": result.page, "ok": result.ok, "seconds": round(result.seconds, 1),
            "cells": [asdict(cell) for cell in result.cells],
            "findings": [asdict(finding) for finding in result.findings],
        }
        for result in results
    ]  # fmt: skip
    return json.dumps({"schema": 1, "pages": pages}, indent=1)
