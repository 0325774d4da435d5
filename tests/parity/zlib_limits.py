"""`zlib` in want: two threads on one object, no detaching, no memory; and what it gives back."""

import array
import faulthandler
import gc
import itertools
import random
import sys
import threading
import time
from pathlib import Path


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
    # What came out stands in some order. But all pieces are alike: whoever feeds them, it is as
    # long as from one thread, and ends in the checksum of all of them.
    alone, rest = ours.compressobj(1), maker.flush()
    serial = [*(alone.compress(piece) for _ in range(90)), alone.flush()]
    assert sum(map(len, found)) + len(rest) == sum(map(len, serial))
    assert int.from_bytes(rest[-4:], "big") == theirs.adler32(piece * 90)
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
