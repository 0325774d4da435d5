"""Checks of X02: `ctypes` opens the library and calls what it finds there."""

import ctypes

INT_MAX, INT_MIN = 2**31 - 1, -(2**31)


class Reference:
    """What the given module has. The functions of the learner are no functions of Python."""

    @staticmethod
    def library():
        return ""


TOLD = set()


def symbol(library, name, result, *arguments):
    """Return a function of the library, with its types; say only once what is missing."""
    opened = ctypes.CDLL(library())
    if not hasattr(opened, name):
        more = "" if name in TOLD else ": a function keeps its name with `#[unsafe(no_mangle)]`"
        TOLD.add(name)
        raise AssertionError(f"the library has no symbol `{name}`{more}")
    function = getattr(opened, name)
    function.restype, function.argtypes = result, arguments
    return function


def add_of(library):
    return symbol(library, "add", ctypes.c_int, ctypes.c_int, ctypes.c_int)


def is_even_of(library):
    return symbol(library, "is_even", ctypes.c_int, ctypes.c_longlong)


def sum_of(library):
    return symbol(library, "sum", ctypes.c_longlong, ctypes.POINTER(ctypes.c_int), ctypes.c_size_t)


def total(function, numbers):
    return function((ctypes.c_int * len(numbers))(*numbers), len(numbers))


def check_add(library):
    """add(2, 3) is 5"""
    add = add_of(library)
    for left, right in ((2, 3), (0, 0), (-7, 7), (-1, -1), (INT_MAX, INT_MIN)):
        result = add(left, right)
        assert result == left + right, f"add({left}, {right}) returned {result}"


def check_add_at_the_edge(library):
    """add(2147483647, 1) stays at the edge"""
    add = add_of(library)
    for left, right, edge in ((INT_MAX, 1, INT_MAX), (INT_MAX, INT_MAX, INT_MAX), (INT_MIN, -1, INT_MIN)):
        result = add(left, right)
        assert result == edge, f"add({left}, {right}) returned {result}"


def check_add_random(library, rng):
    """add() agrees with Python on random numbers"""
    add = add_of(library)
    for _ in range(50):
        left, right = rng.randint(INT_MIN, INT_MAX), rng.randint(INT_MIN, INT_MAX)
        expected = max(INT_MIN, min(INT_MAX, left + right))
        result = add(left, right)
        assert result == expected, f"add({left}, {right}) returned {result}"


def check_is_even(library):
    """is_even() is 1 for even and 0 for odd numbers"""
    is_even = is_even_of(library)
    for number in (0, 1, 2, 3, 2**31, 2**31 + 1, 2**62, 2**62 + 1):
        result = is_even(number)
        assert result == 1 - number % 2, f"is_even({number}) returned {result}"


def check_is_even_negative(library):
    """is_even() of a negative number is right too"""
    is_even = is_even_of(library)
    for number in (-1, -2, -3, -(2**62), -(2**62) - 1):
        result = is_even(number)
        assert result == 1 - number % 2, f"is_even({number}) returned {result}"


def check_sum(library):
    """sum() adds up an array"""
    function = sum_of(library)
    for numbers in ([7], [1, 2, 3], [-5, 5], [0] * 1000):
        result = total(function, numbers)
        assert result == sum(numbers), f"sum() of {len(numbers)} numbers returned {result}, not {sum(numbers)}"


def check_sum_large(library):
    """sum() of large numbers does not overflow"""
    function = sum_of(library)
    for numbers in ([INT_MAX] * 3, [INT_MIN] * 1000):
        result = total(function, numbers)
        assert result == sum(numbers), f"sum() of {len(numbers)} times {numbers[0]} returned {result}"


def check_sum_random(library, rng):
    """sum() agrees with Python on random arrays"""
    function = sum_of(library)
    for _ in range(20):
        numbers = [rng.randint(INT_MIN, INT_MAX) for _ in range(rng.randint(1, 50))]
        result = total(function, numbers)
        assert result == sum(numbers), f"sum() of {numbers[:3]}… returned {result}, not {sum(numbers)}"


def check_sum_of_nothing(library):
    """sum() of an empty array is 0, also when its address is NULL"""
    function = sum_of(library)
    assert total(function, []) == 0, "sum() of an empty array is not 0"
    assert function(None, 0) == 0, "sum(NULL, 0) is not 0"
