"""The figures of the page on measuring come from the benchmark of the ports, as does its plot."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from rustlab.data import locate

BOOK = locate().book
PAGE = BOOK / "porting" / "measuring-honestly.md"
BENCHMARK = BOOK.parent / "benchmarks" / "ports"
RECORD = json.loads((BOOK / "ports.json").read_text(encoding="utf-8"))


def test_the_record_has_what_the_page_shows() -> None:
    assert set(RECORD) == {"schema", "date", "commit", "machine", "kernels", "runs"}
    versions = [run["python"].rsplit(".", 1)[0] for run in RECORD["runs"]]
    assert versions == ["3.11", "3.15"]
    for run in RECORD["runs"]:
        works = {row["work"] for row in run["rows"]}
        assert works == {"bisect", "heapq", "heapq, the same again", "encode", "decode"}
        sizes = sorted({row["size"] for row in run["rows"] if "size" in row})
        assert (sizes[0], sizes[-1]) == (16, 2**26)


def test_pybase64_was_held_to_our_instructions() -> None:
    assert RECORD["runs"][0]["pybase64"] == RECORD["kernels"]


def test_the_plot_is_drawn_from_the_record() -> None:
    sys.path.insert(0, str(BENCHMARK))
    try:
        from plot import plot  # type: ignore[import-not-found,unused-ignore]
    finally:
        sys.path.remove(str(BENCHMARK))
    drawn = Path(BOOK, "_static", "ports.svg").read_text(encoding="utf-8")
    assert drawn == plot(RECORD["runs"])


def test_the_page_types_no_figure_of_its_own() -> None:
    prose = re.sub(r"```.*?```", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\d+(\.\d+)? ?(ns|ms|µs|nanoseconds|times|x)\b", prose)
