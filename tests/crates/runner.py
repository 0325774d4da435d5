"""Runs the checks inside an interpreter of the run and reports one JSON line each.

`runner.py plain` runs each once. `runner.py leaks ROUNDS` runs each often and counts references
and blocks. `runner.py one NAME` runs one. The environment may name another file of checks.
Standard library only.
"""

import gc
import importlib
import inspect
import json
import os
import sys
import traceback
import warnings
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

checks = importlib.import_module(os.environ.get("CHECKS", "checks"))

#: Those that start threads come last: 3.13 without the GIL makes modules immortal after the first.
NAMES = sorted(
    (name for name in vars(checks) if name.startswith("check_")),
    key=lambda name: "threading" in inspect.getsource(getattr(checks, name)),
)


def say(name, outcome, message=""):
    """One line of the report, on the real standard output at once: the next check may crash."""
    print(json.dumps({"name": name, "outcome": outcome, "message": message}), flush=True)


def attempt(name):
    """Run one check and report."""
    say(name, "begun")
    try:
        getattr(checks, name)()
    except BaseException:
        say(name, "failed", traceback.format_exc())
    else:
        say(name, "passed")


def counts():
    """References, blocks and blocks of Rust alive, after a full collection."""
    for _ in range(3):
        gc.collect()
    # It keeps references to names.
    getattr(sys, "_clear_internal_caches", lambda: None)()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        getattr(sys, "_clear_type_cache", lambda: None)()
    total = sys.gettotalrefcount() if hasattr(sys, "gettotalrefcount") else 0
    return total, sys.getallocatedblocks(), checks.M.rust_heap()[1]


def leaks(name, rounds):
    """The growth over some rounds, once it no longer falls."""
    check = getattr(checks, name)
    for _ in range(3):
        check()
    totals = [counts() for _ in range(rounds + 2)]
    for position in range(rounds + 2):
        check()
        totals[position] = counts()
    # The first two rounds still replace the entries of the list.
    pairs = pairwise(totals[1:])
    return [[a - b for a, b in zip(after, before, strict=True)] for before, after in pairs]


def main(mode, *arguments):
    """Run what the mode asks for."""
    if mode == "one":
        attempt(*arguments)
    elif mode == "plain":
        for name in NAMES:
            attempt(name)
    else:
        for name in [name for name in NAMES if name not in getattr(checks, "ONCE", ())]:
            say(name, "begun")
            grown = leaks(name, int(arguments[0]))
            say(name, "counted", json.dumps(grown))


if __name__ == "__main__":
    main(*sys.argv[1:])
