"""Ports against the module they replace, inside an interpreter of the run. Standard library only.

`checks.py FILE…`: each file is a port, named `<module>.so`. Prints one JSON line a check.
"""

import gc
import importlib
import importlib.util
import json
import random
import re
import sys
import traceback
from functools import partial
from importlib.machinery import ExtensionFileLoader
from pathlib import Path

import zlib_checks
import zlib_limits
import zlib_streams


def load(file):
    """A port as a module object, beside C's own in `sys.modules`."""
    name = Path(file).name.split(".")[0]
    loader = ExtensionFileLoader(name, file)
    spec = importlib.util.spec_from_file_location(name, file, loader=loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


PORTS = {Path(file).name.split(".")[0]: load(file) for file in sys.argv[1:]}
C = {name: importlib.import_module(name) for name in PORTS}
COMPOSITE = {"binascii": ["a2b_base64", "b2a_base64"]}
BUILTIN = {"__file__"}  # a module inside the interpreter has none


def names(module):
    """What the port has to have of a module."""
    return COMPOSITE.get(module.__name__) or sorted(set(dir(module)) - BUILTIN)


def shown(function, what):
    """An attribute; of a signature neither its lines nor how it says what Python cannot write."""
    return " ".join(getattr(function, what).split()).replace("<unrepresentable>", "None")


def check_surface():
    """The same names; functions with the same signature, module and kind."""
    for name, module in C.items():
        ours = PORTS[name]
        if name not in COMPOSITE:
            assert names(ours) == names(module), (names(ours), names(module))
        for attribute in names(module):
            theirs, mine = getattr(module, attribute), getattr(ours, attribute)
            if attribute.startswith("__"):
                continue
            assert type(mine) is type(theirs), attribute
            if not callable(mine):
                # A version names its library.
                assert mine == theirs or "VERSION" in attribute, attribute
                continue
            if isinstance(mine, type):
                assert (mine.__name__, mine.__module__) == (theirs.__name__, theirs.__module__)
                continue
            for what in ("__name__", "__qualname__", "__module__", "__text_signature__"):
                assert shown(mine, what) == shown(theirs, what), (attribute, what)
            assert mine.__doc__, attribute


def outcome(function, *arguments, **keywords):
    """The result, or the kind of exception. Its text is ours where it is of arguments."""
    try:
        return ("returned", re.sub("0x[0-9a-f]+", "0x", repr(function(*arguments, **keywords))))
    except Exception as error:
        return ("raised", type(error).__name__)


class HostileError(Exception):
    """What a hostile comparison raises."""


class Item:
    """A number whose comparisons are written down, and may do harm first."""

    def __init__(self, number, log, harm=None):
        self.number, self.log, self.harm = number, log, harm

    def __lt__(self, other):
        self.log.append((self.number, getattr(other, "number", other)))
        if self.harm:
            self.harm()
        return self.number < other.number

    def __repr__(self):
        return f"<{self.number}>"


HARMS = {
    "clear": lambda target: target.clear,
    "extend": lambda target: lambda: target.extend(target[:1]),
    "replace": lambda target: lambda: target.__setitem__(slice(0, 1), target[-1:]),
    "pop": lambda target: lambda: target.pop() if target else None,
    "raise": lambda target: lambda: (_ for _ in ()).throw(HostileError),
    "collect": lambda target: gc.collect,
    "nothing": lambda target: None,
}


def story(function, size, harm, *, item):
    """What a call does to a list that fights back: result, list, and every comparison."""
    random.seed(size)
    log, target = [], []
    hurt = HARMS[harm](target)
    once = []

    def one_time():
        if hurt and len(log) == 3 and not once:
            once.append(1)
            hurt()

    target += [Item(random.randrange(20), log, one_time) for _ in range(size)]
    arguments = [target, Item(7, log, one_time)] if item else [target]
    return outcome(function, *arguments), repr(target), log


def check_bisect_under_attack():
    for function in ("bisect_left", "bisect_right", "insort_left", "insort_right"):
        pair = [getattr(side["_bisect"], function) for side in (C, PORTS)]
        for size in (0, 1, 2, 7, 50):
            for harm in HARMS:
                theirs, mine = (story(f, size, harm, item=True) for f in pair)
                assert theirs == mine, (function, size, harm, theirs, mine)


def check_heapq_under_attack():
    for function in [name for name in names(C["_heapq"]) if "heap" in name]:
        pair = [getattr(side["_heapq"], function) for side in (C, PORTS)]
        item = "push" in function or "replace" in function
        for size in (0, 1, 2, 3, 7, 50, 2600):
            for harm in HARMS:
                theirs, mine = (story(f, size, harm, item=item) for f in pair)
                assert theirs == mine, (function, size, harm)


def atoms():
    """Fresh values of every kind that an argument can have."""
    cycle = []
    cycle.append(cycle)
    return [
        None, True, 0, -1, 2**31, 2**63 - 1, 2**63, -(2**70), 1.5, float("nan"), "", "é",
        "\ud800", b"", b"ab", bytearray(b"ab"), memoryview(b"abcdef")[::2], [], [1, 2], (1, 2), {},
        {1: 2}, range(5), object(), int, iter([1]), cycle,
    ]  # fmt: skip


def check_bisect_arguments():
    for function in ("bisect_left", "bisect_right", "insort_left", "insort_right"):
        theirs, mine = (getattr(side["_bisect"], function) for side in (C, PORTS))
        for first in range(len(atoms())):
            for second in range(len(atoms())):
                expected = outcome(theirs, atoms()[first], atoms()[second])
                assert outcome(mine, atoms()[first], atoms()[second]) == expected, (first, second)
        for bound in atoms():
            for keywords in ({"lo": bound}, {"hi": bound}, {"key": bound}, {"lo": 1, "hi": bound}):
                expected = outcome(theirs, [1, 2, 3], 2, **keywords)
                assert outcome(mine, [1, 2, 3], 2, **keywords) == expected, (function, keywords)
        for wrong in ((), ([1],), ([1], 1, 0, 1, None), ([1], 1, 0, 1, None, 2)):
            assert outcome(mine, *wrong) == outcome(theirs, *wrong), (function, wrong)
        for keywords in ({"a": 1}, {"b": 1}, {"x": 1, "a": [1]}):
            assert outcome(mine, [1], **keywords) == outcome(theirs, [1], **keywords), keywords


def check_heapq_arguments():
    for function in [name for name in names(C["_heapq"]) if "heap" in name]:
        theirs, mine = (getattr(side["_heapq"], function) for side in (C, PORTS))
        for first in range(len(atoms())):
            assert outcome(mine, atoms()[first]) == outcome(theirs, atoms()[first]), first
            for second in range(len(atoms())):
                expected = outcome(theirs, atoms()[first], atoms()[second])
                assert outcome(mine, atoms()[first], atoms()[second]) == expected, (first, second)
        assert outcome(mine, heap=[]) == outcome(theirs, heap=[])
        assert outcome(mine) == outcome(theirs)


def check_list_subclasses():
    class Loud(list):
        def insert(self, *arguments):
            super().insert(*arguments)
            super().append("inserted")

    for function in ("insort_left", "insort_right"):
        made = []
        for side in (C, PORTS):
            target = Loud([1, 3])
            getattr(side["_bisect"], function)(target, 2)
            made.append(target)
        assert made[0] == made[1] == [1, 2, 3, "inserted"]


def told(function, *arguments, **keywords):
    """The result, or the exception with its text: base64's own errors are part of its manners."""
    try:
        return ("returned", function(*arguments, **keywords))
    except Exception as error:
        name = type(error).__name__
        return ("raised", name, str(error) if name == "Error" else "")


LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
ALPHABETS = [LETTERS + b"+/", LETTERS + b"-_", LETTERS[::-1] + b"+=", LETTERS + b"AA"]


def options(function):
    """Keywords to draw from: those that this version has."""
    new = sys.version_info >= (3, 15)
    either = [True, False]
    if function == "a2b_base64":
        extra = {
            "padded": either, "alphabet": ALPHABETS, "canonical": either,
            "ignorechars": [b"\n", b" \n", b"=", b"=!", b"", b"ABC"],
        }  # fmt: skip
        return {"strict_mode": either} | (extra if new else {})
    extra = {"padded": either, "alphabet": ALPHABETS, "wrapcol": [0, 1, 4, 7, 8, 76, 2**62]}
    return {"newline": either} | (extra if new else {})


def drawn(choice, function):
    """Some keywords, often none."""
    return {
        name: choice.choice(values)
        for name, values in options(function).items()
        if choice.random() < 0.35
    }


def check_binascii_letters():
    """Whatever stands between the letters, both say the same."""
    choice = random.Random(2045)
    theirs, mine = (side["binascii"].a2b_base64 for side in (C, PORTS))
    for _ in range(40_000):
        size = choice.choice([0, 1, 2, 3, 4, 5, 8, 9, 12])
        data = bytes(choice.choice(b"ab/+-_=====\n!\xff") for _ in range(size))
        keywords = drawn(choice, "a2b_base64")
        assert told(mine, data, **keywords) == told(theirs, data, **keywords), (data, keywords)


def check_binascii_lengths():
    """Every length around a group, a line, and a block of the kernels."""
    choice = random.Random(4648)
    encode, decode = ("b2a_base64", "a2b_base64")
    for size in [*range(130), *range(16380, 16390), *range(65530, 65540), 3 * 2**16 + 1]:
        data = choice.randbytes(size)
        for keywords in ({}, {"newline": False}, drawn(choice, encode), drawn(choice, encode)):
            made = [told(getattr(s["binascii"], encode), data, **keywords) for s in (C, PORTS)]
            assert made[0] == made[1], (size, keywords)
            text = made[0][1]
            for back in ({}, {"strict_mode": True}, drawn(choice, decode)):
                read = [told(getattr(s["binascii"], decode), text, **back) for s in (C, PORTS)]
                assert read[0] == read[1], (size, keywords, back)


def check_binascii_arguments():
    """Any object for any argument."""
    for function in ("a2b_base64", "b2a_base64"):
        theirs, mine = (getattr(side["binascii"], function) for side in (C, PORTS))
        for first in range(len(atoms())):
            expected = told(theirs, atoms()[first])
            assert told(mine, atoms()[first]) == expected, (function, first)
            for name in options(function):
                expected = told(theirs, b"aGk=", **{name: atoms()[first]})
                assert told(mine, b"aGk=", **{name: atoms()[first]}) == expected, (name, first)
        for wrong in ((), (b"", b""), (b"", True)):
            assert told(mine, *wrong) == told(theirs, *wrong)
        assert told(mine, data=b"") == told(theirs, data=b"")


def check_binascii_gives_buffers_back():
    """After success and failure a bytearray can grow again."""
    for function in (PORTS["binascii"].a2b_base64, PORTS["binascii"].b2a_base64):
        for content in (b"aGk=", b"a", bytes(100)):
            argument = bytearray(content)
            told(function, argument)
            argument.append(0)


def check_zlib_inside_callbacks_of_heapq_and_bisect():
    """All of zlib's work in a comparison: the port above it holds borrowed objects."""
    for name, call, right in zlib_limits.works(PORTS["zlib"], b"some text " * 5000):
        found = []

        class Item:
            def __lt__(self, other, call=call, found=found):
                found.append(call())
                return False

        PORTS["_heapq"].heapify([Item(), Item()])
        PORTS["_bisect"].bisect_left([Item()], Item())
        assert found == [right, right], (name, found)


def main():
    """Run every check whose modules are here."""
    both = [modules["zlib"] for modules in (PORTS, C) if "zlib" in modules]
    zlib = {
        name: partial(check, *both)
        for module in (zlib_streams, zlib_checks, zlib_limits)
        for name, check in vars(module).items()
        if callable(check)
    }
    for name, check in (globals() | zlib).items():
        needs = [m for m in ("_bisect", "_heapq", "binascii", "zlib") if m.lstrip("_") in name]
        if not name.startswith("check_") or not set(needs) <= set(PORTS):
            continue
        print(json.dumps([name, "begun"]), flush=True)
        try:
            check()
        except BaseException:
            print(json.dumps([name, traceback.format_exc()]), flush=True)
        else:
            print(json.dumps([name, "passed"]), flush=True)


if __name__ == "__main__":
    main()
