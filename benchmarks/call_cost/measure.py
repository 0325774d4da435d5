"""Times the four modules in one process, interleaved, and prints one JSON object."""

import importlib.util
import itertools
import json
import sys
import time
from importlib.machinery import ExtensionFileLoader
from pathlib import Path

ROUNDS = 30


def load(name, folder):
    """The module `name` from `folder`."""
    path = str(Path(folder) / f"{name}.so")
    loader = ExtensionFileLoader(name, path)
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_file_location(name, path, loader=loader)
    )
    loader.exec_module(module)
    return module


def once(function, arguments, calls):
    """Nanoseconds for one call, the loop included."""
    repeat = itertools.repeat(None, calls)
    if arguments:
        (argument,) = arguments
        begun = time.perf_counter_ns()
        for _ in repeat:
            function(argument)
    else:
        begun = time.perf_counter_ns()
        for _ in repeat:
            function()
    return (time.perf_counter_ns() - begun) / calls


def best(cases, arguments, calls):
    """The least of the rounds for each case: noise only ever adds."""
    found = dict.fromkeys(cases, float("inf"))
    for _ in range(ROUNDS):
        for name, function in cases.items():
            found[name] = min(found[name], once(function, arguments, calls))
    return found


def main(folder):
    """Measure everything."""
    modules = {kind: load(f"call_cost_{kind}", folder) for kind in ("c", "raw", "ours", "pyo3")}
    result = {}
    for label, name, arguments, calls in (
        ("no-op", "noop", (), 50_000),
        ("one int", "one_int", (12_345,), 50_000),
        ("64 bytes", "copy_bytes", (bytes(64),), 50_000),
        ("64 KiB copied", "copy_bytes", (bytes(65_536),), 1_000),
        ("64 KiB summed", "xor_bytes", (bytes(65_536),), 500),
    ):
        result[label] = best(
            {kind: getattr(module, name) for kind, module in modules.items()}, arguments, calls
        )
    raw = modules["raw"]
    layers = {
        name: getattr(raw, name) for name in ("keywords", "caught", "context", "depth", "boundary")
    }
    result["layers"] = best(layers | {"ours": modules["ours"].noop}, (), 50_000)
    print(json.dumps(result))


main(sys.argv[1])
