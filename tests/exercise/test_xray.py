"""The ownership x-ray: leak and over-release are named, and no right answer is accused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.wrong import wrong_answers
from rustlab.lab import Lab
from rustlab.run.outcome import Xray
from rustlab.run.proxies import public
from rustlab.run.session import Session
from rustlab.run.xray import xray
from rustlab.show.xray import xray_html, xray_text
from tests.exercise import batch
from tests.exercise.batch import Text

BUILT = [e for e in catalog.load(data.locate()) if e.has_checks and e.manifest]


class Thing:
    """Something to count."""


def judgements(seen: Xray) -> dict[str, str]:
    return {row.name: row.judgement for row in seen.rows}


def test_what_is_stored_is_kept_and_says_where() -> None:
    kept: list[object] = []

    seen = xray(kept.append, (Thing(),), {})

    assert judgements(seen)["argument 1"] == "kept"
    assert "also a `list`" in xray_text(seen)
    assert seen.clean


def test_a_python_function_is_in_order() -> None:
    seen = xray(lambda items, *, last: items[0], ([Thing(), Thing()],), {"last": Thing()})

    assert set(judgements(seen)) >= {"argument 1", "item 0 of argument 1", "argument `last`"}
    assert set(judgements(seen).values()) <= {"in order", "not counted"}
    assert seen.ended == "it returned item 0 of argument 1"


def test_methods_that_are_looked_up_for_the_first_time_take_no_none() -> None:
    """Each fills an entry of the method cache, in which a None stood before."""

    def look(value: object) -> None:
        for number in range(50):
            getattr(value, f"name_{number}", None)

    assert xray(look, (Thing(),), {}).clean


def test_an_exception_has_a_ledger_too() -> None:
    seen = xray(int, (Thing(),), {})

    assert seen.ended.startswith("it raised TypeError")
    assert judgements(seen)["argument 1"] == "in order"


def test_a_container_that_lets_go_is_no_fault() -> None:
    item = Thing()
    items = [item]

    assert judgements(xray(items.remove, (item,), {}))["argument 1"] == "kept"


@pytest.fixture
def session() -> Iterator[Session]:
    opened = Lab.open().session(lambda _stream, _text: None)
    yield opened
    opened.close()


def functions(exercise: Exercise, text: str, session: Session) -> dict[str, Any]:
    (built,) = batch.build([Text(exercise=exercise, text=text)], Lab.open())
    return public(session.load(built))


@pytest.mark.cargo
@pytest.mark.parametrize(
    ("wrong", "function", "arguments", "accused", "judgement"),
    [
        ("b03-one-count-too-many", "identity", (Thing(),), "argument 1", "leaked"),
        ("b05-lent-argument", "identity", (Thing(),), "argument 1", "over-released"),
        ("b02-borrowed-item", "first", ([Thing()],), "item 0 of argument 1", "over-released"),
        pytest.param(
            "b09-uncounted-none", "nothing", (), "None", "over-released",
            marks=pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal"),
        ),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_accused(  # noqa: PLR0917
    wrong: str, function: str, arguments: Any, accused: str, judgement: str, session: Session
) -> None:
    exercise = catalog.load(data.locate()).find("X06")
    text = next(one.text for one in wrong_answers(exercise) if one.name == wrong)

    seen = xray(functions(exercise, text, session)[function], arguments, {})

    assert judgements(seen)[accused] == judgement, xray_text(seen)
    assert f"{accused} is {judgement}" in xray_text(seen)
    assert "<table>" in xray_html(seen)
    assert not seen.clean


@pytest.mark.cargo
@pytest.mark.parametrize("exercise", BUILT, ids=lambda e: e.crate)
def test_no_solution_is_accused(exercise: Exercise, session: Session) -> None:
    found = functions(exercise, catalog.solution(exercise), session)
    called = [value for value in found.values() if callable(value)]

    for function in called:
        for arguments in some_arguments():
            seen = xray(function, arguments, {})
            assert seen.clean, xray_text(seen)
    assert called


def some_arguments() -> list[tuple[Any, ...]]:
    one: list[Callable[[], Any]] = [Thing, list, lambda: [Thing(), [1]], lambda: "text", dict]
    several = [(), (-1,), (b"bytes",), (bytearray(b"x"),), ([1, 2], 1), (1, 2, 3)]
    return [*((make(),) for make in one), *several]
