"""What the functions of C take, and what hostile callers give them: for `clinic_checks.py`."""

import array
import sys
import zlib

TEXT = b"0123456789abcdef"
SINCE_3_15 = sys.version_info >= (3, 15)


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


#: Parameters that C takes as any object: what it does with them is its work.
ANY_OBJECT = {"a", "x", "key", "sep"}
#: Ints that the table takes, and the work does not, or only on a machine with that much memory.
FOR_THE_WORK = dict.fromkeys(("bufsize", "length"), (2**31 - 1, 2**31, 2**32 + 10, 2**63 - 1))
FOR_THE_WORK["len2"] = (2**63, 2**64, 2**70, -(2**70))


def values(function, name):
    """What to try for a parameter of a function."""
    if name in ANY_OBJECT or (name == "zdict" and function != "compressobj"):
        return []
    beyond = FOR_THE_WORK.get(name, ())
    return [atom for atom in atoms() if not (type(atom) is int and atom in beyond)]


#: One good value for each parameter of each function, by module.
VALID = {
    "zlib": {
        "adler32": {"data": TEXT, "value": 1},
        "crc32": {"data": TEXT, "value": 1},
        "compress": {"data": TEXT, "level": 1, "wbits": 15},
        "decompress": {"data": zlib.compress(TEXT), "wbits": 15, "bufsize": 100},
        "compressobj": {
            "level": 1, "method": 8, "wbits": 15, "memLevel": 8, "strategy": 0, "zdict": b"abc",
        },
        "decompressobj": {"wbits": 15, "zdict": b"abc"},
    },
    "binascii": {
        "a2b_uu": {"data": b"#86)C"},
        "b2a_uu": {"data": TEXT, "backtick": True},
        "a2b_base64": {"data": b"YWJj", "strict_mode": False},
        "b2a_base64": {"data": TEXT, "newline": False},
        "crc_hqx": {"data": TEXT, "crc": 7},
        "crc32": {"data": TEXT, "crc": 7},
        "b2a_hex": {"data": TEXT, "sep": ":", "bytes_per_sep": 2},
        "hexlify": {"data": TEXT, "sep": ":", "bytes_per_sep": 2},
        "a2b_hex": {"hexstr": b"00ff"},
        "unhexlify": {"hexstr": b"00ff"},
        "a2b_qp": {"data": TEXT, "header": True},
        "b2a_qp": {"data": TEXT, "quotetabs": True, "istext": False, "header": True},
    },
    "_bisect": {
        name: {"a": [1, 2, 3], "x": 2, "lo": 0, "hi": 3, "key": None}
        for name in ("bisect_right", "bisect_left", "insort_right", "insort_left")
    },
}  # fmt: skip
if SINCE_3_15:
    VALID["zlib"] |= {
        "adler32_combine": {"adler1": 1, "adler2": 2, "len2": 3},
        "crc32_combine": {"crc1": 1, "crc2": 2, "len2": 3},
    }
    base64 = bytes(range(64))
    VALID["binascii"]["a2b_base64"] |= {
        "padded": True,
        "alphabet": base64,
        "ignorechars": b"\n",
        "canonical": False,
    }
    VALID["binascii"] |= {
        "b2a_base64": {
            "data": TEXT, "padded": True, "wrapcol": 8, "newline": False, "alphabet": base64,
        },
        "a2b_hex": {"hexstr": b"00ff", "ignorechars": b"\n"},
        "unhexlify": {"hexstr": b"00ff", "ignorechars": b"\n"},
        "a2b_base32": {
            "data": b"", "padded": True, "alphabet": bytes(range(32)), "ignorechars": b"\n",
            "canonical": False,
        },
        "b2a_base32": {
            "data": TEXT, "padded": True, "wrapcol": 8, "alphabet": bytes(range(32)),
        },
        "a2b_base85": {
            "data": b"", "alphabet": bytes(range(85)), "ignorechars": b"\n", "canonical": False,
        },
        "b2a_base85": {"data": TEXT, "pad": False, "wrapcol": 8, "alphabet": bytes(range(85))},
        "a2b_ascii85": {
            "data": b"", "foldspaces": True, "adobe": False, "ignorechars": b"\n",
            "canonical": False,
        },
        "b2a_ascii85": {
            "data": TEXT, "foldspaces": True, "wrapcol": 8, "pad": False, "adobe": True,
        },
    }  # fmt: skip

#: What C writes by hand, without a table of Argument Clinic.
BY_HAND = {"zlib": {"__getattr__"} if SINCE_3_15 else set(), "binascii": set(), "_bisect": set()}

#: The same for the methods of classes.
METHODS = {
    "Compress": {
        "compress": {"data": TEXT},
        "flush": {"mode": 4},
        "copy": {},
        "__copy__": {},
        "__deepcopy__": {"memo": {}},
    },
    "Decompress": {
        "decompress": {"data": zlib.compress(TEXT), "max_length": 5},
        "flush": {"length": 10},
        "copy": {},
        "__copy__": {},
        "__deepcopy__": {"memo": {}},
    },
}
if sys.version_info >= (3, 12):
    METHODS["ZlibDecompressor"] = {
        "decompress": {"data": zlib.compress(TEXT), "max_length": 5},
    }
