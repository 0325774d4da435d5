"""Checks of X06: plain asserts, run one by one in a child process that has imported the module.

A parameter named like a function of the module is that function. `argument` and `item` are fresh objects whose
counts are watched; `rng` is a seeded random.Random, and such a check runs once for each hidden seed.
"""

from sys import getrefcount


class Reference:
    """What the three functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def identity(obj, /):
        return obj

    @staticmethod
    def first(items, /):
        if not isinstance(items, list):
            raise TypeError("first() takes a list")
        return list.__getitem__(items, 0)

    @staticmethod
    def nothing():
        return None


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_identity(identity, argument):
    """identity(obj) leaves every count as it was"""
    return identity(argument)


def calls_first(first, item):
    """first(items) leaves every count as it was"""
    return first([item, item])


def calls_first_of_nothing(first):
    """first([]) leaves every count as it was"""
    return first([])


def calls_first_of_no_list(first, argument):
    """first(obj) of something that is no list leaves every count as it was"""
    return first(argument)


def calls_nothing(nothing):
    """nothing() leaves every count as it was"""
    return nothing()


def check_identity_returns_its_argument(identity):
    """identity(obj) returns obj itself"""
    for value in (object(), [1, 2], "text", 10**30, None):
        result = identity(value)
        assert result is value, f"identity({value!r}) returned {result!r}"


def check_first_returns_the_first_item(first):
    """first(items) returns the first item"""
    items = [object(), object(), object()]
    assert first(items) is items[0], "first([a, b, c]) did not return a"
    assert first([None]) is None, "first([None]) did not return None"


def check_first_of_an_empty_list(first, raises):
    """first([]) raises IndexError"""
    raises(IndexError, "first([])", first, [])


def check_first_of_no_list(first, raises):
    """first() of anything but a list raises TypeError"""
    raises(TypeError, "first((1, 2))", first, (1, 2))
    raises(TypeError, "first('text')", first, "text")


def check_nothing_returns_none(nothing):
    """nothing() returns None"""
    result = nothing()
    assert result is None, f"nothing() returned {result!r}"


def check_results_live_on(identity, first):
    """what the functions return stays alive after the arguments are gone"""
    kept = [identity(["kept", n]) for n in range(100)] + [first([["kept", n]]) for n in range(100)]
    noise = [["other", n] for n in range(1000)]
    for n, value in enumerate(kept):
        assert value == ["kept", n % 100], f"a result became {value!r} while it was still in use"
    assert len(noise) == 1000


def check_random_lists(first, rng):
    """first(items) agrees with Python on random lists"""
    for _ in range(20):
        items = [[rng.random()] for _ in range(rng.randint(1, 50))]
        result = first(items)
        assert result is items[0], f"first() of a list of {len(items)} did not return its first item"


def check_ten_thousand_calls(identity, first, nothing, argument):
    """ten thousand calls leave no trace"""
    before = getrefcount(argument)
    for _ in range(10_000):
        identity(argument)
        first([argument])
        nothing()
    change = getrefcount(argument) - before
    assert change == 0, f"after 10 000 calls the count of an object had changed by {change:+}"
