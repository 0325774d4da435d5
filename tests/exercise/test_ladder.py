"""The map: what is done, what comes next, what waits for what."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.ladder import STAGES, Rung, Tried, ladder, stage_of
from rustlab.exercise.pages import pages
from tests.exercise.values import X06

PASSED = Tried(attempts=2, passed=True)


def of(name: str, *needs: str) -> Exercise:
    return dataclasses.replace(X06, id=name, needs=needs)


LADDER = (of("X01"), of("X02", "X01"), of("X03", "X02", "X01"), of("X05"), of("X07", "X99"))


def states(rungs: tuple[Rung, ...]) -> dict[str, str]:
    return {rung.exercise.id: rung.state for rung in rungs}


def test_at_first_the_first_is_next() -> None:
    rungs = ladder(LADDER, {})

    assert states(rungs) == {
        "X01": "next", "X02": "later", "X03": "later", "X05": "open", "X07": "open",
    }  # fmt: skip
    assert [rung.waits_for for rung in rungs] == [(), ("X01",), ("X02", "X01"), (), ()]


def test_what_was_begun_comes_before_what_was_not() -> None:
    rungs = ladder(LADDER, {"X01": PASSED, "X05": Tried(attempts=1)})

    assert states(rungs) == {
        "X01": "done", "X02": "open", "X03": "later", "X05": "next", "X07": "open",
    }  # fmt: skip


def test_at_the_end_nothing_is_next() -> None:
    assert set(states(ladder(LADDER, {one.id: PASSED for one in LADDER})).values()) == {"done"}


def test_every_exercise_has_a_stage_with_a_name_and_needs_what_comes_before() -> None:
    known = catalog.load(data.locate()).exercises

    for one in known:
        assert stage_of(one) in STAGES
    rungs = ladder(known, {})
    assert rungs[0].state == "next"
    assert rungs[0].exercise.needs == ()


def test_the_page_of_an_exercise_is_the_one_with_its_card(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    text = "# A\n```{code-cell}\n%exercise X06\n```\nnot `%exercise X07`\n%%exercise X08\n"
    (tmp_path / "part" / "page.md").write_text(text, encoding="utf-8")

    assert pages(tmp_path) == {"X06": "part/page.md"}
    assert catalog.load(data.locate()).find("X07").page.endswith("give-back-what-you-owe.md")
