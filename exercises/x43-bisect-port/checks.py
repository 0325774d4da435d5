"""Checks of X43: the oracle is the running interpreter's own C module, `_bisect`."""

import _bisect
import sys


class Reference:
    """What the three functions do: the C module, called as the learner's is."""

    @staticmethod
    def bisect_left(*arguments, **named):
        return _bisect.bisect_left(*arguments, **named)

    @staticmethod
    def bisect_right(*arguments, **named):
        return _bisect.bisect_right(*arguments, **named)

    @staticmethod
    def insort_right(*arguments, **named):
        return _bisect.insort_right(*arguments, **named)


AWKWARD = [
    "([1, 2, 3], 2)", "((1, 2, 2, 3), 2)", "([], 1)", "('abc', 'b')", "(range(10), 5)", "([1, 'x', 3], 2)",
    "(None, 1)", "({}, 1)", "({0: 1}, 1)", "(5, 1)", "([1, 2], 1, -1)", "([1, 2], 1, 0, -1)", "([1, 2], 1, 0, -2)", "([1, 2], 1, 0, 2**63)", "([1, 2], 1, 0, -2**70)", "([1, 2], 1, 0, 5)", "([1, 2], 1, 2**62, 2**62)",
    "([1, 2], 1, 2**70)", "([1, 2], 1, None)", "([1, 2], 1, 'x')", "([1, 2], 1, 0.5)", "([1, 2], 1, 0, 1.5)", "([1, 2],)",
    "([1, 2], float('nan'))", "([None, None], None)", "(object(), 1)", "(iter([1]), 1)", "({1, 2}, 1)",
]  # fmt: skip
HOSTILE = {name: AWKWARD for name in ("bisect_left", "bisect_right", "insort_right")}


class Number:
    """A number that writes down each question it is asked."""

    def __init__(self, value, asked):
        self.value = value
        self.asked = asked

    def __lt__(self, other):
        self.asked.append((self.value, other.value))
        return self.value < other.value


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_bisect_left(bisect_left):
    """bisect_left(a, x) leaves every count as it was"""
    return bisect_left([1, 2, 3], 2)


def calls_bisect_left_of_no_order(bisect_left, item, argument):
    """bisect_left(a, x) leaves every count as it was when `<` raises"""
    return bisect_left([item, item], argument)


def calls_bisect_right(bisect_right, item):
    """bisect_right(a, x, key) leaves every count as it was"""
    return bisect_right([item, item], 5, key=id)


def calls_insort_right(insort_right, item):
    """insort_right(a, x, key) leaves every count as it was"""
    return insort_right([item], item, key=id)


def calls_insort_right_far_away(insort_right):
    """insort_right(a, x) of a long list leaves every count as it was"""
    return insort_right(list(range(400)), 300)


def compare(function, oracle, *arguments, **named):
    expected = oracle(*arguments, **named)
    shown = ", ".join([*map(repr, arguments), *(f"{name}=..." for name in named)])
    try:
        answer = function(*arguments, **named)
    except (IndexError, TypeError, ValueError) as error:
        raised = f"{type(error).__name__}: {error}"
        raise AssertionError(f"{function.__name__}({shown}) is {expected}; yours raised {raised}") from None
    other = _bisect.bisect_right if oracle is _bisect.bisect_left else _bisect.bisect_left
    also = ", the answer of the other side" if answer == other(*arguments, **named) else ""
    assert answer == expected, f"{function.__name__}({shown}) is {expected}; yours is {answer}{also}"


LISTS = ([], [5], [1, 3, 5], [2, 2, 2], [1, 2, 2, 2, 3], list(range(0, 40, 3)))


def check_left(bisect_left):
    """bisect_left(a, x) finds the leftmost place"""
    for items in LISTS:
        for x in range(-1, 42):
            compare(bisect_left, _bisect.bisect_left, items, x)


def check_right(bisect_right):
    """bisect_right(a, x) finds the rightmost place"""
    for items in LISTS:
        for x in range(-1, 42):
            compare(bisect_right, _bisect.bisect_right, items, x)


def check_bounds(bisect_left, bisect_right):
    """lo and hi limit the search"""
    items = [1, 2, 2, 2, 3, 3, 9]
    for lo in range(8):
        for hi in (None, -1, -2, *range(8)):
            compare(bisect_left, _bisect.bisect_left, items, 2, lo, hi)
            compare(bisect_right, _bisect.bisect_right, items, 2, lo, hi)


def check_negative_lo(bisect_left, bisect_right, raises):
    """a negative lo is a ValueError"""
    raises(ValueError, "bisect_left([1, 2], 1, -1)", bisect_left, [1, 2], 1, -1)
    raises(ValueError, "bisect_right([1, 2], 1, -1)", bisect_right, [1, 2], 1, -1)
    raises(ValueError, "bisect_left(None, 1, -1), where C looks at lo first", bisect_left, None, 1, -1)


