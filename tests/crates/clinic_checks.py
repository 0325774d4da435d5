"""The same calls to the tables of `clinic!` and to the functions of C that they are for."""

import _bisect
import array
import binascii
import inspect
import itertools
import sys
import warnings
import zlib
from itertools import pairwise

from loading import load

M = load("xxtestproposal")
LEAKS = {}
#: What C may refuse an argument with. Any other exception comes from the work itself.
REFUSALS = (TypeError, OverflowError, BufferError, ZeroDivisionError, KeyError)
#: Parameters that C takes as any object: what it does with them is its work. One asks for memory.
NOT_VARIED = {"a", "x", "key", "sep", "zdict", "len2", "bufsize"}
if sys.version_info < (3, 12):
    #: `bool(accept={int})` there: an int, not any object.
    NOT_VARIED |= {"backtick", "strict_mode", "newline", "header", "quotetabs", "istext"}
if sys.version_info >= (3, 15):
    #: A `Py_ssize_t` there, an `int` before and in the table.
    NOT_VARIED.add("bytes_per_sep")
TEXT = b"0123456789abcdef"
VALID = {
    zlib: {
        "adler32": {"data": TEXT, "value": 1},
        "crc32": {"data": TEXT, "value": 1},
        "compress": {"data": TEXT, "level": 1, "wbits": 15},
        "decompress": {"data": zlib.compress(TEXT), "wbits": 15, "bufsize": 100},
        "compressobj": {
            "level": 1, "method": 8, "wbits": 15, "memLevel": 8, "strategy": 0, "zdict": b"abc",
        },
        "decompressobj": {"wbits": 15, "zdict": b"abc"},
        "adler32_combine": {"adler1": 1, "adler2": 2, "len2": 3},
    },
    binascii: {
        "a2b_uu": {"data": b"#86)C"},
        "b2a_uu": {"data": TEXT, "backtick": True},
        "a2b_base64": {"data": b"YWJj", "strict_mode": False},
        "b2a_base64": {"data": TEXT, "newline": False},
        "crc_hqx": {"data": TEXT, "crc": 7},
        "crc32": {"data": TEXT, "crc": 7},
        "b2a_hex": {"data": TEXT, "sep": ":", "bytes_per_sep": 2},
        "a2b_hex": {"hexstr": b"00ff"},
        "a2b_qp": {"data": TEXT, "header": True},
        "b2a_qp": {"data": TEXT, "quotetabs": True, "istext": False, "header": True},
    },
    _bisect: {
        "bisect_right": {"a": [1, 2, 3], "x": 2, "lo": 0, "hi": 3, "key": None},
        "insort_left": {"a": [1, 2, 3], "x": 2, "lo": 0, "hi": 3, "key": None},
    },
}  # fmt: skip
TABLES = {module: load("xxclinic_" + module.__name__.lstrip("_")) for module in VALID}


class Number(int):
    """A subclass."""


class Content(bytes):
    """A subclass."""


