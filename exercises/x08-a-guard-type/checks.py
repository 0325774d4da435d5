"""Checks of X08: plain asserts, run one by one in a child process that has imported the module."""


class Reference:
    """What the functions in `module.rs` do with a right guard, in Python: the oracle of every comparison."""

    @staticmethod
    def handed(obj, /):
        return obj

    @staticmethod
    def dropped(obj, /):
        return None

    @staticmethod
    def cloned(obj, /):
        return None

    @staticmethod
    def joined(left, right, /):
        return str(left) + str(right)

    @staticmethod
    def sizes():
        return (1, 1)


class Bad:
    """An object that has no text to give."""

    def __str__(self):
        raise KeyError("mine")


# What the ownership and the leak probe repeat. A later one is not run when an earlier one has shown that counts go
# wrong: that is why it names its function too.


def calls_dropped(dropped, argument):
    """dropped(obj) leaves every count as it was"""
    return dropped(argument)


def calls_handed(handed, dropped, argument):
    """handed(obj) leaves every count as it was"""
    return handed(argument)


def calls_cloned(cloned, dropped, argument):
    """cloned(obj) leaves every count as it was"""
    return cloned(argument)


def calls_joined(joined, handed, dropped, argument):
    """joined(obj, obj) leaves nothing behind"""
    return joined(argument, argument)


def calls_joined_that_fails(joined, handed, dropped):
    """joined(obj, bad) gives back what it had made when it leaves early"""
    return joined(("left", 1), Bad())


def check_handed(handed, dropped):
    """handed(obj) returns obj itself"""
    for value in (object(), [1, 2], "text", 10**30, None):
        result = handed(value)
        assert result is value, f"handed({value!r}) returned {result!r}"


def check_results_live_on(handed, dropped):
    """what handed() returns stays alive after its argument is gone"""
    kept = [handed(["kept", n]) for n in range(100)]
    noise = [["other", n] for n in range(1000)]
    for n, value in enumerate(kept):
        assert value == ["kept", n], f"a result became {value!r} while it was still in use"
    assert len(noise) == 1000


def check_joined(joined, handed, dropped):
    """joined(left, right) returns the two texts in a row"""
    for left, right in (("a", "b"), (1, 2.5), ([1], None), ("", ""), ("é", "😀")):
        result = joined(left, right)
        assert result == str(left) + str(right), f"joined({left!r}, {right!r}) returned {result!r}"


def check_joined_that_fails(joined, handed, dropped, raises):
    """joined() passes on the exception when an object has no text"""
    raises(KeyError, "joined(bad, 1)", joined, Bad(), 1)
    raises(KeyError, "joined(1, bad)", joined, 1, Bad())


def check_sizes(sizes):
    """a guard, and a guard that may be missing, are as large as one pointer"""
    assert sizes() == (1, 1), f"Owned and Option<Owned> take {sizes()} pointers; NonNull needs none to say None"


def check_ten_thousand_calls(handed, dropped, cloned, joined, argument):
    """ten thousand calls leave no trace"""
    import sys

    before = sys.getrefcount(argument)
    for _ in range(10_000):
        handed(argument)
        dropped(argument)
        cloned(argument)
        joined(argument, 1)
    change = sys.getrefcount(argument) - before
    assert change == 0, f"after 10 000 calls the count of an object had changed by {change:+}"
