"""Each line of the proxy table (ARCHITECTURE, "What travels"): a test of the same name order."""

from __future__ import annotations

import array
import contextlib
import copy
import gc
import inspect
import operator
import pickle
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

import pytest

from rustlab.errors import NotTransferable
from rustlab.run.proxies import ClassProxy, FunctionProxy, ModuleProxy, public
from rustlab.run.session import Session

Output = list[tuple[str, str]]


# --- values: by copy ---


@pytest.mark.parametrize(
    "value",
    [
        None, True, 7, 2**70, 1.5, 2j, "é\ud800", b"\0", (1, "a"), frozenset({1}), range(3),
        [1, [2]], {"a": {1}}, bytearray(b"x"), deque([1], 5), array.array("d", [1.5]),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_plain_values_travel_by_copy(sample: ModuleProxy, value: object) -> None:
    assert sample.same((value,)) == (value,)
    assert type(sample.same((value,))[0]) is type(value)


def test_an_argument_comes_back_as_itself(sample: ModuleProxy) -> None:
    given = [[1], {"k": object()}]

    assert sample.same(given) is given
    assert sample.same((given[0],))[0] is given[0]


def test_a_mutable_value_that_the_module_keeps_is_a_copy_from_then_on(sample: ModuleProxy) -> None:
    given = [1]
    sample.keep(given)
    given.append(2)

    assert sample.give() == [1]


def test_a_mutable_value_of_the_module_is_a_copy_here(sample: ModuleProxy) -> None:
    sample.keep((1, [2]))
    sample.give()[1].append(3)

    assert sample.give() == (1, [2])


def test_a_python_function_of_the_worker_comes_by_value(
    session: Session, sample: ModuleProxy
) -> None:
    session.execute("step = 5\nsample.keep(lambda n: n + step)")
    found = sample.give()

    assert type(found).__name__ == "function"
    assert found(1) == 6


def test_a_class_of_the_notebook_goes_and_comes_back_as_itself(sample: ModuleProxy) -> None:
    class Local:
        def __init__(self) -> None:
            self.x = 1

    sample.keep(Local())
    found = sample.give()

    assert type(found) is Local
    assert found.x == 1


def test_a_class_the_notebook_dropped_comes_back_by_value(sample: ModuleProxy) -> None:
    def make() -> object:
        class Local:
            x = 1

        return Local()

    sample.keep(make())
    gc.collect()

    assert sample.give().x == 1


def test_an_iterator_argument_is_used_up_here_too(sample: ModuleProxy) -> None:
    given = iter([1, 2, 3])
    sample.call(next, given)

    assert list(given) == [2, 3]


# --- functions, classes, modules ---


def test_a_function_looks_like_one(sample: ModuleProxy) -> None:
    assert isinstance(sample.add, FunctionProxy)
    assert sample.add is sample.add
    assert sample.add.__name__ == "add"
    assert sample.add.__doc__ == "Add two numbers."
    assert str(inspect.signature(sample.add)) == "(a, b, /)"
    assert repr(sample.add) == "<built-in function add>"
    assert copy.copy(sample.add) is sample.add
    with pytest.raises(ValueError, match="no signature found"):
        inspect.signature(sample.same)


def test_a_function_of_the_module_can_be_an_argument(sample: ModuleProxy) -> None:
    assert sample.call(sample.add, 1, 2) == 3
    assert sample.same(sample.add) is sample.add
    assert list(map(sample.add, [1], [2])) == [3]


def test_a_class_is_a_class(sample: ModuleProxy) -> None:
    kind = sample.Counter

    assert isinstance(kind, ClassProxy)
    assert isinstance(kind, type)
    assert (kind.__name__, kind.__module__, kind.__doc__) == ("Counter", "sample", "Counts.")
    assert str(inspect.signature(kind)) == "(value=0)"
    assert sample.same(kind) is kind
    assert sample.call(kind, 5).value == 5
    assert "step" in dir(kind)
    assert kind.step(kind(1)) == 2


def test_an_inherited_new_makes_the_object_in_the_worker(sample: ModuleProxy) -> None:
    made = sample.Bare.__new__(sample.Bare)

    assert type(made) is sample.Bare
    assert "sample.Bare object at" in repr(made)
    assert sample.same(made) is made
    with pytest.raises(TypeError):
        sample.Bare.__new__(sample.Bare, 1)
    with pytest.raises(TypeError):
        sample.Bare.__new__(int)


def test_a_class_is_not_derived_in_the_notebook(sample: ModuleProxy) -> None:
    with pytest.raises(NotTransferable, match="%%isolated"):
        type("Sub", (sample.Counter,), {})


def test_a_module_shows_its_names(sample: ModuleProxy) -> None:
    assert repr(sample) == "<module 'sample' in the worker>"
    assert sample.__doc__ == "What the tests of `run` need."
    assert sample.ANSWER == 42
    assert public(sample)["ANSWER"] == 42
    assert public(sample)["Counter"] is sample.Counter
    assert "add" in dir(sample)
    sample.EXTRA = [1]
    assert sample.EXTRA == [1]
    del sample.EXTRA
    with pytest.raises(AttributeError, match="EXTRA"):
        _ = sample.EXTRA


# --- objects ---


def test_an_object_is_an_instance_and_stays_one_and_the_same(sample: ModuleProxy) -> None:
    counter = sample.Counter(3)

    assert isinstance(counter, sample.Counter)
    assert type(counter) is sample.Counter
    assert not isinstance(3, sample.Counter)
    assert sample.same(counter) is counter
    assert sample.same([counter, counter])[1] is counter
    assert sample.shared is sample.shared


def test_attributes(sample: ModuleProxy) -> None:
    counter = sample.Counter(3)
    counter.value = 10
    counter.note = "kept"

    assert (counter.value, counter.note, counter.step()) == (10, "kept", 11)
    del counter.note
    assert counter.note is None
    assert not hasattr(counter, "missing")
    assert "value" in dir(counter)


def test_a_bound_method_is_a_value(sample: ModuleProxy) -> None:
    step = sample.Counter(1).step

    assert isinstance(step, FunctionProxy)
    assert (step(), sample.call(step)) == (2, 3)


def test_operators_of_both_sides(sample: ModuleProxy) -> None:
    counter = sample.Counter(3)

    assert (counter + 1).value == 4
    assert (1 + counter).value == 4
    assert (counter + counter).value == 6
    before = counter
    counter += 5
    assert counter is before
    assert counter.value == 8
    with pytest.raises(TypeError, match=r"unsupported operand type\(s\) for \+: 'Counter'"):
        counter + "x"
    with pytest.raises(TypeError, match="bad operand type for unary -"):
        operator.neg(counter)


def test_comparison_and_hash(sample: ModuleProxy) -> None:
    one, two = sample.Counter(1), sample.Counter(2)

    assert one < two
    assert one == sample.Counter(1)
    assert one != two
    assert one != 1
    assert hash(one) == 1001
    assert {one: "x"}[sample.Counter(1)] == "x"
    with pytest.raises(TypeError, match="not supported between instances of 'Counter' and 'int'"):
        operator.lt(one, 1)


def test_truth_length_items_containment(sample: ModuleProxy) -> None:
    counter = sample.Counter(3)

    assert bool(counter)
    assert not sample.Counter(0)
    assert len(counter) == 3
    assert counter[2] == 6
    counter[0] = 9
    assert counter.value == 9
    del counter[0]
    assert counter.value == -1
    assert -1 in counter
    assert 5 not in counter


def test_iteration_keeps_its_place_in_the_worker(sample: ModuleProxy) -> None:
    assert list(sample.Counter(3)) == [2, 1, 0]
    iterator = iter(sample.Counter(3))
    assert next(iterator) == 2
    assert sample.same(iterator) is iterator
    assert sum(iterator) == 1
    with pytest.raises(StopIteration):
        next(iterator)


def test_calling_an_object(sample: ModuleProxy) -> None:
    assert callable(sample.Counter(1))
    assert sample.Counter(1)(1, 2, three=3) == 4


def test_a_context_manager(sample: ModuleProxy) -> None:
    counter = sample.Counter(1)
    with counter as entered:
        assert entered is counter
        assert counter.value == 101
    assert counter.value == 1
    with counter:
        raise KeyError("swallowed by the object")
    with pytest.raises(OSError, match="passes"), counter:
        raise OSError("passes")


def test_text_and_copies(sample: ModuleProxy) -> None:
    counter = sample.Counter(3)

    assert repr(counter) == str(counter) == f"{counter}" == "Counter(3)"
    for other in (copy.copy(counter), copy.deepcopy(counter)):
        assert other == counter
        assert other is not counter
    with pytest.raises(NotTransferable, match="cannot be pickled"):
        pickle.dumps(counter)


def test_what_a_type_has_not_its_proxy_has_not(sample: ModuleProxy) -> None:
    iterator = iter(sample.Counter(3))

    assert not callable(iterator)
    with pytest.raises(TypeError, match="has no len"):
        len(iterator)


def test_a_subclass_made_in_the_worker(session: Session, sample: ModuleProxy) -> None:
    session.execute("class Sub(Counter):\n    extra = 1\nsample.keep(Sub(4))")
    found = sample.give()

    assert isinstance(found, sample.Counter)
    assert (type(found).__name__, found.value, found.extra) == ("Sub", 4, 1)


def test_an_object_is_freed_when_the_notebook_lets_go(sample: ModuleProxy, output: Output) -> None:
    counter = sample.Counter(77)
    assert sample.same([counter])[0] is counter
    del counter
    gc.collect()
    sample.add(1, 1)

    assert ("stdout", "<bye 77>") in output


def test_a_capsule_and_a_view_stay_in_the_worker(session: Session, sample: ModuleProxy) -> None:
    assert sample.open_capsule(sample.capsule())
    session.execute("sample.keep(memoryview(b'abc'))")
    assert sample.give()[1] == ord("b")


def test_what_cannot_be_copied_gets_a_handle(session: Session, sample: ModuleProxy) -> None:
    session.execute("import threading\nsample.keep([threading.Lock(), 5])")
    found = sample.give()

    assert len(found) == 2
    assert found[1] == 5
    assert found[0].locked() is False


def test_a_generator_of_the_worker(session: Session, sample: ModuleProxy) -> None:
    session.execute("sample.keep(n * n for n in range(4))")

    assert list(sample.give()) == [0, 1, 4, 9]


# --- arguments that change ---


@dataclass
class Notes:
    text: str = ""
    lines: list[str] = field(default_factory=list)


class Slotted:
    __slots__ = ("__hidden", "seen")

    def hide(self, value: object) -> None:
        self.__hidden = value

    def hidden(self) -> object:
        return self.__hidden


def fill_notes(notes: Notes) -> None:
    notes.text = "written"
    notes.lines.append("one")
    notes.extra = True  # type: ignore[attr-defined]


def fill_slots(slotted: Any) -> None:
    slotted.seen = [1]
    slotted.hide("deep")


CHANGES: dict[str, tuple[Any, Any, Any]] = {
    "list": ([1, 2], lambda x: x.append(3), [1, 2, 3]),
    "dict": ({"a": 1, "b": 2}, lambda x: [x.pop("a"), x.update(c=3)], {"b": 2, "c": 3}),
    "set": ({1, 2}, lambda x: x.add(3), {1, 2, 3}),
    "bytearray": (bytearray(b"ab"), lambda x: x.extend(b"c"), bytearray(b"abc")),
    "array": (array.array("i", [1]), lambda x: x.append(2), array.array("i", [1, 2])),
    "deque": (deque([1], 3), lambda x: x.appendleft(0), deque([0, 1])),
    "defaultdict": (defaultdict(list), lambda x: x["k"].append(1), {"k": [1]}),
    "Counter": (Counter("aab"), lambda x: x.update("b"), Counter("aabb")),
    "OrderedDict": (OrderedDict(a=1, b=2), lambda x: x.move_to_end("a"), OrderedDict(b=2, a=1)),
    "nested": ({"k": [[1]]}, lambda x: x["k"][0].append(2), {"k": [[1, 2]]}),
    "inside a tuple": (([1],), lambda x: x[0].append(2), ([1, 2],)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_argument_is_written_back(sample: ModuleProxy, name: str) -> None:
    given, change, expected = copy.deepcopy(CHANGES[name][0]), *CHANGES[name][1:]
    before = given
    sample.call(change, given)

    assert given == expected
    assert given is before


def test_a_changed_instance_is_written_back(sample: ModuleProxy) -> None:
    notes = Notes()
    lines = notes.lines
    sample.call(fill_notes, notes)

    assert (notes.text, notes.lines, vars(notes)["extra"]) == ("written", ["one"], True)
    assert notes.lines is lines


def test_slots_are_written_back(sample: ModuleProxy) -> None:
    slotted = Slotted()
    sample.call(fill_slots, slotted)

    assert (slotted.seen, slotted.hidden()) == ([1], "deep")


def test_moved_elements_stay_the_notebooks_own(sample: ModuleProxy) -> None:
    first, second = [1], [2]
    given = [first, second]
    sample.call(list.reverse, given)

    assert given[0] is second
    assert given[1] is first


def test_a_new_element_may_be_an_object_of_the_module(sample: ModuleProxy) -> None:
    given: list[Any] = []
    counter = sample.Counter(1)
    sample.call(list.append, given, counter)

    assert given == [counter]
    assert given[0] is counter


def test_what_changed_before_an_exception_is_written_back(sample: ModuleProxy) -> None:
    given: list[int] = []

    def change() -> None:
        given.append(1)
        raise KeyError("after")

    with pytest.raises(KeyError, match="after"):
        sample.call(change)
    assert given == [1]


total = 0
log: list[int] = []


def note(value: int) -> None:
    global total  # noqa: PLW0603 - that is what is tested
    total += value
    log.append(value)


note.__module__ = "__main__"  # as if it stood in a cell, so that it travels by value


def test_globals_and_closures_of_a_function_are_written_back(sample: ModuleProxy) -> None:
    note.__module__, note.__qualname__ = "__main__", "note"
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    sample.call(note, 5)
    sample.call(step)

    assert (total, log, count) == (5, [5], 1)


def test_a_change_that_cannot_be_repeated_is_refused(sample: ModuleProxy) -> None:
    class Settings:
        level = 1

    def raise_level() -> None:
        Settings.level = 2

    with pytest.raises(NotTransferable, match="the class `Settings`"):
        sample.call(raise_level)
    locked = bytearray(b"ab")
    with memoryview(locked), pytest.raises(NotTransferable, match="bytearray"):
        sample.call(bytearray.append, locked, 1)
    exhausted = iter([1])
    with pytest.raises(NotTransferable, match="list_iterator"):
        sample.call(list, exhausted)


# --- what does not travel ---


def test_a_memoryview_is_refused_with_advice(sample: ModuleProxy) -> None:
    with pytest.raises(NotTransferable, match=r"bytes\(view\)"):
        sample.same(memoryview(b"abc"))


@pytest.mark.parametrize("make", [lambda: (n for n in [1]), contextlib.ExitStack().__enter__])
def test_what_cannot_be_pickled_is_refused_with_advice(sample: ModuleProxy, make: Any) -> None:
    import threading

    with pytest.raises(NotTransferable, match="%%isolated"):
        sample.same([threading.Lock(), make])


def test_a_reduce_that_lies_is_refused(session: Session, sample: ModuleProxy) -> None:
    session.execute(
        """
import os
class Liar:
    def __reduce__(self): return (os._exit, (3,))
class Broken:
    def __reduce__(self): return (int, ("x",))
sample.keep(Liar())
"""
    )
    with pytest.raises(NotTransferable, match="__reduce__"):
        sample.give()
    session.execute("sample.keep(Broken())")
    with pytest.raises(NotTransferable, match="invalid literal"):
        sample.give()
    assert sample.add(1, 1) == 2
