"""`siphash FILE`: our hash beside the running interpreter's own. Standard library only.

`PYTHONHASHSEED` is set by whoever starts this. Prints what was compared, as JSON.
"""

import importlib.util
import json
import os
import random
import sys
from importlib.machinery import ExtensionFileLoader

#: Every kind that CPython keeps text in, and the ends of each.
LETTERS = ("a", "z\x7f", "é\xff", "āa", "\uffffb", "\U0001f980c", "\U0010ffff")


def load(file):
    loader = ExtensionFileLoader("siphash", file)
    spec = importlib.util.spec_from_file_location("siphash", file, loader=loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def samples(generator):
    """Every length around a word, then some that are longer."""
    for length in [*range(40), 255, 256, 257, 1000]:
        yield generator.randbytes(length)
        for letters in LETTERS:
            yield "".join(generator.choice(letters) for _ in range(length))


def refused(function, *arguments):
    try:
        function(*arguments)
    except Exception as error:
        return type(error).__name__
    return None


def main():
    ours, seed = load(sys.argv[1]), int(os.environ["PYTHONHASHSEED"])
    compared, other = 0, 0
    for sample in samples(random.Random(seed)):
        function = ours.hash_bytes if isinstance(sample, bytes) else ours.hash_text
        assert function(sample, seed) == hash(sample), (seed, sample)
        compared += 1
        other += function(sample, seed ^ 1) != hash(sample)
    assert refused(ours.hash_text, "\ud800", seed) == "UnicodeEncodeError"
    assert refused(ours.hash_bytes, "text", seed) == "TypeError"
    assert refused(ours.hash_bytes, b"", -1) == refused(ours.hash_bytes, b"", 2**32)
    told = {"algorithm": sys.hash_info.algorithm, "compared": compared, "other": other}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
