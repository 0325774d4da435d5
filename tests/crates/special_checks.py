"""Special methods in slots, tried from Python. As `checks.py`."""

import gc
import operator
import threading

from checks import M, Thing, count, raises

#: References that a check leaks, since that is its subject: none.
LEAKS = {}


class Same:
    """Equal to everything, and greater."""

    def __eq__(self, other):
        return True

    def __gt__(self, other):
        return "greater"

    __hash__ = object.__hash__


def check_repr_and_str():
    row = M.Row(1, 2)
    assert repr(row) == f"{row!r}" == "Row[1, 2]"
    assert str(row) == f"{row}" == "a row"
    # Without `__str__`, it is the repr; without either, what every object has.
    assert "Steps object at" in str(iter(row))


def check_length_and_truth():
    assert len(M.Row()) == 0
    assert len(M.Row(1, 2, 3)) == M.Row(1, 2, 3).__len__() == 3
    # As for every Python class that has a length.
    assert not M.Row()
    assert M.Row(0)


def check_items():
    row = M.Row(5, 6)
    assert (row[0], row[1], operator.getitem(row, 1)) == (5, 6, 6)
    raises(IndexError, lambda: row[2], match="no such number")
    raises(TypeError, lambda: row["x"], match="__getitem__() argument 'index'")
    raises(OverflowError, lambda: row[-1])
    raises(TypeError, operator.setitem, row, 0, 1)
    raises(TypeError, operator.delitem, row, 0)


def check_contains():
    row = M.Row(5, 6)
    assert 5 in row
    assert 7 not in row
    raises(TypeError, lambda: "x" in row, match="__contains__() argument 'number'")
    raises(OverflowError, lambda: 2**70 in row)
    # Without the slot, CPython iterates.
    assert 6 in iter(row)


def check_iteration():
    row = M.Row(1, 2, 3)
    before = count(row)
    steps = iter(row)
    assert iter(steps) is steps
    assert (count(row), next(steps), list(steps)) == (before + 1, 1, [2, 3])
    # At its end it has let go of the row, and stays at its end.
    assert count(row) == before
    raises(StopIteration, next, steps)
    assert next(steps, None) is None
    assert [*row] == list(row) == list(map(int, row)) == [1, 2, 3]
    assert sum(row) == 6
    a, b, c = row
    assert (a, b, c) == (1, 2, 3)
    assert next(iter(M.Row()), "end") == "end"


def check_call():
    row = M.Row(1, 2)
    assert (row(), row(2), row(2, plus=1), row.__call__(3)) == (3, 6, 7, 9)
    assert callable(row)
    assert not callable(iter(row))
    raises(TypeError, row, 1, 2, match="__call__() takes 1 positional argument but 2 were given")
    raises(TypeError, row, factor=1, match="positional-only argument")
    raises(TypeError, row, nothing=1)
    raises(TypeError, row, plus="x", match="__call__() argument 'plus'")
    assert list(map(row, [1, 2])) == [3, 6]


def check_equality_and_hash():
    one, other, third = M.Row(1, 2), M.Row(1, 2), M.Row(3, 1)
    assert (one == other, one != other) == (True, False)
    assert (one == third, one != third) == (False, True)
    assert hash(one) == hash(other) == 3
    assert len({one, other, third}) == 2
    assert {one: "found"}[other] == "found"
    assert [other].index(one) == 0
    # Of another type: neither knows, so it is identity that decides.
    assert (one == 3, one != 3) == (False, True)
    assert one.__eq__(3) is NotImplemented
    assert one.__ne__(3) is NotImplemented
    # The other type's own comparison is asked.
    assert one == Same()
    assert Same() == one


def check_order():
    small, large = M.Row(1), M.Row(2)
    assert small < large
    assert not large < small
    # `>` is asked of the other side as `<`.
    assert large > small
    assert sorted([large, small]) == [small, large]
    assert (small < Same()) == "greater"
    raises(TypeError, operator.le, small, large)
    raises(TypeError, operator.lt, small, 1)


