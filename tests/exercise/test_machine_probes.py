"""The probes of a whole process, with functions of Python that do what a learner's might."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from rustlab import data
from rustlab.exercise import catalog
from rustlab.exercise._counts import Failed, unlocked, watch_blocks
from rustlab.exercise._machine import detach_step, overlap, speed_step
from tests.exercise.proof import judged, said


def holds_on() -> int:
    return sum(range(12_000_000))  # a loop in C that never lets go


def lets_go() -> None:
    time.sleep(0.3)


def test_other_threads_get_on_while_it_is_detached() -> None:
    detach_step(lambda work: work(), {"work": lets_go})


def test_who_holds_on_is_named() -> None:
    with pytest.raises(Failed, match="stand still") as caught:
        detach_step(lambda work: work(), {"work": holds_on})
    assert caught.value.evidence["kind"] == "attached"


def test_the_order_of_events_tells_the_same() -> None:
    assert (overlap(lets_go), overlap(holds_on)) == (1.0, 0.0)


def race(floor: float) -> Callable[..., object]:
    def body(slow: Callable[[], object], reference: type) -> object:
        return slow, reference.slow, floor  # type: ignore[attr-defined]

    return body


def test_a_floor_of_speed_is_a_ratio() -> None:
    fast, slow = (lambda: sum(range(10_000))), (lambda: sum(range(100_000)))
    reference = SimpleNamespace(slow=fast)

    speed_step(race(0.02), {"slow": slow}, reference)  # type: ignore[arg-type]
    with pytest.raises(Failed, match=r"the floor is 0\.80"):
        speed_step(race(0.8), {"slow": slow}, reference)  # type: ignore[arg-type]


def test_an_open_view_is_seen() -> None:
    buffer = bytearray(b"text")
    unlocked("f", buffer)
    view = memoryview(buffer)

    with pytest.raises(Failed, match="can no longer grow"):
        unlocked("f", buffer)
    view.release()


def test_a_clean_call_leaves_no_heap_behind() -> None:
    watch_blocks("f", lambda: [object() for _ in range(50)])


@pytest.mark.cargo
def test_a_leak_of_rusts_own_heap_is_seen() -> None:
    exercise = catalog.load(data.locate()).find("X06")
    body = "std::mem::forget(std::hint::black_box(vec![1_u8; 40]));"
    new = "unsafe { Py_NewRef(argument) }"

    verdict = judged(exercise, catalog.solution(exercise).replace(new, f"{body} {new}"))

    assert verdict.outcome == "not_yet"
    assert "bytes of Rust's memory" in said(verdict)
    assert verdict.misconception is not None
    assert verdict.misconception.id == "B11"
