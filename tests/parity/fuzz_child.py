"""One side of a comparison: calls a module's functions as it is told. Standard library only.

`fuzz_child.py [FILE]`: the file of a port, or none for C's module. Each line of input is a request,
each line of output its answer. It limits itself: two gigabytes, and ten seconds a request; whoever
asks takes its end for an answer.
"""

import faulthandler
import importlib
import importlib.util
import json
import math
import sys
from importlib.machinery import ExtensionFileLoader
from pathlib import Path

SECONDS, MEMORY = 10, 2 << 30


class I(int):  # noqa: E742 - the names that requests are written with
    """Not exactly an int: its `<` is asked of the type."""


class F(float):
    """Not exactly a float."""


class S(str):
    """Not exactly a text."""

    __slots__ = ()


class Odd(int):
    """Says `NotImplemented`, or what is no bool."""

    def __lt__(self, other):
        return [NotImplemented, "yes", 0][int(self) % 3]

    __gt__ = __lt__


NAMES = {"nan": math.nan, "inf": math.inf, "I": I, "F": F, "S": S, "Odd": Odd}


def limit():
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def module(name, files):
    if not files:
        return importlib.import_module(name)
    loader = ExtensionFileLoader(name, files[0])
    spec = importlib.util.spec_from_file_location(name, files[0], loader=loader)
    made = importlib.util.module_from_spec(spec)
    loader.exec_module(made)
    return made


def shown(value):
    """A value, with its type in every place: `True` is no `1`."""
    if isinstance(value, list):
        return [shown(one) for one in value]
    return f"{type(value).__name__}:{value!r}"


def outcome(function, arguments, keywords):
    try:
        return ["returned", shown(function(*arguments, **keywords))]
    except Exception as error:
        # Messages about arguments are each side's own; those of binascii.Error are not.
        return ["raised", type(error).__name__, str(error) * (type(error).__name__ == "Error")]


def answer(functions, request):
    """The end of each call, and what has become of the list that they share."""
    target = eval(request["target"], NAMES)
    ends = []
    for name, arguments, keywords in request["calls"]:
        given = [target if text == "$" else eval(text, NAMES) for text in arguments]
        named = {key: eval(text, NAMES) for key, text in keywords.items()}
        ends.append(outcome(getattr(functions, name), given, named))
    return [ends, shown(target)]


def main():
    limit()
    name = sys.argv[1]
    functions = module(name, [str(Path(file)) for file in sys.argv[2:]])
    for line in sys.stdin:
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        print(json.dumps(answer(functions, json.loads(line))), flush=True)
        faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main()
