"""Each scrubber has a pair of texts, before and after; scrubbed text stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.book.scrub import SCRUBBERS, Places, scrub, scrub_value

PAIRS = Path(__file__).with_name("scrub")
NOWHERE = Places()


@pytest.mark.parametrize("name", [s.name for s in SCRUBBERS])
def test_scrubber(name: str) -> None:
    before = (PAIRS / f"{name}.in").read_bytes().decode()
    after = (PAIRS / f"{name}.out").read_bytes().decode()

    assert before != after, "a pair that shows nothing"
    assert scrub(before, NOWHERE) == after
    assert scrub(after, NOWHERE) == after, "goldens hold scrubbed text: it must not change again"


def test_every_pair_has_its_scrubber() -> None:
    assert {p.stem for p in PAIRS.iterdir()} == {s.name for s in SCRUBBERS}


def test_the_list_only_grows_at_its_end() -> None:
    # Renaming, dropping or moving one would silently change what old goldens mean.
    old = ("colours", "line-ends", "addresses", "times", "versions", "abi-tags", "process-ids",
           "stack-addresses")  # fmt: skip
    assert tuple(s.name for s in SCRUBBERS)[: len(old)] == old


def test_folders_of_this_machine_get_names_the_inner_first() -> None:
    places = Places.of({"/home/ana": "<home>", "/home/ana/cache dir": "<cache>"})
    assert scrub("/home/ana/cache dir/x and /home/ana/y", places) == "<cache>/x and <home>/y"


def test_records_are_scrubbed_in_depth() -> None:
    record = {"notes": ["at 0x7f3a5c0d1e40"], "line": 3, "hint": None}
    assert scrub_value(record, NOWHERE) == {
        "notes": ["at 0x<address>"], "line": 3, "hint": None
    }  # fmt: skip
