"""Checks of X29: that it works. What it must refuse is in `snippets/`."""


class Reference:
    """What the functions in `module.rs` do with right types, in Python."""

    @staticmethod
    def same(obj, /):
        return obj

    @staticmethod
    def length(obj, /):
        return len(obj)

    @staticmethod
    def nothing():
        return None


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_same(same, argument):
    """same(obj) leaves every count as it was"""
    return same(argument)


def calls_length(length, argument):
    """length(obj) leaves every count as it was, when it raises too"""
    return length(argument)


def calls_length_of_a_list(length, argument):
    """length([obj]) leaves every count as it was"""
    return length([argument])


def check_same(same):
    """same(obj) returns obj itself"""
    for value in (object(), [1], None, "text"):
        result = same(value)
        assert result is value, f"same({value!r}) returned {result!r}"


def check_length(length, rng):
    """length(obj) is the length"""
    for size in (0, 1, 2, 255, 256, rng.randrange(1000)):
        answer = length("x" * size)
        assert answer == size, f"the length of {size} characters is {size}, not {answer}"


def check_no_length(length, raises):
    """length(obj) of something without a length is a TypeError"""
    raises(TypeError, "length(1)", length, 1)
    raises(TypeError, "length(object())", length, object())


def check_nothing(nothing):
    """nothing() returns None: NULL is no object"""
    assert nothing() is None
