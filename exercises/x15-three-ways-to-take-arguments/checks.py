"""Checks of X15: plain asserts, run one by one in a child process that has imported the module."""


class Reference:
    """What the three functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def single(a, /):
        return (a, None)

    @staticmethod
    def pair(a, b=None, /):
        return (a, b)

    @staticmethod
    def fast_pair(a, b=None, /):
        return (a, b)


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_single(single, argument):
    """single(obj) leaves every count as it was"""
    return single(argument)


def calls_pair(pair, argument, item):
    """pair(obj, item) leaves every count as it was"""
    return pair(argument, item)


def calls_pair_of_one(pair, argument):
    """pair(obj) leaves every count as it was"""
    return pair(argument)


def calls_pair_of_three(pair, argument):
    """pair(obj, obj, obj) leaves every count as it was"""
    return pair(argument, argument, argument)


def calls_fast_pair(fast_pair, argument, item):
    """fast_pair(obj, item) leaves every count as it was"""
    return fast_pair(argument, item)


def calls_fast_pair_of_one(fast_pair, argument):
    """fast_pair(obj) leaves every count as it was"""
    return fast_pair(argument)


def calls_fast_pair_of_three(fast_pair, argument):
    """fast_pair(obj, obj, obj) leaves every count as it was"""
    return fast_pair(argument, argument, argument)


def check_single(single):
    """single(a) returns (a, None)"""
    thing = object()
    result = single(thing)
    assert result == (thing, None), f"single(thing) returned {result!r}"


def check_single_counts(single, raises):
    """single() and single(1, 2) raise TypeError"""
    raises(TypeError, "single()", single)
    raises(TypeError, "single(1, 2)", single, 1, 2)


def check_pair(pair):
    """pair(a, b) returns (a, b)"""
    one, two = object(), object()
    assert pair(one, two) == (one, two), f"pair(one, two) returned {pair(one, two)!r}"
    assert pair(None, two) == (None, two), f"pair(None, two) returned {pair(None, two)!r}"


def check_pair_of_one(pair):
    """pair(a) returns (a, None)"""
    one = object()
    assert pair(one) == (one, None), f"pair(one) returned {pair(one)!r}"
    assert pair((1, 2)) == ((1, 2), None), f"pair((1, 2)) returned {pair((1, 2))!r}"


def check_pair_counts(pair, raises):
    """pair() and pair(1, 2, 3) raise TypeError"""
    raises(TypeError, "pair(1, 2, 3)", pair, 1, 2, 3)
    raises(TypeError, "pair(1, 2, 3, 4, 5)", pair, 1, 2, 3, 4, 5)
    raises(TypeError, "pair()", pair)


def check_fast_pair(fast_pair):
    """fast_pair(a, b) returns (a, b)"""
    one, two = object(), object()
    assert fast_pair(one, two) == (one, two), f"fast_pair(one, two) returned {fast_pair(one, two)!r}"
    assert fast_pair(None, two) == (None, two), f"fast_pair(None, two) returned {fast_pair(None, two)!r}"


def check_fast_pair_of_one(fast_pair):
    """fast_pair(a) returns (a, None)"""
    one = object()
    assert fast_pair(one) == (one, None), f"fast_pair(one) returned {fast_pair(one)!r}"
    assert fast_pair((1, 2)) == ((1, 2), None), f"fast_pair((1, 2)) returned {fast_pair((1, 2))!r}"


def check_fast_pair_counts(fast_pair, raises):
    """fast_pair() and fast_pair(1, 2, 3) raise TypeError"""
    raises(TypeError, "fast_pair(1, 2, 3)", fast_pair, 1, 2, 3)
    raises(TypeError, "fast_pair(1, 2, 3, 4, 5)", fast_pair, 1, 2, 3, 4, 5)
    raises(TypeError, "fast_pair()", fast_pair)


def check_keywords(pair, fast_pair):
    """pair(a=1) and fast_pair(a=1) raise TypeError: their rows promise no keywords"""
    for function in (pair, fast_pair):
        try:
            result = function(a=1)
        except TypeError:
            continue
        raise AssertionError(f"{function.__name__}(a=1) returned {result!r}")


def check_results_live_on(pair, fast_pair):
    """what they return stays whole after the arguments are gone"""
    kept = [make([n], ["second", n]) for n in range(100) for make in (pair, fast_pair)]
    noise = [["other", n] for n in range(1000)]
    for n, result in enumerate(kept):
        assert result == ([n // 2], ["second", n // 2]), f"a result became {result!r} while it was still in use"
    assert len(noise) == 1000
