"""`zlib` beside C's: streams in random pieces, copied, damaged, with every window."""

import itertools
import os
import random
import sys

#: zlib, raw and gzip, each with every window.
ENDS = (*range(9, 16), *range(-15, -8), *range(25, 32))
#: A damaged stream reaches behind the window that it names. C reads it at once, but not in pieces.
BEYOND = ("refused", "Error -3 while decompressing data: invalid distance too far back")
WORDS = b"<a word that both sides know>" * 9


def text(generator, size):
    """Something that compresses a little, or much, or not at all."""
    kind = generator.randrange(3)
    if kind == 0:
        return generator.randbytes(size)
    words = [generator.randbytes(generator.randrange(1, 9)) for _ in range(9 ** (kind + 1))]
    found = b"".join(generator.choice(words) for _ in range(size // 4))
    return found[:size]


def pieces(generator, data):
    """All of it, cut anywhere, in several kinds of buffer."""
    while data:
        cut = generator.choice((1, 7, 100, 3000, 70_000))
        yield generator.choice((bytes, bytearray, memoryview))(data[:cut])
        data = data[cut:]


def packed(module, generator, data, wbits, known):
    """Compressed in pieces, flushed anywhere, sometimes by a copy."""
    level, memory, strategy = (generator.randrange(*r) for r in ((-1, 10), (1, 10), (0, 5)))
    maker = module.compressobj(level, 8, wbits, memory, strategy, **known)
    found = []
    for piece in pieces(generator, data):
        found.append(maker.compress(piece))
        if generator.randrange(8) == 0:
            found.append(maker.flush(generator.choice((module.Z_SYNC_FLUSH, module.Z_FULL_FLUSH))))
        if generator.randrange(8) == 0:
            maker = maker.copy()
    return b"".join(found) + maker.flush()


def unpacked(module, generator, data, wbits, known):
    """What comes out of a stream, step by step, with what it says of itself; or what it refuses."""
    reader, seen, rest, steps = module.decompressobj(wbits, **known), b"", b"", []
    try:
        for piece in pieces(generator, data):
            seen += reader.decompress(rest + bytes(piece), generator.choice((0, 1, 1000)))
            rest = reader.unconsumed_tail
            steps.append((len(seen), rest))
            if generator.randrange(8) == 0:
                reader = reader.copy()
        seen += reader.flush()
    except module.error as error:
        return "refused", str(error)
    return seen, reader.eof, reader.unused_data, reader.unconsumed_tail, steps


def read_on(module, generator, data, wbits, known):
    """The same with `_ZlibDecompressor`."""
    reader, seen, steps = module._ZlibDecompressor(wbits, **known), b"", []
    try:
        for piece in pieces(generator, data):
            seen += reader.decompress(piece, generator.choice((-1, 0, 10, 1000)))
            steps.append((len(seen), reader.needs_input))
            if reader.eof:
                break
        while not reader.eof and not reader.needs_input:
            seen += reader.decompress(b"", 5000)
    except module.error as error:
        return "refused", str(error)
    return seen, reader.eof, reader.needs_input, reader.unused_data, steps


def spoiled(generator, data):
    """As it was, or cut, or followed by something, or changed in one place."""
    at = generator.randrange(len(data))
    changed = data[:at] + bytes([data[at] ^ 1 << generator.randrange(8)]) + data[at + 1 :]
    return generator.choice((data, data, data[:at], data + b"more", changed))


def older(module):
    """Whether `flush` of this release gives what came before an error, and leaves a tail behind.

    C was mended within 3.13 (3.13.15 is older, 3.13.18 is not). The port does as C does now.
    """
    reader = module.decompressobj()
    reader.decompress(module.compress(bytes(100))[:-4] + bytes(4), 1)
    try:
        reader.flush()
    except module.error:
        return False
    return True


def check_zlib_streams_in_random_pieces(ours, theirs):
    readers = [unpacked] if sys.version_info < (3, 12) else [unpacked, read_on]
    for seed in range(1000 if os.environ.get("RUSTLAB_FULL") else 40):
        generator = random.Random(seed)
        wbits = generator.choice(ENDS)
        data = text(generator, generator.choice((0, 1, 50, 5000, 80_000)))
        known = {"zdict": WORDS} if wbits < 16 and generator.randrange(3) == 0 else {}
        for maker, judge in itertools.permutations((ours, theirs)):
            compressed = packed(maker, random.Random(seed), WORDS + data, wbits, known)
            whole = judge.decompressobj(wbits, **known)
            assert whole.decompress(compressed) + whole.flush() == WORDS + data, (seed, maker)
            assert whole.eof
            wrong = spoiled(generator, compressed)
            # A reader may find out the window, or the kind of header too, or miss the dictionary.
            opened = generator.choice((wbits, 0, 47)) if wbits > 0 else wbits
            given = {} if generator.randrange(9) == 0 else known
            for reader in readers:
                if reader is read_on and known and opened >= 0:
                    continue  # C's never uses it, and returns NULL without exception
                found, expected = (
                    reader(module, random.Random(seed), wrong, opened, given)
                    for module in (ours, theirs)
                )
                if expected == BEYOND:
                    continue  # the library's window is of full size, whatever the stream names
                if reader is unpacked and older(theirs):
                    # What came out, up to a refusal that older releases do not make.
                    assert found[0] in ("refused", expected[0]), (seed, reader)
                elif "refused" in (found[0], expected[0]):
                    # Both refuse; where in a block that is seen, and the words, are the library's.
                    assert found[0] == expected[0], (seed, reader, found[:2], expected[:2])
                else:
                    assert found == expected, (seed, reader, found[1:], expected[1:])
