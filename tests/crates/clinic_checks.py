"""The same calls to the tables of `clinic!` and to the functions of C that they are for."""

import _bisect
import binascii
import inspect
import io
import sys
import warnings
import zlib

from clinic_calls import REFUSALS, compared, written
from clinic_values import BY_HAND, METHODS, SINCE_3_15, VALID, Index
from loading import load, raises

M = load("xxtestproposal")
LEAKS = {}
TABLES = {
    module: load("xxclinic_" + module.__name__.lstrip("_")) for module in (zlib, binascii, _bisect)
}

#: How Python code gets an object of each class of C.
THEIRS = {
    "Compress": zlib.compressobj,
    "Decompress": zlib.decompressobj,
    "ZlibDecompressor": getattr(zlib, "_ZlibDecompressor", None),
}


def compared_module(module, refusals=REFUSALS):
    """Every function that this version of C has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return sum(
            compared(getattr(TABLES[module], name), getattr(module, name), valid, refusals=refusals)
            for name, valid in VALID[module.__name__].items()
        )


def check_every_function_of_c_has_a_table():
    for module, table in TABLES.items():
        functions = {name for name, value in vars(module).items() if inspect.isbuiltin(value)}
        known = VALID[module.__name__].keys()
        assert functions == known | BY_HAND[module.__name__], functions ^ known
        assert all(hasattr(table, name) for name in known), known


def check_every_method_of_c_has_a_table():
    # The types of what functions return have no name in the module.
    kinds = [kind for kind in object.__subclasses__() if kind.__module__ == "zlib"]
    assert {kind.__name__.lstrip("_") for kind in kinds} == METHODS.keys()
    for kind in kinds:
        called = {name for name, value in vars(kind).items() if callable(value)}
        # A constructor has a check of its own.
        assert called - {"__new__"} == METHODS[kind.__name__.lstrip("_")].keys(), (kind, called)


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


def check_none_leaves_a_default_as_it_is():
    ours = load("xxclinic_io").BytesIO
    calls = compared(
        ours.read, io.BytesIO.read, {"size": 1}, make=lambda: ([ours()], [io.BytesIO()])
    )
    assert calls > 40, calls
    assert ours().read() == ours().read(None) == -1
    assert ours().read(7) == 7


def check_names_of_python_that_are_words_of_rust():
    match = load("xxclinic_io").match
    assert match() == (1, 2, False)
    assert match(type=3, pattern=4, mod="") == (3, 4, True)
    raises(
        TypeError, match, regular=4, match="match() got an unexpected keyword argument 'regular'"
    )
    assert str(inspect.signature(match)) == "(type=1, *, pattern=2, mod='no mod')"


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


def check_values_of_encodings_in_3_15():
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
    assert table.a2b_base32(b"A") == (1, [True, False, False, False])
    assert table.b2a_base32(b"A", padded=0, wrapcol=4) == (1, 4, [False, False])
    assert table.a2b_base85(b"", alphabet=b"", ignorechars=b"") == (0, [True, True, False])
    assert table.b2a_base85(b"A", pad=[1]) == (1, 0, [True, False])
    assert table.a2b_ascii85("z", adobe=1, canonical="x") == (1, [False, True, False, True])
    assert table.b2a_ascii85(b"A", foldspaces=1) == (1, 0, [True, False, False])


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
    for module, table in TABLES.items():
        for name in VALID[module.__name__]:
            assert written(getattr(table, name)) == written(getattr(module, name)), name
    assert TABLES[zlib].adler32.__doc__ == "A checksum."
    for name, methods in METHODS.items():
        ours, theirs = getattr(TABLES[zlib], name), type(THEIRS[name]())
        for method in methods:
            assert written(getattr(ours, method)) == written(getattr(theirs, method)), method