def check_order_against_another_type():
    mark = M.Mark("b")
    assert (mark < "c", mark <= "b", mark > "a", mark >= "b") == (True,) * 4
    assert (mark < "a", mark <= "a", mark > "c", mark >= "c") == (False,) * 4
    assert (operator.gt("c", mark), operator.lt("a", mark), operator.ge("b", mark)) == (True,) * 3
    raises(TypeError, operator.lt, mark, mark)
    # A class with an order and no `==` keeps identity and its hash.
    assert operator.eq(mark, mark)
    assert mark != M.Mark("b")
    assert mark != "b"
    # A text that is no UTF-8 is an error of its own kind, not a mere "cannot compare".
    raises(UnicodeEncodeError, operator.lt, mark, "\ud800")


def check_equality_without_hash():
    # As in Python: who says what is equal must say the hash.
    # An order alone takes nothing away (a type of C would lose its hash).
    mark = M.Mark("a")
    assert hash(mark) == object.__hash__(mark)
    assert len({mark, M.Mark("a")}) == 2
    raises(TypeError, hash, M.Same("x"), match="unhashable type")
    assert M.Same("x") == M.Same("x")
    assert M.Same("x") != M.Same("y")


#: What each special method of `Wrong` is asked by.
USES = {
    "__repr__": repr,
    "__str__": str,
    "__len__": len,
    "__hash__": hash,
    "__contains__": lambda wrong: 1 in wrong,
    "__getitem__": lambda wrong: wrong[0],
    "__iter__": iter,
    "__next__": next,
    "__call__": lambda wrong: wrong(),
    "__eq__": lambda wrong: wrong == 1,
    "__ne__": lambda wrong: wrong != 1,
}


def check_panics_are_system_errors():
    for use in USES.values():
        raises(SystemError, use, M.Wrong("panic"), match="in the slot")


def check_errors_come_out():
    for use in USES.values():
        raises(ValueError, use, M.Wrong("raise"), match="from the slot")


def check_a_result_with_a_pending_error_is_the_error():
    for use in USES.values():
        raises(ValueError, use, M.Wrong("error set"), match="left behind")


def check_a_stale_marker_is_a_system_error():
    for use in USES.values():
        raises(SystemError, use, M.Wrong("stale marker"), match="without raising an exception")


def check_lengths_that_c_cannot_hold():
    raises(OverflowError, len, M.Wrong("huge"), match="index-sized")
    raises(OverflowError, bool, M.Wrong("huge"))
    assert len(M.Wrong("")) == 0


def check_a_hash_is_never_the_error_value():
    assert hash(M.Wrong("")) == -2


def check_iterators_of_wrong_kind():
    raises(TypeError, iter, M.Wrong(""), match="iterator")
    raises(StopIteration, next, M.Wrong(""))
    # `None` can be an item.
    assert next(M.Wrong("none")) is None


def check_slots_need_an_object_of_their_class():
    for name in ("__len__", "__repr__", "__iter__", "__hash__"):
        raises(TypeError, getattr(M.Row, name), 3)
    raises(TypeError, M.Row.__eq__, 3, 4)
    raises(TypeError, M.Row.__call__, M.Steps)
    assert M.Row.__len__(M.Row(1)) == 1


def check_a_row_in_its_own_iterator_is_collected():
    # The iterator is part of a cycle through an object of Python.
    thing = Thing()
    thing.steps = iter(M.Row(1))
    thing.itself = thing
    del thing
    assert gc.collect() >= 1


def check_threads_share_an_iterator():
    steps, seen = iter(M.Row(*range(400))), []

    def take():
        while True:
            try:
                number = next(steps, None)
            except RuntimeError:
                # The cell was in use by another thread: the number is lost to both.
                continue
            if number is None:
                return
            seen.append(number)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == len(set(seen))
    assert set(seen) <= set(range(400))
