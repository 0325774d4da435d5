"""Checks of X10: plain asserts, run one by one in a child process that has imported the module."""

import operator

LOW, HIGH = -(2**63), 2**63 - 1
EDGES = (LOW, LOW + 1, -(2**32) - 10, -2, -1, 0, 1, 2**31, 2**32 + 10, HIGH - 1, HIGH)


class Reference:
    """What the two functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def to_long(obj, /):
        value = operator.index(obj)
        if not LOW <= value <= HIGH:
            raise OverflowError("it does not fit into 64 bits")
        return value + 0

    @staticmethod
    def add(left, right, /):
        return Reference.to_long(Reference.to_long(left) + Reference.to_long(right))


HOSTILE = {"add": ["(-1, -1)", "(-1, 0)", "(None, 1)", "(1, None)", "(True, -2)", "(1.5, 2)", "(2**63 - 1, 1)"]}


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


def calls_to_long(to_long):
    """to_long(-1) leaves every count as it was"""
    return to_long(-1)


def calls_to_long_of_no_number(to_long, argument):
    """to_long(obj) of something that is no number leaves every count as it was"""
    return to_long(argument)


def calls_add(add, argument):
    """add(1, obj) leaves every count as it was"""
    return add(1, argument)


def calls_add_of_no_number_first(add, argument):
    """add(obj, 1) leaves every count as it was"""
    return add(argument, 1)


def check_minus_one(to_long):
    """to_long(-1) is -1, and no error"""
    result = to_long(-1)
    assert result == -1, f"to_long(-1) returned {result!r}"


def check_numbers(to_long):
    """to_long() returns every number that 64 bits hold"""
    for number in EDGES:
        result = to_long(number)
        assert result == number, f"to_long({number}) returned {result!r}"
        assert type(result) is int, f"to_long({number}) returned a {type(result).__name__}"
    assert to_long(True) == 1, "to_long(True) did not return 1"


def check_index(to_long):
    """to_long(obj) asks obj for its __index__, once"""
    for answer in (-1, 7):
        number = Index(answer)
        result = to_long(number)
        assert result == answer, f"to_long() of an object whose __index__ is {answer} returned {result!r}"
        assert number.asked == 1, f"it called __index__ {number.asked} times"


def check_too_big(to_long, raises):
    """to_long(2**63) raises OverflowError"""
    for number in (2**63, 2**70, -(2**63) - 1, -(2**70)):
        raises(OverflowError, f"to_long({number})", to_long, number)


def check_no_integer(to_long, raises):
    """to_long(1.5) raises TypeError"""
    for thing in (1.5, -1.0, "1", None):
        raises(TypeError, f"to_long({thing!r})", to_long, thing)


def check_index_that_raises(to_long, raises):
    """to_long(obj) passes on what its __index__ raises"""
    raises(KeyError, "to_long() of an object whose __index__ raises KeyError", to_long, Index(KeyError("mine")))


def check_sums(add, rng):
    """add(left, right) agrees with Python on random numbers"""
    for _ in range(50):
        left, right = rng.randint(-(2**62), 2**62), rng.randint(-(2**62), 2**62)
        result = add(left, right)
        assert result == left + right, f"add({left}, {right}) returned {result!r}"


def check_sum_of_minus_one(add):
    """add(-2, 1) is -1, and no error"""
    for left, right in ((-2, 1), (-1, 0), (0, -1), (-1, -1)):
        result = add(left, right)
        assert result == left + right, f"add({left}, {right}) returned {result!r}"


def check_sum_at_the_edge(add, raises):
    """add() raises OverflowError when the sum does not fit into 64 bits"""
    assert add(HIGH, 0) == HIGH, "add(2**63 - 1, 0) did not return 2**63 - 1"
    assert add(LOW, HIGH) == -1, "add(-2**63, 2**63 - 1) did not return -1"
    raises(OverflowError, "add(2**63 - 1, 1)", add, HIGH, 1)
    raises(OverflowError, "add(-2**63, -1)", add, LOW, -1)


def check_order(add, raises):
    """add(left, right) does not ask right when left cannot be read"""
    right = Index(1)
    raises(KeyError, "add() with a left whose __index__ raises KeyError", add, Index(KeyError("mine")), right)
    assert right.asked == 0, "it asked right for its number while the exception of left was set"
    raises(KeyError, "add() with a right whose __index__ raises KeyError", add, 1, Index(KeyError("mine")))


def check_asked_once(add):
    """add(left, right) asks each of them once"""
    left, right = Index(2), Index(3)
    result = add(left, right)
    assert result == 5, f"add() of objects whose __index__ is 2 and 3 returned {result!r}"
    assert (left.asked, right.asked) == (1, 1), f"it asked left {left.asked} times and right {right.asked} times"
