"""`zlib` beside C's: streams in random pieces, two threads on one object, memory given back."""

import array
import faulthandler
import gc
import itertools
import os
import random
import sys
import threading
import time
from pathlib import Path

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


def joined(*functions):
    """Run them at once, under a watchdog."""
    faulthandler.dump_traceback_later(120, exit=True)
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    faulthandler.cancel_dump_traceback_later()


def check_zlib_two_threads_on_one_object(ours, theirs):
    maker, found, piece = ours.compressobj(1), [], b"0123456789abcdef" * 5000

    def work():
        for _ in range(30):
            found.append(maker.compress(piece))
            gc.collect(0)

    joined(work, work, work)
    # The pieces came out in some order: together they are as long as they should be.
    rest = maker.flush()
    assert sum(map(len, found)) + len(rest) > 1000
    reader = ours.decompressobj()
    packed_once = theirs.compress(piece * 3)
    joined(*[lambda: [reader.decompress(packed_once) for _ in range(50)]] * 3)
    assert reader.eof
    assert len(reader.unused_data) == 149 * len(packed_once)


def share(during):
    """What another thread gets of the processor meanwhile, as a part of what this one gets.

    Busy machines give both the same. A thread that waits for the interpreter gets nothing.
    """
    stop, used = threading.Event(), [0.0]

    def spin():
        while not stop.is_set():
            used[0] = time.thread_time()

    thread = threading.Thread(target=spin)
    thread.start()
    others, own = used[0], time.thread_time()
    during()
    found = (used[0] - others) / (time.thread_time() - own)
    stop.set()
    thread.join()
    return found


def check_zlib_others_run_meanwhile(ours, theirs):
    data = random.Random(3).randbytes(1_500_000)
    found = []
    while max(found, default=0) < 0.5:
        found.append(share(lambda: ours.compress(data, 9)))
        assert len(found) < 6, found


def check_zlib_inside_a_callback(ours, theirs):
    # Where `detach` is refused: below a call of the port itself, which asks an index for a number.
    # C's module works at any depth, and so does this.
    for name, call, right in works(ours, b"some text " * 5000):
        found = []

        class Level:
            def __index__(self, call=call, found=found):
                found.append(call())
                return 6

        assert ours.decompress(ours.compress(b"x", Level())) == b"x"
        assert found == [right], (name, found)


def works(module, data):
    """Each kind of work, on objects that are made beforehand: a name, a call, and what is right."""
    packed_once = module.compress(data)
    maker, reader = module.compressobj(9), module.decompressobj()
    reader.decompress(packed_once, 10)
    yield "compress", lambda: module.compress(data), packed_once
    yield "decompress", lambda: module.decompress(packed_once), data
    yield "compress of a view", lambda: module.compress(memoryview(data)), packed_once
    yield "crc32", lambda: module.crc32(bytearray(data)), module.crc32(data)
    yield "compressobj", lambda: module.compressobj(zdict=data).flush() != b"", True
    yield "decompressobj", lambda: module.decompressobj(zdict=data).eof, False
    yield "pieces", lambda: len(maker.compress(data) + maker.flush(module.Z_FULL_FLUSH)) > 0, True
    yield "copies", lambda: reader.copy().eof, False
    yield "the rest", lambda: len(reader.unconsumed_tail) > 0, True
    yield (
        "an error",
        lambda: refusal(module),
        "Error -3 while decompressing data: incorrect header check",
    )


def refusal(module):
    try:
        module.decompress(b"no stream")
    except module.error as error:
        return str(error)


def check_zlib_without_memory(ours, theirs):
    # CPython lets its n-th allocation fail, and all after it: each place must raise, and go on.
    try:
        from _testcapi import remove_mem_hooks, set_nomemory
    except ImportError:
        return
    # Before 3.13 the interpreter itself loses exceptions that way.
    if sys.version_info < (3, 13):
        return
    for name, call, right in works(ours, b"some text " * 5000):
        refused = 0
        for first in range(40):
            found = None
            set_nomemory(first)
            try:
                found = call()
            except MemoryError:
                refused += 1
            finally:
                remove_mem_hooks()
            assert found in (None, right), (name, first)
        assert 0 < refused < 40, (name, refused)
        assert call() == right, name


def check_zlib_without_room(ours, theirs):
    # Rust's own allocations: one that fails may end the process, if nobody asked first.
    try:
        import resource
    except ImportError:
        return
    status, large = Path("/proc/self/statm"), 2**26
    if not status.exists():
        return
    trailing = ours.compress(bytes(100)) + bytes(large)
    reader = ours.decompressobj()
    reader.decompress(trailing)
    calls = {
        "unused_data": lambda: ours.decompressobj().decompress(trailing),
        "unconsumed_tail": lambda: ours.decompressobj().decompress(trailing, 1),
        "a copy of it": reader.copy,
        "a view": lambda: ours.compress(memoryview(trailing)),
        "a dictionary": lambda: ours.decompressobj(zdict=trailing),
    }
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(status.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + large // 2, hard))
    raised = []
    try:
        for name, call in calls.items():
            try:
                call()
            except MemoryError:
                raised.append(name)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    assert raised == list(calls), raised
    assert len(reader.unused_data) == large


def check_zlib_gives_everything_back(ours, theirs):
    data, wrong = bytearray(b"some text" * 500), bytearray(b"no stream")

    def everything():
        packed_once = bytearray(ours.compress(data))
        assert ours.decompress(packed_once) == data
        maker, reader = ours.compressobj(zdict=data), ours.decompressobj(zdict=data)
        maker.copy().flush()
        reader.copy().decompress(maker.compress(data) + maker.flush())
        for function in (ours.decompress, ours.decompressobj().decompress):
            try:
                function(wrong)
            except ours.error:
                continue
            raise AssertionError(function)
        for buffer in (data, wrong, packed_once):
            buffer.append(0)
            buffer.pop()

    # Numbers in an array are no objects, so that counting changes no count.
    references, blocks = array.array("q", bytes(64)), array.array("q", bytes(64))
    for position in range(8):
        everything()
        gc.collect()
        references[position] = getattr(sys, "gettotalrefcount", int)()
        blocks[position] = sys.getallocatedblocks()
    for counted in (references, blocks):
        assert min(b - a for a, b in itertools.pairwise(counted[2:])) <= 0, counted
