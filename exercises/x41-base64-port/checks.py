"""Checks of X41: the oracle is the running interpreter's own C module, `binascii`."""

import array
import binascii
import sys

HIGHEST = 2 * sys.maxsize + 1  # the highest `usize`


class Reference:
    """What the two functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def encoded_length(length, /):
        if not isinstance(length, int):
            raise TypeError("a length is an int")
        characters = -(-length // 3) * 4
        if length < 0 or characters > HIGHEST:
            raise OverflowError("longer than a usize can say")
        return characters

    @staticmethod
    def standard_b64encode(data, /):
        return binascii.b2a_base64(data, newline=False)


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_encoded_length(encoded_length):
    """encoded_length(n) leaves every count as it was"""
    return encoded_length(1000)


def calls_standard_b64encode(standard_b64encode):
    """standard_b64encode(data) leaves every count as it was"""
    return standard_b64encode(b"some bytes")


def calls_standard_b64encode_of_no_bytes(standard_b64encode, argument):
    """standard_b64encode(obj) of something without bytes leaves every count as it was"""
    return standard_b64encode(argument)


def length_of(encoded_length, length):
    """Return the number, or None where the function says that it does not fit."""
    try:
        return encoded_length(length)
    except OverflowError:
        return None


def check_short_lengths(encoded_length):
    """encoded_length(n) agrees with Python for short data"""
    for length in range(20):
        answer, expected = length_of(encoded_length, length), Reference.encoded_length(length)
        known = ", as `n + 2 / 3` would have it" if length > 1 and answer == length * 4 else ""
        assert answer == expected, f"encoded_length({length}) is {expected}; yours is {answer}{known}"


def check_long_lengths(encoded_length):
    """encoded_length(n) agrees with Python for data of many gigabytes"""
    for length in (2**31 - 1, 2**31, 2**32, 2**33 + 1, 2**53 + 1, sys.maxsize - 1, sys.maxsize, HIGHEST // 4 * 3):
        answer, expected = length_of(encoded_length, length), Reference.encoded_length(length)
        assert answer == expected, f"encoded_length({length}) is {expected}; yours is {answer}"


def check_lengths_that_do_not_fit(encoded_length):
    """encoded_length(n) is None when a usize cannot hold the number"""
    for length in (HIGHEST // 4 * 3 + 1, HIGHEST - 2, HIGHEST - 1, HIGHEST):
        answer = length_of(encoded_length, length)
        assert answer is None, f"encoded_length({length}) is None, the number does not fit; yours is {answer}"


def agrees(standard_b64encode, data):
    answer, expected = standard_b64encode(data), binascii.b2a_base64(data, newline=False)
    shown = f"{bytes(data)!r}" if len(data) <= 12 else f"{len(data)} bytes"
    if answer != expected and len(data) <= 300:
        at = next(n for n in range(0, 500, 4) if answer[n : n + 4] != expected[n : n + 4])
        ours, theirs = answer[max(0, at - 4) : at + 4], expected[max(0, at - 4) : at + 4]
        assert False, f"of {shown} came …{ours!r}, where Python has {theirs!r}"
    assert answer == expected, f"the text of {shown} differs from Python's"


def check_full_groups(standard_b64encode):
    """full groups of three bytes"""
    for data in (b"Man", b"\0\0\0", b"\xff\xff\xff", b"\x80\x40\x20", bytes(range(240))):
        agrees(standard_b64encode, data)


def check_short_groups(standard_b64encode):
    """the short last group is filled up with `=`"""
    for data in (b"M", b"Ma", b"\xff", b"\xff\xff", b"Many", b"Many \xff"):
        agrees(standard_b64encode, data)


def check_nothing(standard_b64encode):
    """no bytes give no characters"""
    agrees(standard_b64encode, b"")


def check_every_length(standard_b64encode, rng):
    """random bytes of every length up to 300"""
    for length in range(301):
        agrees(standard_b64encode, rng.randbytes(length))


def check_every_pair_of_bytes(standard_b64encode):
    """every value of every two neighbours"""
    agrees(standard_b64encode, bytes(n for pair in range(65536) for n in divmod(pair, 256)))


def check_other_buffers(standard_b64encode):
    """whatever has bytes to lend"""
    for data in (bytearray(b"some"), memoryview(b"xsomex")[1:-1], memoryview(bytes(6)).cast("B", [2, 3])):
        agrees(standard_b64encode, data)
    numbers = array.array("H", [1, 2, 65535])
    assert standard_b64encode(numbers) == binascii.b2a_base64(numbers, newline=False)


def check_no_bytes(standard_b64encode, raises):
    """what has no bytes to lend is a TypeError"""
    raises(TypeError, "standard_b64encode('text')", standard_b64encode, "text")
    raises(BufferError, "standard_b64encode(every second byte)", standard_b64encode, memoryview(b"abcd")[::2])


def check_a_mebibyte(standard_b64encode, rng):
    """a mebibyte and one byte"""
    agrees(standard_b64encode, rng.randbytes(2**20 + 1))
