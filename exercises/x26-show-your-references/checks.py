"""Checks of X26: cycles must go, what is alive must stay, and a `__del__` may come back at any moment."""

import gc
import importlib.util
import sys
import weakref


class Reference:
    """What the class does, in Python."""

    class Pair:
        def __init__(self, left, right, /):
            self.both = [left, right]

        def left(self):
            return self.both[0]

        def right(self):
            return self.both[1]

        def set_left(self, obj, /):
            self.both[0] = obj

        def clear(self):
            self.both = [None, None]


class Node:
    """An object that can be part of a cycle, and whose end can be seen."""


class Last:
    """Calls a function when it goes."""

    def __init__(self, call):
        self.call = call

    def __del__(self):
        self.call()


def outcome(function):
    """What a call returns, or the name of what it raises; what is not written yet goes through."""
    try:
        return function()
    except NotImplementedError:
        raise
    except Exception as error:
        return type(error).__name__


def survivors(make, number=20):
    """Make things with a cycle in them, forget them, collect; how many nodes are still alive."""
    alive = []
    for _ in range(number):
        node = Node()
        make(node)
        alive.append(weakref.ref(node))
        del node
    gc.collect()
    return sum(one() is not None for one in alive)


def imported_again(Pair):
    """The class of another module object."""
    spec = importlib.util.spec_from_file_location("x26", sys.modules[Pair.__module__].__file__)
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    return again.Pair


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_left(Pair, argument):
    """pair.left() leaves every count as it was"""
    return Pair(argument, None).left()


def calls_pair(Pair, argument, item):
    """a Pair gives back what it held when it goes"""
    return Pair(argument, item)


def calls_set_left(Pair, argument, item):
    """pair.set_left(obj) leaves every count as it was"""
    pair = Pair(argument, None)
    pair.set_left(item)
    pair.set_left(argument)


def calls_clear(Pair, argument, item):
    """pair.clear() leaves every count as it was"""
    pair = Pair(argument, item)
    pair.clear()
    return outcome(pair.left)


def check_left(Pair):
    """pair.left() and pair.right() return the very objects"""
    for one in (object(), None, [1], "text"):
        pair = Pair(one, 5)
        assert pair.left() is one, f"left() returned {pair.left()!r}"
        assert pair.right() == 5
        assert Pair(5, one).right() is one


def check_set_left(Pair):
    """pair.set_left(obj) puts an object in place of the one before"""
    pair, node = Pair(1, 2), Node()
    assert pair.set_left(node) is None
    assert pair.left() is node
    assert pair.right() == 2


def check_after_clear(Pair):
    """a pair that was cleared can still be called"""
    pair = Pair(Node(), Node())
    pair.clear()
    assert outcome(pair.left) == "ValueError", f"left() of an empty pair: {outcome(pair.left)}"
    assert outcome(pair.right) == "ValueError", f"right() of an empty pair: {outcome(pair.right)}"
    pair.clear()
    pair.set_left(7)
    assert pair.left() == 7


def check_clear_lets_go(Pair):
    """pair.clear() lets go of both"""
    left, right = Node(), Node()
    alive = [weakref.ref(left), weakref.ref(right)]
    pair = Pair(left, right)
    del left, right
    pair.clear()
    assert alive[0]() is None, "the left one is still alive"
    assert alive[1]() is None, "the right one is still alive"


def check_reported(Pair):
    """each reference is reported once"""
    left, right = [1], [2]
    pair = Pair(left, right)
    shown = gc.get_referents(pair)
    for what, wanted in (("the left one", left), ("the right one", right), ("the class", Pair)):
        times = sum(one is wanted for one in shown)
        assert times == 1, f"{what} is reported {times} times"
    # Here the visitor says stop as soon as it has seen enough, and wants its own word back.
    owners = gc.get_referrers(left)
    assert any(one is pair for one in owners), (
        "`report` said stop, and `traverse` did not return that"
    )


def check_cycle(Pair):
    """a cycle through a pair is collected"""

    def on_the_left(node):
        node.pair = Pair(node, None)

    def on_the_right(node):
        node.pair = Pair(None, node)

    def through_a_list(node):
        node.pair = Pair([node], [node])

    def through_a_closure(node):
        node.pair = Pair(lambda: node, None)

    def two_pairs(node):
        first, second = Pair(node, None), Pair(node, None)
        first.set_left(second)
        second.set_left(first)
        node.pair = first
        second.right()
        node.more = Pair(first, node)

    for make in (on_the_left, on_the_right, through_a_list, through_a_closure, two_pairs):
        left = survivors(make)
        words = make.__name__.replace("_", " ")
        assert left == 0, f"of 20 cycles, {words}, {left} are alive after a collection"


def check_class_cycle(Pair):
    """a class that knows one of its instances is collected"""
    class_ = imported_again(Pair)
    class_.known = class_(None, None)
    alive = weakref.ref(class_)
    del class_
    gc.collect()
    assert alive() is None, (
        "nobody has the class or the instance any more, and both are still alive"
    )


def check_counts(Pair):
    """a collection changes no count"""
    left, right = Node(), Node()
    pair = Pair(left, right)
    before = [sys.getrefcount(one) for one in (pair, left, right)]
    for _ in range(5):
        gc.collect()
    after = [sys.getrefcount(one) for one in (pair, left, right)]
    for what, one, other in zip(
        ("the pair", "the left one", "the right one"), before, after, strict=True
    ):
        assert one == other, (
            f"after five collections the count of {what} had changed by {other - one}"
        )


def check_alive(Pair):
    """what is alive stays as it is"""
    node = Node()
    node.pair = Pair(node, [node])
    plain = Pair([1], [2])
    for _ in range(3):
        gc.collect()
    assert node.pair.left() is node
    assert node.pair.right()[0] is node
    assert (plain.left(), plain.right()) == ([1], [2])


def check_del_comes_back(Pair):
    """a __del__ that runs while the pair is cleared comes back to it"""
    seen = []
    pair = Pair(
        Last(lambda: (seen.append(outcome(pair.left)), pair.clear())),
        Last(lambda: seen.append("right")),
    )
    pair.clear()
    assert seen[:1] == ["ValueError"], (
        f"while the left one was given back, left() came to {seen[:1]}"
    )
    assert seen == ["ValueError", "right"], f"it happened: {seen}"


def check_del_sees_the_new(Pair):
    """a __del__ that runs in set_left finds the new object"""
    seen = []
    pair = Pair(Last(lambda: seen.append(outcome(pair.left))), None)
    pair.set_left("new")
    assert seen == ["new"], f"while the old one was given back, left() came to {seen}"


def check_collection_while_it_goes(Pair):
    """a collection that runs while a pair goes"""
    for _ in range(20):
        pair = Pair(Last(gc.collect), Last(gc.collect))
        del pair
    nodes = [Node() for _ in range(100)]
    for node in nodes:
        node.pair = Pair(Last(gc.collect), node)
    del node, nodes
    gc.collect()
    gc.collect()
