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
from importlib.machinery import ExtensionFileLoader
from pathlib import Path


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
            for what in ("__name__", "__qualname__", "__module__", "__text_signature__"):
                assert getattr(mine, what) == getattr(theirs, what), (attribute, what)
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


def main():
    """Run every check whose modules are here."""
    for name, check in list(globals().items()):
        needs = [module for module in ("_bisect", "_heapq") if module[1:] in name]
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
