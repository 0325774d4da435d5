"""`zlib` beside C's: its classes, what it refuses, the size of its output, headers, checksums."""

import itertools
import random
from pathlib import Path

from zlib_streams import WORDS


def check_zlib_classes_have_the_surface_of_c(ours, theirs):
    for name in ("compressobj", "decompressobj", "_ZlibDecompressor"):
        if hasattr(theirs, name):
            mine, other = (getattr(module, name)() for module in (ours, theirs))
            assert dir(mine) == dir(other), name
            assert repr(type(mine)) == repr(type(other))


def check_zlib_needs_input_when_a_limit_holds_output_back(ours, theirs):
    # C says yes wherever the input is used up. These are 260 zeros, and not the end.
    for module in (ours, theirs) if hasattr(theirs, "_ZlibDecompressor") else ():
        reader = module._ZlibDecompressor()
        begun = reader.decompress(bytes.fromhex("789c63601805"), 10)
        assert (len(begun), reader.needs_input) == (10, True), module
        assert len(reader.decompress(b"", 5000)) == 250, module
        waiting = module._ZlibDecompressor()
        assert waiting.decompress(bytes.fromhex("789c"), 0) == b""
        assert waiting.needs_input, module


def check_zlib_missing_dictionary(ours, theirs):
    maker = theirs.compressobj(zdict=WORDS)
    needs = maker.compress(WORDS) + maker.flush()
    newer = getattr(ours, "_ZlibDecompressor", None)  # from 3.12 on
    for reader in filter(None, (ours.decompressobj, newer)):
        for known, said in (
            ({}, "Error 2 while"),
            ({"zdict": b"others"}, "Error -3 while setting"),
        ):
            found = None
            try:
                reader(**known).decompress(needs)
            except ours.error as error:
                found = str(error)
            assert str(found).startswith(said), (reader, found)


def check_zlib_sizes(ours, theirs):
    text = Path(random.__file__).read_bytes()
    # Each time it comes back it is at the far end of the window, where a quick search sees nothing.
    for data in (text, text[:30_000] * 3, text * 3):
        for level in range(10):
            mine, other = len(ours.compress(data, level)), len(theirs.compress(data, level))
            assert mine <= other * (1.25 if level == 1 else 1.02), (level, mine, other)
    # What comes back is three bytes long: a search for four sees nothing, as at levels 1 to 3.
    generator = random.Random(4)
    words = [generator.randbytes(3) for _ in range(60)]
    data = b"".join(generator.choice(words) + generator.randbytes(1) for _ in range(10_000))
    for level in range(4, 10):
        mine, other = len(ours.compress(data, level)), len(theirs.compress(data, level))
        assert mine <= other * 1.02, (level, mine, other)


def check_zlib_headers(ours, theirs):
    for level, wbits, strategy in itertools.product(range(-1, 10), (9, 15, 25, 31), range(5)):
        made = []
        for module in (ours, theirs):
            for zdict in ({"zdict": b"words"},) if wbits < 16 else ():
                maker = module.compressobj(level, 8, wbits, 8, strategy, **zdict)
                made.append(maker.flush()[:6])
            maker = module.compressobj(level, 8, wbits, 8, strategy)
            made.append((maker.compress(b"x") + maker.copy().flush())[:9])
        assert made[: len(made) // 2] == made[len(made) // 2 :], (level, wbits, strategy, made)


def check_zlib_checksums(ours, theirs):
    generator = random.Random(2)
    for size in (0, 1, 15, 16, 17, 5551, 5552, 5553, 300_000):
        data, value = generator.randbytes(size), generator.getrandbits(32)
        for name in ("adler32", "crc32"):
            for kind in (bytes, bytearray, memoryview):
                mine, other = (getattr(m, name)(kind(data), value) for m in (ours, theirs))
                assert mine == other, (name, size)
    data = b"\xff" * 20_000
    assert ours.adler32(data) == theirs.adler32(data)