class Endless:
    """A sequence of the longest length there is: item n is n."""

    def __len__(self):
        return sys.maxsize

    def __getitem__(self, position):
        return position


def check_large_bounds(bisect_left, bisect_right):
    """bounds as large as there are"""
    for x in (0, 1, 10**6, sys.maxsize - 2, sys.maxsize - 1, sys.maxsize):
        compare(bisect_left, _bisect.bisect_left, Endless(), x)
        compare(bisect_right, _bisect.bisect_right, Endless(), x, sys.maxsize - 10, sys.maxsize)


def check_key(bisect_left, bisect_right):
    """a key is asked of the items, not of x"""
    items = [(n, "item") for n in (1, 2, 2, 3)]
    for x in range(5):
        compare(bisect_left, _bisect.bisect_left, items, x, key=lambda item: item[0])
        compare(bisect_right, _bisect.bisect_right, items, x, key=lambda item: item[0])


def check_insort(insort_right, rng):
    """insort_right(a, x) keeps a list sorted"""
    ours, theirs = [], []
    for _ in range(100):
        x = rng.randrange(20) / 2
        assert insort_right(ours, x) is None, "insort_right(a, x) returns None"
        _bisect.insort_right(theirs, x)
        assert ours == theirs, f"after inserting {x} the list is {ours}; it should be {theirs}"


def check_insort_key(insort_right):
    """insort_right(a, x, key) inserts x itself"""
    items = [(1, "a"), (3, "b")]
    x = (2, "x")
    insort_right(items, x, key=lambda item: item[0] * 10)
    also = ", the key of it" if 20 in items else ""
    assert items == [(1, "a"), x, (3, "b")], f"{x!r} was to be inserted; the list became {items}{also}"


def questions(function, x, **named):
    asked = []
    items = [Number(n, asked) for n in range(0, 30, 2)]
    if "key" in named:
        named["key"] = lambda item: asked.append(("key", item.value)) or item
    function(items, Number(x, asked), **named)
    return asked


def check_questions(bisect_left, bisect_right, insort_right):
    """the same questions in the same order as C asks them"""
    for function in (bisect_left, bisect_right, insort_right):
        for x in range(-1, 31):
            for named in ({}, {"lo": 3, "hi": 9}, {"key": True}):
                expected = questions(getattr(_bisect, function.__name__), x, **named)
                asked = questions(function, x, **named)
                assert asked == expected, f"{function.__name__}() of {x} asks {asked[:4]}…, and C asks {expected[:4]}…"


class Asked:
    """A sequence that writes down what it is asked."""

    def __init__(self):
        self.items, self.asked = list(range(0, 30, 2)), []

    def __len__(self):
        self.asked.append("len")
        return len(self.items)

    def __getitem__(self, position):
        self.asked.append(position)
        return self.items[position]

    def insert(self, position, item):
        self.asked.append(("insert", position, item))


def check_asked(bisect_left, bisect_right, insort_right):
    """a sequence is asked for its length and its items as C asks for them"""
    for function in (bisect_left, bisect_right, insort_right):
        for bounds in ((), (2,), (2, 9)):
            mine, theirs = Asked(), Asked()
            function(mine, 7, *bounds)
            getattr(_bisect, function.__name__)(theirs, 7, *bounds)
            said = f"{function.__name__}() asks {mine.asked}, and C asks {theirs.asked}"
            assert mine.asked == theirs.asked, said


class Bad(Exception):
    pass


def raising(*_):
    raise Bad("on purpose")


def check_exception_of_a_comparison(bisect_left, bisect_right, insort_right, raises):
    """an exception of a comparison comes out"""
    raiser = type("Raiser", (), {"__lt__": raising})()
    for function in (bisect_left, bisect_right, insort_right):
        raises(Bad, f"{function.__name__}() whose `<` raises", function, [raiser], raiser)


def check_exception_of_the_key(bisect_left, bisect_right, insort_right, raises):
    """an exception of the key comes out"""
    for function in (bisect_left, bisect_right, insort_right):
        raises(Bad, f"{function.__name__}() whose key raises", lambda: function([1], 1, key=raising))


def check_a_list_that_shrinks(bisect_left, bisect_right, raises):
    """a list that shrinks while it is searched"""
    for function in (bisect_left, bisect_right):
        items = []

        class Clears:
            def __lt__(self, other):
                items.clear()
                return function is bisect_left

        items.extend(Clears() for _ in range(100))
        raises(IndexError, f"{function.__name__}() whose `<` empties the list", function, items, Clears())


def check_a_list_that_is_replaced(bisect_left):
    """items that die while they are compared"""
    items = []

    class Replaces:
        def __init__(self):
            self.name = ["mine"]

        def __lt__(self, other):
            items[:] = [Replaces() for _ in items]
            assert self.name == ["mine"], "an item was gone while it was compared"
            return True

    items.extend(Replaces() for _ in range(64))
    assert bisect_left(items, Replaces()) == 64
