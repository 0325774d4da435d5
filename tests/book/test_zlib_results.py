"""The figures of zlib's last page come from the benchmark's file, and none is typed."""

from __future__ import annotations

import json
import re

from rustlab.data import locate

BOOK = locate().book


def test_the_record_has_what_the_page_divides() -> None:
    record = json.loads((BOOK / "zlib.json").read_text(encoding="utf-8"))
    assert set(record) >= {"schema", "date", "commit", "rustc", "python", "zlib", "also", "rows"}
    works = {"compress", "decompress", "crc32", "adler32", "memory", "others run"}
    assert {row["work"] for row in record["rows"]} == works
    assert all(min(row["seconds"].values()) > 0 for row in record["rows"] if "seconds" in row)
    levels = {row["level"] for row in record["rows"] if row["work"] == "compress"}
    assert levels == set(range(10))
    for run in (record, *record["also"]):
        assert {promise["kept"] for promise in run["promises"]} <= {True, False}


def test_the_page_types_no_figure_of_its_own() -> None:
    page = (BOOK / "porting" / "zlib-results.md").read_text(encoding="utf-8")
    body = page.split("---\n", 2)[2]
    prose = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
    assert not re.search(r"\d+(\.\d+)? ?(ns|µs|ms|nanoseconds|times|x)\b", prose)
    assert not re.search(r"\d\.\d", prose)
