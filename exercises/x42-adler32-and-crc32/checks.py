"""Checks of X42: the oracle is the running interpreter's own C module, `zlib`."""

import warnings
import zlib

# 3.15 warns of values that do not fit, and masks them as before.
warnings.simplefilter("ignore", DeprecationWarning)


class Reference:
    """What the two functions do: the C module."""

    @staticmethod
    def adler32(data, value=1, /):
        return zlib.adler32(data, value)

    @staticmethod
    def crc32(data, value=0, /):
        return zlib.crc32(data, value)


AWKWARD = ["(b'',)", "('text',)", "(None,)", "(b'a', 'x')", "(b'a', None)", "(b'a', 1.5)", "(b'a', True)", "()"]
AWKWARD += ["(memoryview(b'abcd')[::2],)", "(b'a', 1, 2)", "(bytearray(b'a'), 2**64)"]
HOSTILE = {"adler32": AWKWARD, "crc32": AWKWARD}
DATA = b"some bytes to sum up"


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_adler32(adler32):
    """adler32(data) leaves every count as it was"""
    return adler32(DATA)


def calls_adler32_of_no_bytes(adler32, argument):
    """adler32(obj) of something without bytes leaves every count as it was"""
    return adler32(argument)


def calls_crc32(crc32):
    """crc32(data, value) leaves every count as it was"""
    return crc32(DATA, 12345)


def agrees(function, data, *value):
    expected, answer = getattr(zlib, function.__name__)(data, *value), function(data, *value)
    shown = repr(bytes(data)) if len(data) <= 12 else f"{len(data)} bytes"
    given = "".join(f", {one:#x}" for one in value)
    also = ", all bits the other way round" if answer ^ expected == 0xFFFFFFFF else ""
    if value and function(data) == getattr(zlib, function.__name__)(data):
        also = "; without a value it is right"
    said = f"{function.__name__}({shown}{given}) is {expected:#010x}; yours is {answer:#010x}{also}"
    assert answer == expected, said


def check_adler32(adler32, rng):
    """adler32(data) agrees with zlib"""
    for data in (b"", b"a", b"abc", b"\0", b"\xff" * 300, DATA):
        agrees(adler32, data)
    for length in (*range(0, 300, 7), 5551, 5552, 5553, 20_000):
        agrees(adler32, rng.randbytes(length))


def check_adler32_of_the_largest_bytes(adler32):
    """adler32(data) of bytes that are all 255"""
    for length in (3854, 3855, 5552, 5553, 5600, 11_104, 11_105, 65_521, 100_000):
        agrees(adler32, b"\xff" * length)


def check_adler32_goes_on(adler32, rng):
    """adler32(data, value) goes on from the value"""
    for value in (0, 1, 65520, 65521, 0xFFFF, 0xFFF0FFF0, 0xFFFFFFFF, rng.getrandbits(32)):
        for length in (0, 1, 2, 5000, 5551, 5552, 5553, 12_001):
            agrees(adler32, b"\xff" * length, value)


def check_crc32(crc32, rng):
    """crc32(data) agrees with zlib"""
    for data in (b"", b"a", b"abc", b"\0", b"\xff" * 300, DATA, bytes(range(256))):
        agrees(crc32, data)
    for length in (*range(0, 300, 7), 20_000):
        agrees(crc32, rng.randbytes(length))


def check_crc32_goes_on(crc32, rng):
    """crc32(data, value) goes on from the value"""
    for value in (0, 1, 0x80000000, 0xFFFFFFFF, rng.getrandbits(32)):
        for length in (0, 1, 2, 300):
            agrees(crc32, rng.randbytes(length), value)


def check_pieces(adler32, crc32, rng):
    """pieces give what the whole gives"""
    data = rng.randbytes(30_000)
    for function, first in ((adler32, 1), (crc32, 0)):
        value, at = first, 0
        while at < len(data):
            size = rng.randrange(1, 7000)
            value, at = function(data[at : at + size], value), at + size
        assert value == function(data), f"{function.__name__}() of the pieces differs from that of the whole"


def check_masked(adler32, crc32):
    """a value is masked to 32 bits"""
    for value in (-1, -2, 2**32, 2**32 + 5, 2**40, 2**63, 2**64 + 7, -(2**31), -(2**40) + 3):
        for function in (adler32, crc32):
            low = value & 0xFFFFFFFF
            expected, answer = function(DATA, low), function(DATA, value)
            said = f"with {value:#x} {function.__name__}() is the same as with {low:#x}"
            assert answer == expected, f"{said}; yours are {answer:#x} and {expected:#x}"


def check_no_bytes(adler32, crc32, raises):
    """what has no bytes to lend is a TypeError"""
    raises(TypeError, "adler32('text')", adler32, "text")
    raises(TypeError, "crc32(None)", crc32, None)
