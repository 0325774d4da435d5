"""The same calls to the tables of `clinic!` and to the functions of C that they are for."""

import _bisect
import binascii
import inspect
import itertools
import re
import sys
import warnings
import zlib
from itertools import pairwise

from clinic_values import METHODS, SINCE_3_15, VALID, Index, Truth, values
from loading import load, raises

M = load("xxtestproposal")
LEAKS = {}
#: What C may refuse an argument with. Any other exception comes from the work itself.
REFUSALS = (TypeError, OverflowError, BufferError, ZeroDivisionError, KeyError)
TABLES = {
    module: load("xxclinic_" + module.__name__.lstrip("_")) for module in (zlib, binascii, _bisect)
}

#: How Python code gets an object of each class of C.
THEIRS = {
    "Compress": zlib.compressobj,
    "Decompress": zlib.decompressobj,
    "ZlibDecompressor": getattr(zlib, "_ZlibDecompressor", None),
}


def outcome(function, arguments, keywords, refusals):
    """The type of the refusal, or None if C would begin to work."""
    try:
        function(*arguments, **keywords)
    except binascii.Error:
        return None
    except refusals as error:
        text = str(error)
        # What an alphabet may be is not the table's matter.
        return None if "must have length" in text else (type(error), "int too large" in text)
    except Exception:
        return None
    return None


def kinds(function):
    """How each parameter may be given, from the signature that C prints."""
    text = re.sub(r"\$\w+(, /)?(, )?", "", " ".join(function.__text_signature__.split()))
    text = text.replace("zlib.", "").replace("<unrepresentable>", "None")
    signature = inspect.signature(eval(f"lambda {text.strip()[1:-1]}: 0", Names()))
    return {name: parameter.kind for name, parameter in signature.parameters.items()}


class Names(dict):
    """Every name is None: the defaults do not matter here."""

    def __missing__(self, name):
        return None


def shapes(kinds, valid):
    """Every call to compare: how many, by which name, with what."""
    yield from counted(kinds, valid)
    either = inspect.Parameter.POSITIONAL_OR_KEYWORD in kinds.values()
    for name, named in itertools.product(kinds, [False, True] if either else [False]):
        for value in values(name):
            yield called(kinds, valid | {name: value}, named=named)
    varied = [name for name in kinds if values(name)]
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


def compared(ours, theirs, valid, *, make=None, refusals=REFUSALS, words=True):
    """How many calls were the same. `make` gives both a new object, for methods."""
    known = kinds(theirs)
    assert kinds(ours) == known, (theirs, kinds(ours), known)
    assert list(known) == list(valid)
    calls = 0
    for arguments, keywords in shapes(known, valid):
        if not known and keywords and sys.version_info < (3, 13):
            # C of 3.11 does not look at them; from 3.13 on it refuses, as we do everywhere.
            continue
        calls += 1
        one, other = make() if make else ((), ())
        expected = outcome(theirs, [*other, *arguments], keywords, refusals)
        found = outcome(ours, [*one, *arguments], keywords, refusals)
        if not words:
            expected, found = (answer and answer[0] for answer in (expected, found))
        assert found == expected, (theirs, arguments, keywords, found, expected)
    return calls


def compared_module(module, refusals=REFUSALS):
    """Every function that this version of C has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return sum(
            compared(getattr(TABLES[module], name), getattr(module, name), valid, refusals=refusals)
            for name, valid in VALID[module.__name__].items()
        )


def check_zlib_accepts_and_refuses_the_same_calls():
    assert compared_module(zlib) > 1000


def check_binascii_accepts_and_refuses_the_same_calls():
    # A text that is no ASCII, and a size below zero.
    assert compared_module(binascii, (*REFUSALS, ValueError)) > 1500


def check_bisect_accepts_and_refuses_the_same_calls():
    assert compared_module(_bisect) > 600


def check_methods_accept_and_refuse_the_same_calls():
    calls = 0
    for name, methods in METHODS.items():
        ours, make = getattr(TABLES[zlib], name), THEIRS[name]
        for method, valid in methods.items():
            calls += compared(
                getattr(ours, method),
                getattr(type(make()), method),
                valid,
                make=lambda ours=ours, make=make: ([ours()], [make()]),
            )
    assert calls > 300, calls


def check_a_constructor_accepts_and_refuses_the_same_calls():
    ours = TABLES[zlib].ZlibDecompressor
    if sys.version_info >= (3, 12):
        # Up to 3.14 C has no table there, and other words for what does not fit.
        good = {"wbits": 15, "zdict": b"abc"}
        calls = compared(ours, zlib._ZlibDecompressor, good, words=SINCE_3_15)
        assert calls > 100, calls
    assert ours(9).decompress(b"ab", 3) == (2, 3, 9)


def check_class_and_static_methods_of_a_table():
    ours = TABLES[zlib].ZlibDecompressor
    assert ours.doubled(4) == ours().doubled(4) == 8
    raises(TypeError, ours.doubled, number=4)
    assert ours.with_wbits(wbits=7).decompress(b"") == (0, -1, 7)
    raises(TypeError, ours.with_wbits, 7)


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
    strict = [1] if sys.version_info >= (3, 12) else 1
    assert TABLES[binascii].a2b_base64("YQ==", strict_mode=strict) == (b"YQ==", True)
    assert TABLES[binascii].b2a_hex(b"abc", sep=None) == (3, True, 1)
    assert TABLES[binascii].hexlify(b"abc", ":", -2) == (3, True, -2)
    assert TABLES[binascii].crc32(b"abc", 2) == 5


def check_values_of_base64_in_3_15():
    if not SINCE_3_15:
        return
    table = TABLES[binascii]
    # What was not given differs from False, and no buffer from an empty one.
    assert table.a2b_base64(b"YQ==") == (b"YQ==", None)
    assert table.a2b_base64(b"YQ==", strict_mode=0) == (b"YQ==", False)
    assert table.b2a_base64(b"a", wrapcol=2**63) == (1, 2**63, [True, True, False])
    assert table.b2a_base64(b"a", alphabet=b"") == (1, 0, [True, True, True])
    error = raises(TypeError, table.a2b_base64, b"", alphabet=bytearray(64))
    assert "bytes" in str(error)


def check_values_of_methods():
    table = TABLES[zlib]
    stream = table.Compress()
    assert stream.compress(bytearray(b"abc")) == 3
    assert (stream.flush(), stream.flush(2)) == (4, 2)
    assert stream.copy() is stream.__copy__() is stream.__deepcopy__({}) is stream
    assert table.Decompress().decompress(b"ab", max_length=7) == (2, 7)
    assert table.Decompress().flush() == 16384
    # A method needs an object of its class.
    raises(TypeError, table.Compress.flush, table.Decompress())
    assert table.Compress.compress.__doc__ == "What it got."


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
    for name in ("a2b_base64", "b2a_base64", "a2b_hex", "b2a_hex"):
        ours, theirs = getattr(TABLES[binascii], name), getattr(binascii, name)
        assert " ".join(ours.__text_signature__.split()) == " ".join(
            theirs.__text_signature__.split()
        )
    for name, methods in METHODS.items():
        ours = getattr(TABLES[zlib], name)
        theirs = type(THEIRS[name]())
        for method in methods:
            ours_text, theirs_text = (getattr(c, method).__text_signature__ for c in (ours, theirs))
            assert ours_text == theirs_text, method
