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
from rustlab.exercise._memory import judge, memory_step, tools
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
    # A busy machine may stop either thread at any place: one of three tries has to tell.
    assert max(overlap(lets_go) for _ in range(3)) == 1.0
    assert min(overlap(holds_on) for _ in range(3)) == 0.0


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


KEPT: list[object] = []


def keeps_on_failure(argument: object) -> object:
    try:
        return [argument, bytearray(100)]
    except MemoryError:
        KEPT.append(argument)
        raise


@pytest.mark.skipif(tools() is None, reason="this interpreter cannot refuse memory")
def test_a_count_that_is_lost_when_memory_runs_out_is_seen() -> None:
    def body(function: Callable[[object], object], argument: object) -> object:
        return function(argument)

    memory_step([body], {"function": lambda argument: [argument, bytearray(100)]})
    with pytest.raises(Failed, match="kept a reference to its argument") as caught:
        memory_step([body], {"function": keeps_on_failure})
    assert caught.value.evidence["watched"] == "argument"


def test_only_a_broken_protocol_of_the_module_is_a_fault() -> None:
    broken = "function f> returned NULL without setting an exception"

    judge("f", MemoryError(), str)
    judge("f", SystemError(f"<{broken}"), str)  # a Python function: CPython's own doing
    judge("f", SystemError(f"<built-in {broken}"), SystemError)  # as always
    with pytest.raises(Failed, match="did not pass it on"):
        judge("f", SystemError(f"<built-in {broken}"), str)


@pytest.mark.parametrize("came", [RuntimeError("panicked: no memory"), ValueError("empty")])
def test_a_panic_in_place_of_a_memory_error_is_a_fault(came: Exception) -> None:
    judge("f", came, type(came))  # as always

    with pytest.raises(Failed, match="did not pass it on") as caught:
        judge("f", came, str)
    assert caught.value.evidence["raised"] == type(came).__name__


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
