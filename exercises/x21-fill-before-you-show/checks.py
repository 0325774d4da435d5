"""Checks of X21: the oracle is the running interpreter's own C module, `binascii`."""

import binascii
from pathlib import Path

DIGITS = set(b"0123456789abcdef")
MIB = 2**20


class Reference:
    """What the two functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def hexlify(data, /):
        if not isinstance(data, bytes):
            raise TypeError("bytes, please")
        return binascii.hexlify(data)

    @staticmethod
    def ascii_hex(data, /):
        if not isinstance(data, bytes):
            raise TypeError("bytes, please")
        for at, byte in enumerate(data):
            if byte > 127:
                raise ValueError(f"byte {at} is not ASCII")
        return binascii.hexlify(data)


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_hexlify(hexlify):
    """hexlify(data) leaves every count as it was"""
    return hexlify(b"some bytes")


def calls_hexlify_of_no_bytes(hexlify, argument):
    """hexlify(obj) of something that is not bytes leaves every count as it was"""
    return hexlify(argument)


def calls_ascii_hex(ascii_hex):
    """ascii_hex(data) leaves every count as it was"""
    return ascii_hex(b"some bytes")


def calls_ascii_hex_that_raises(ascii_hex):
    """ascii_hex(data) leaves every count as it was when it raises"""
    return ascii_hex(b"not ASCII: \xff")


def memory(what):
    """Return a line of the kernel's account of this process, in bytes; None where there is none."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(what)), None)


def check_no_second_copy(hexlify):
    """hexlify(data) makes no second copy of its result"""
    data = bytes(8 * MIB)
    before = memory("VmRSS")
    result = hexlify(data)
    after = memory("VmHWM")
    if before is not None and after is not None:
        times = (after - before) / len(result) if result else 0
        assert times < 1.6, f"a result of {len(result) // MIB} MiB took twice its own memory on the way"


def agrees(function, data):
    answer, expected = function(data), binascii.hexlify(data)
    if answer == expected:
        return
    shown = f"{function.__name__}({data!r})" if len(data) <= 8 else f"{function.__name__}() of {len(data)} bytes"
    assert len(answer) == len(expected), f"{shown} has {len(expected)} characters; yours has {len(answer)}"
    unknown = next((at for at, byte in enumerate(answer) if byte not in DIGITS), None)
    assert unknown is None, f"{shown} has {answer[unknown]:#04x} at {unknown}, a byte that nobody has written"
    swapped = bytes(answer[at ^ 1] for at in range(len(answer)))
    hint = ": the high digit comes first" if swapped == expected else ""
    assert False, f"{shown} is {expected[:16]!r}; yours is {answer[:16]!r}{hint}"


def check_hexlify(hexlify, rng):
    """hexlify(data) agrees with binascii"""
    for data in (b"a", b"ab", b"\0", b"\xff\x0f\xf0", bytes(range(256))):
        agrees(hexlify, data)
    for length in range(500):
        agrees(hexlify, rng.randbytes(length))


def check_hexlify_after_secrets(hexlify):
    """hexlify(data) agrees with binascii where a secret was freed before"""
    for length in (16, 100, 400, 5000, 40_000):
        secret = [b"secret" * (length // 3) for _ in range(50)]
        del secret
        agrees(hexlify, bytes(length))


def check_ascii_hex(ascii_hex, rng):
    """ascii_hex(data) agrees with binascii"""
    for length in range(200):
        agrees(ascii_hex, bytes(rng.randrange(128) for _ in range(length)))


def check_not_ascii(ascii_hex, raises):
    """ascii_hex(data) raises ValueError for a byte that is not ASCII"""
    for data, at in ((b"\x80", 0), (b"a\xff", 1), (b"abc\xe9def\xff", 3), (b"x" * 1000 + b"\x80", 1000)):
        raises(ValueError, f"ascii_hex() of {len(data)} bytes of which byte {at} is not ASCII", ascii_hex, data)
        try:
            ascii_hex(data)
        except ValueError as error:
            assert str(at) in str(error), f"the message must name position {at}; it is {str(error)!r}"


def check_nothing(hexlify, ascii_hex):
    """no bytes give no digits"""
    assert hexlify(b"") == b"", "hexlify(b'') is b''"
    assert ascii_hex(b"") == b"", "ascii_hex(b'') is b''"


def check_no_bytes(hexlify, raises):
    """what is not bytes is a TypeError"""
    raises(TypeError, "hexlify('text')", hexlify, "text")
