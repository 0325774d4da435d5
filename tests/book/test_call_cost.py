"""The figures of the page on three layers come from the benchmark, and so does its PyO3 text."""

from __future__ import annotations

import json
import re

from rustlab.data import locate

BOOK = locate().book
PAGE = BOOK / "ownership" / "three-layers-one-module.md"
BENCHMARK = BOOK.parent / "benchmarks" / "call_cost"


def test_the_text_for_pyo3_is_what_the_benchmark_compiles() -> None:
    page = PAGE.read_text(encoding="utf-8")
    compiled = (BENCHMARK / "pyo3" / "src" / "lib.rs").read_text(encoding="utf-8")
    shown = [text for text in re.findall(r"```rust\n(.*?)```", page, re.DOTALL) if "pyo3" in text]
    assert len(shown) == 1
    assert shown[0] in compiled


def test_the_record_has_what_the_page_divides() -> None:
    record = json.loads((BOOK / "call_cost.json").read_text(encoding="utf-8"))
    assert set(record) == {"schema", "date", "commit", "python", "rustc", "nanoseconds", "build"}
    assert set(record["build"]) == {"raw", "ours", "pyo3"}
    assert all(cost["cold"] > cost["edited"] > 0 for cost in record["build"].values())
    assert all(times["c"] > 0 for name, times in record["nanoseconds"].items() if name != "layers")


def test_the_page_types_no_figure_of_its_own() -> None:
    prose = re.sub(r"```.*?```", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\d+(\.\d+)? ?(ns|ms|nanoseconds|times)\b", prose)