class Index:
    """An integer by its method alone, or something that fails there."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        if self.value is None:
            raise ZeroDivisionError("no index")
        return self.value


class Truth:
    """An object whose truth is a KeyError, and whose index too."""

    def __bool__(self):
        raise KeyError("no truth")

    __index__ = __bool__


def atoms():
    """Made anew: a call may keep or change them."""
    released = memoryview(b"abc")
    released.release()
    return [
        None, True, False, 0, 1, -1, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**32 + 10,
        2**63 - 1, 2**63, 2**64, 2**70, -(2**70), 1.5, float("nan"), 1j,
        "", "30", "\xe9", "\ud800", "\0", b"", b"30", bytearray(b"30"), memoryview(b"30"),
        memoryview(b"abcdef")[::2], memoryview(bytes(6)).cast("B", [2, 3]), released,
        array.array("H", [1]), Number(1), Content(b"30"), Index(1), Index(2**70), Index("text"),
        Index(None), Truth(), object(), int, [], (), {}, range(3), iter(()),
    ]  # fmt: skip


def outcome(function, arguments, keywords, refusals):
    """The type of the refusal, or None if C would begin to work."""
    try:
        function(*arguments, **keywords)
    except refusals as error:
        return type(error), "int too large" in str(error)
    except Exception:
        return None
    return None


def kinds(module, name):
    """How each parameter may be given; `None` if this version of C has others than the table."""
    ours, theirs = (
        " ".join(getattr(home, name).__text_signature__.split())
        for home in (TABLES[module], module)
    )
    # What a version shows for a default that Python cannot write differs.
    ours, theirs = (text.replace("<unrepresentable>", "None") for text in (ours, theirs))
    if ours != theirs:
        return None
    text = ours.replace("$module, /, ", "").replace("$module, ", "")
    signature = inspect.signature(eval(f"lambda{text.strip('()').join(' :')}0", Names()))
    return {name: parameter.kind for name, parameter in signature.parameters.items()}


class Names(dict):
    """Every name is None: the defaults do not matter here."""

    def __missing__(self, name):
        return None


def shapes(kinds, valid):
    """Every call to compare: how many, by which name, with what."""
    yield from counted(kinds, valid)
    varied = [name for name in kinds if name not in NOT_VARIED]
    for name, number in itertools.product(varied, range(len(atoms()))):
        yield called(kinds, valid | {name: atoms()[number]})
        yield called(kinds, valid | {name: atoms()[number]}, named=True)
    wrong = (1.5, 2**70, "\xe9", Index(None), Truth())
    for (first, second), one, other in itertools.product(pairwise(varied), wrong, wrong):
        yield called(kinds, valid | {first: one, second: other})


def counted(kinds, valid):
    """Too few and too many, known and unknown names, the same one twice."""
    names = list(kinds)
    for count in range(len(names) + 3):
        yield [valid.get(n, 0) for n in names[:count]] + [0] * (count - len(names)), {}
    by_position = [n for n in names if kinds[n] is not inspect.Parameter.KEYWORD_ONLY]
    for count in range(len(by_position) + 1):
        given = [valid[n] for n in by_position[:count]]
        for name in [*names, "nothing", "\xe9", "\ud800"]:
            yield given, {name: valid.get(name, 1)}
        yield given, {n: valid[n] for n in names[count:]}
        yield given, {n: valid[n] for n in names}


def called(kinds, values, *, named=False):
    """The arguments by position as far as that goes, or by name as far as that goes."""
    last = inspect.Parameter.POSITIONAL_ONLY if named else inspect.Parameter.POSITIONAL_OR_KEYWORD
    given = [value for name, value in values.items() if kinds[name] <= last]
    return given, {name: value for name, value in values.items() if kinds[name] > last}


def compared(module):
    """How many calls were the same, and which functions this version of C has otherwise."""
    refusals = (*REFUSALS, ValueError) if module is binascii else REFUSALS
    calls, others = 0, []
    for name, valid in VALID[module].items():
        known = kinds(module, name) if hasattr(module, name) else None
        if known is None:
            others.append(name)
            continue
        theirs, ours = getattr(module, name), getattr(TABLES[module], name)
        for arguments, keywords in shapes(known, valid):
            calls += 1
            expected = outcome(theirs, arguments, keywords, refusals)
            if expected and issubclass(expected[0], binascii.Error):
                expected = None
            found = outcome(ours, arguments, keywords, refusals)
            assert found == expected, (name, arguments, keywords, found, expected)
    return calls, others


def check_zlib_accepts_and_refuses_the_same_calls():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        calls, others = compared(zlib)
    assert calls > 1000, calls
    assert others == ([] if sys.version_info >= (3, 15) else ["adler32_combine"])


def check_binascii_accepts_and_refuses_the_same_calls():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        calls, others = compared(binascii)
    assert calls > 1000, calls
    assert others == (
        ["a2b_base64", "b2a_base64", "a2b_hex"] if sys.version_info >= (3, 15) else []
    )


def check_bisect_accepts_and_refuses_the_same_calls():
    calls, others = compared(_bisect)
    assert calls > 300, calls
    assert others == []


def check_values():
    table = TABLES[zlib]
    assert table.compress(b"abc", 2, wbits=-9) == (3, 2, -9)
    assert table.compress(b"abc") == (3, -1, 15)
    assert table.decompress(bytearray(b"ab"), bufsize=7) == (2, 15, 7)
    assert table.compressobj(1, wbits=Index(9)) == ([1, 8, 9, 8, 0], False)
    assert table.compressobj(zdict=b"") == ([-1, 8, 15, 8, 0], True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert table.crc32(b"", -1) == (0, 2**32 - 1)
        assert table.crc32(b"", 2**40 + 5) == (0, 5)
        assert table.crc32(b"", -(2**70) + 1) == (0, 1)
    assert TABLES[_bisect].bisect_right([], 1, hi=None, key=len) == (0, None, True, False)
    assert TABLES[_bisect].bisect_right([], 1, 3, 4) == (3, 4, False, False)
    assert TABLES[binascii].a2b_base64("YQ==", strict_mode=[1]) == (b"YQ==", True)
    assert TABLES[binascii].b2a_hex(b"abc", sep=None) == (3, True, 1)


def check_a_value_out_of_range_warns_where_c_warns():
    for function in (zlib.crc32, TABLES[zlib].crc32):
        for value, expected in ((-1, 0), (2**32 - 1, 0), (2**32, 1), (-(2**32), 1)):
            with warnings.catch_warnings(record=True) as seen:
                warnings.simplefilter("always")
                function(b"", value)
            wanted = expected if sys.version_info >= (3, 15) else 0
            assert len(seen) == wanted, (function, value, seen)
            assert all(warning.filename == __file__ for warning in seen)
            refused = with_warnings_as_errors(function, value)
            assert refused == bool(wanted)


def with_warnings_as_errors(function, value):
    """Whether the warning, made an exception, comes out."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            function(b"", value)
        except DeprecationWarning:
            return True
    return False


def check_signatures_are_those_of_c():
    for name in ("adler32", "crc32", "compress", "decompress", "decompressobj"):
        ours, theirs = getattr(TABLES[zlib], name), getattr(zlib, name)
        assert ours.__text_signature__ == theirs.__text_signature__, name
    assert TABLES[zlib].adler32.__doc__ == "A checksum."
