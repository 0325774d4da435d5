"""Checks of X17: plain asserts, run one by one in a child process that has imported the module."""

import operator
import sys


class Reference:
    """What the three functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def exact(obj, /):
        value = operator.index(obj)
        if not -sys.maxsize - 1 <= value <= sys.maxsize:
            raise OverflowError("it does not fit")
        return value + 0

    @staticmethod
    def clamped(index, length, /):
        index = operator.index(index)
        return slice(index, None).indices(length)[0]

    @staticmethod
    def masked(obj, /):
        return operator.index(obj) & 0xFFFF_FFFF


HOSTILE = {
    "clamped": [f"({index}, {length})" for index in ("2**70", "-2**70", "True", "1.5", "None", "'1'", "-1", "[]")
                for length in (0, 5)],
}  # fmt: skip


class Index:
    """An object that is asked for its number, or its exception, and remembers that it was."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = 0

    def __index__(self):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_exact(exact, argument):
    """exact(obj) of something that is no number leaves every count as it was"""
    return exact(argument)


def calls_clamped(clamped):
    """clamped(10**30, 5) leaves nothing behind"""
    return clamped(10**30, 5)


def calls_clamped_of_no_number(clamped, argument):
    """clamped(obj, 5) of something that is no number leaves every count as it was"""
    return clamped(argument, 5)


def calls_masked(masked):
    """masked(2**40 + n) leaves nothing behind"""
    return masked(int("1099511627779"))


def calls_masked_of_index(masked):
    """masked(obj) of an object with __index__ leaves nothing behind"""
    return masked(Index(int("1099511627779")))


def calls_masked_of_no_number(masked, argument):
    """masked(obj) of something that is no number leaves every count as it was"""
    return masked(argument)


def check_exact(exact):
    """exact() returns every number that fits"""
    for number in (0, 1, -1, 7, -(2**31), 2**31, 2**32 + 10, sys.maxsize, -sys.maxsize - 1):
        if -sys.maxsize - 1 <= number <= sys.maxsize:
            result = exact(number)
            assert result == number, f"exact({number}) returned {result!r}"
    assert exact(True) == 1, f"exact(True) returned {exact(True)!r}"


def check_exact_refuses(exact):
    """exact(2**70) raises OverflowError"""
    for text in ("2**70", "-2**70", "sys.maxsize + 1", "-sys.maxsize - 2"):
        try:
            result = exact(eval(text))
        except OverflowError:
            continue
        raise AssertionError(f"exact({text}) returned {result!r}")


def check_clamped(clamped):
    """clamped() of an index inside returns it"""
    for index in range(6):
        result = clamped(index, 5)
        assert result == index, f"clamped({index}, 5) returned {result!r}"


def check_clamped_negative(clamped):
    """clamped() of a negative index counts from the end"""
    for index in (-1, -2, -5):
        result = clamped(index, 5)
        assert result == index + 5, f"clamped({index}, 5) returned {result!r}"


def check_clamped_outside(clamped):
    """clamped() of an index far outside returns the edge"""
    for index, length, edge in (
        (6, 5, 5),
        (-6, 5, 0),
        (2**70, 5, 5),
        (-(2**70), 5, 0),
        (sys.maxsize, 0, 0),
        (-sys.maxsize - 1, sys.maxsize, 0),
        (2**32 + 1, 5, 5),
        (2**70, sys.maxsize, sys.maxsize),
    ):
        result = clamped(index, length)
        assert result == edge, f"clamped({index}, {length}) returned {result!r}"


def check_clamped_random(clamped, rng):
    """clamped() agrees with slices on random numbers"""
    for _ in range(50):
        index, length = rng.randint(-30, 30), rng.randint(0, 20)
        result = clamped(index, length)
        expected = slice(index, None).indices(length)[0]
        assert result == expected, f"clamped({index}, {length}) returned {result!r}, not {expected}"


def check_masked(masked):
    """masked() of a small number returns it"""
    for number in (0, 1, 2**31, 2**32 - 1):
        result = masked(number)
        assert result == number, f"masked({number}) returned {result!r}"


def check_masked_negative(masked):
    """masked(-1) is 0xFFFFFFFF"""
    for number in (-1, -2, -(2**31), -(2**32) - 1):
        result = masked(number)
        assert result == number & 0xFFFF_FFFF, f"masked({number}) returned {result!r}"


def check_masked_far(masked):
    """masked(2**70) and masked(2**32 + 10) keep the lower 32 bits"""
    for number in (2**32 + 10, 2**40, 2**64 + 5, 2**70 + 9, -(2**70) + 3):
        result = masked(number)
        assert result == number & 0xFFFF_FFFF, f"masked({number}) returned {result!r}"


def check_no_integer(exact, clamped, masked, raises):
    """a float is a TypeError for each of them"""
    raises(TypeError, "exact(1.5)", exact, 1.5)
    raises(TypeError, "clamped(1.5, 5)", clamped, 1.5, 5)
    raises(TypeError, "masked(1.5)", masked, 1.5)
    raises(TypeError, "masked('1')", masked, "1")


def check_asked_once(exact, clamped, masked):
    """each of them asks for __index__ once"""
    for name, call in (("exact", exact), ("clamped", lambda obj: clamped(obj, 5)), ("masked", masked)):
        number = Index(3)
        assert call(number) == 3, f"{name}() of an object whose __index__ is 3 did not return 3"
        assert number.asked == 1, f"{name}() called __index__ {number.asked} times"
        assert call(Index(-1)) in (-1, 4, 0xFFFF_FFFF), f"{name}() of an object whose __index__ is -1 went wrong"


def check_index_that_raises(exact, clamped, masked, raises):
    """each of them passes on what an __index__ raises"""
    raises(KeyError, "exact() of an object whose __index__ raises KeyError", exact, Index(KeyError("mine")))
    raises(KeyError, "clamped() of an object whose __index__ raises KeyError", clamped, Index(KeyError("mine")), 5)
    raises(KeyError, "masked() of an object whose __index__ raises KeyError", masked, Index(KeyError("mine")))
