"""Checks of X20: plain asserts, run one by one in a child process that has imported the module."""

import array
from sys import getrefcount


class Reference:
    """What the functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def total(data, /):
        return sum(memoryview(data).cast("B"))

    @staticmethod
    def no_zero(data, /):
        if 0 in bytes(data):
            raise ValueError("there is a zero byte")
        return len(bytes(data))

    @staticmethod
    def explode(data, /):
        raise SystemError(f"there are {len(bytes(data))} bytes")

    @staticmethod
    def lender(size, /):
        raise NotImplementedError

    @staticmethod
    def lent(lender, /):
        raise NotImplementedError


DATA, ZERO = b"some bytes", b"a zero byte \0"
SHIELD = [DATA, ZERO] * 10_000

# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_total(total):
    """total(data) leaves every count as it was"""
    return total(DATA)


def calls_total_of_no_buffer(total, argument):
    """total(obj) of something without bytes leaves every count as it was"""
    return total(argument)


def calls_no_zero(no_zero):
    """no_zero(data) leaves every count as it was, when it raises too"""
    return no_zero(ZERO)


def calls_explode(explode):
    """explode(data) leaves every count as it was"""
    return explode(DATA)


def check_the_count_of_the_owner(total):
    """total(data) leaves the count of data as it was"""
    data = bytes(range(100))
    SHIELD.extend([data] * 1000)  # so that a count too few frees nothing here
    before = getrefcount(data)
    for _ in range(100):
        total(data)
    change = getrefcount(data) - before
    assert change <= 0, f"after 100 calls the count of data had risen by {change}: a view is not given back"
    assert change >= 0, f"after 100 calls the count of data had fallen by {-change}: it is given back too often"


def check_bytes(total, rng):
    """total(data) is the sum of the bytes"""
    for length in (1, 2, 3, 100, 10_000):
        data = rng.randbytes(length)
        for lender in (data, bytearray(data), memoryview(data), memoryview(b"x" + data)[1:]):
            answer = total(lender)
            assert answer == sum(data), f"total() of {length} bytes is {sum(data)}; yours is {answer}"


def check_no_bytes_at_all(total, no_zero):
    """a buffer of no bytes"""
    for empty in (b"", bytearray(), memoryview(b""), array.array("H")):
        assert total(empty) == 0, f"total({empty!r}) is 0"
        assert no_zero(empty) == 0, f"no_zero({empty!r}) is 0"


def check_no_bytes_nowhere(total, lender):
    """a buffer of no bytes, at the address NULL"""
    answer = total(lender(0))
    assert answer == 0, f"total() of no bytes is 0; yours is {answer}"


def check_bytes_of_numbers(total):
    """total() of numbers that have several bytes"""
    for data in (array.array("H", [1, 256, 65535]), array.array("d", [1.0]), memoryview(bytes(range(6))).cast("B", [2, 3])):
        expected, answer = sum(bytes(data)), total(data)
        assert answer == expected, f"total() of {data!r} is {expected}, the sum of all bytes; yours is {answer}"


def check_no_buffer(total, no_zero, raises):
    """what has no bytes to lend is a TypeError"""
    raises(TypeError, "total('text')", total, "text")
    raises(TypeError, "no_zero(None)", no_zero, None)


def check_gaps(total, raises):
    """what is not in one piece is a BufferError"""
    raises(BufferError, "total() of every second byte", total, memoryview(b"abcdef")[::2])


def back(owner, what):
    try:
        owner.append(1)
    except BufferError:
        assert False, f"the buffer was not given back after {what}"
    owner.pop()


def check_back_after_a_result(total, no_zero):
    """the buffer is back after a result"""
    owner = bytearray(b"some bytes")
    total(owner)
    back(owner, "total(data)")
    no_zero(owner)
    back(owner, "no_zero(data)")


def check_back_after_an_exception(no_zero, raises):
    """the buffer is back after an exception"""
    owner = bytearray(b"so\0me")
    raises(ValueError, "no_zero() of a zero byte", no_zero, owner)
    back(owner, "no_zero(data) had raised")


def check_back_after_a_panic(explode, raises):
    """the buffer is back after a panic"""
    owner = bytearray(b"some")
    raises(SystemError, "explode(data)", explode, owner)
    back(owner, "the panic in explode(data)")


def check_every_loan(total, no_zero, explode, lender, lent):
    """a lender gets back each buffer it has lent, once"""
    owner = lender(100)
    for function in (total, no_zero, explode):
        try:
            function(owner)
        except SystemError:
            pass
        open_loans = lent(owner)
        assert open_loans == 0, f"after {function.__name__}() {open_loans} buffers were not given back"


def check_bytes_live(total, no_zero, lender):
    """the bytes stay alive while they are looked at"""
    for size in (1, 64, 5000, 2**16):
        owner = lender(size)
        answer = total(owner)
        assert answer == size, f"total() of {size} bytes that are all 1 is {size}; yours is {answer}"
        assert no_zero(owner) == size, f"no_zero() of {size} bytes that are all 1 is {size}"
