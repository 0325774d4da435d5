"""Checks of X07: plain asserts, run one by one in a child process that has imported the module."""


class Reference:
    """What the two functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def measured(obj, /):
        return (obj, len(obj))

    @staticmethod
    def shown(items, /):
        if not isinstance(items, list):
            raise TypeError("shown() takes a list")
        return repr(list.__getitem__(items, 0))


class Sized:
    """An object with a length; its class has no free list."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


LONG = []


def with_length(obj):
    """Give a watched object a length, by a class made once."""
    if not LONG:
        LONG.append(type("Long", (type(obj),), {"__len__": lambda self: 300}))
    obj.__class__ = LONG[0]
    return obj


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_measured(measured, argument):
    """measured(text) of what has a length leaves every count as it was"""
    return measured(with_length(argument))


def calls_measured_of_no_length(measured, argument):
    """measured(obj) of what has no length leaves every count as it was"""
    return measured(argument)


def calls_measured_of_a_list(measured):
    """measured([]) leaves nothing behind"""
    return measured([1, 2])


def calls_shown(shown, item):
    """shown(items) leaves every count as it was"""
    return shown([item, item])


def calls_shown_of_nothing(shown, argument):
    """shown(obj) of what is no list leaves every count as it was"""
    return shown(argument)


def check_measured(measured):
    """measured(obj) returns (obj, len(obj))"""
    for value in ([1, 2], "text", (), {0: 1}, Sized(7)):
        result = measured(value)
        assert result[0] is value, f"measured(…)[0] is {result[0]!r}"
        assert result[1] == len(value), f"measured(…)[1] is {result[1]!r}, not {len(value)}"


def check_measured_of_no_length(measured, raises):
    """measured(obj) of what has no length raises TypeError"""
    raises(TypeError, "measured(7)", measured, 7)
    raises(TypeError, "measured(object())", measured, object())


def check_measured_again_and_again(measured, argument):
    """an object is still itself after measured() has failed with it a thousand times"""
    for _ in range(1000):
        try:
            measured(argument)
        except TypeError:
            continue
        raise AssertionError("it did not raise TypeError")


def check_shown(shown):
    """shown(items) returns the repr of the first item"""
    for items in ([1], [None, 2], ["text"], [[]], [Sized]):
        result = shown(items)
        assert result == repr(items[0]), f"shown({items!r}) returned {result!r}"


def check_shown_of_an_empty_list(shown, raises):
    """shown([]) raises IndexError, and shown(()) TypeError"""
    raises(IndexError, "shown([])", shown, [])
    raises(TypeError, "shown(())", shown, ())


def check_repr_that_raises(shown, raises):
    """shown() passes on what a __repr__ raises"""

    class Shy:
        def __repr__(self):
            raise KeyError("mine")

    raises(KeyError, "shown() of an item whose __repr__ raises KeyError", shown, [Shy()])
