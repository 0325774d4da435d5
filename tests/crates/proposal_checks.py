"""Every promise of cpython_api::proposal, tried from Python, as `checks.py` does for the rest."""

import array
import faulthandler
import gc
import sys
import threading
import time

from loading import load, raises

M = load("xxtestproposal")
#: References that a check leaks, since that is its subject.
LEAKS = {"check_a_view_that_is_forgotten_stays": 1, "check_a_slice_of_elsewhere_is_no_proof": 0}


class Hostile(bytes):
    """A subclass of bytes: from 3.12 on its buffer need not be its content."""

    def __buffer__(self, flags):
        return memoryview(b"another")


def free(data):
    """Whether nobody holds a view: else resizing raises BufferError."""
    data.append(0)
    data.pop()
    return True


# ---- buffers ------------------------------------------------------------------------------------


def check_bytes_are_borrowed_and_others_copied():
    for content in (b"", b"x", b"hello" * 1000):
        assert M.read(content) == (len(content), True, content)
        data = bytearray(content)
        for other in (data, memoryview(content), memoryview(data)):
            assert M.read(other) == (len(content), False, content)
            assert M.sum_detached(other) == sum(content)
        del other
        assert free(data)


def check_a_subclass_of_bytes_is_asked_for_its_buffer():
    length, borrowed, content = M.read(Hostile(b"content"))
    expected = b"another" if sys.version_info >= (3, 12) else b"content"
    assert (length, borrowed, content) == (7, False, expected)


def check_items_of_several_bytes_and_dimensions():
    assert M.read(array.array("H", [1, 2]))[2] == array.array("H", [1, 2]).tobytes()
    assert M.read(memoryview(bytes(range(6))).cast("B", [2, 3]))[2] == bytes(range(6))


def check_what_is_no_contiguous_buffer_is_refused():
    for wrong in ("text", 3, None, [1], object()):
        error = raises(TypeError, M.read, wrong)
        assert "a bytes-like object is required" in str(error)
    raises(BufferError, M.read, memoryview(b"abcdef")[::2])
    released = memoryview(b"abc")
    released.release()
    raises(ValueError, M.read, released)


def check_the_view_is_given_back_on_every_path():
    data = bytearray(b"content")
    M.read(data)
    assert free(data)
    raises(ValueError, M.fail, data, match="7 bytes were taken")
    assert free(data)
    raises(SystemError, M.panic, data, match="7 bytes were taken")
    assert free(data)
    raises(SystemError, M.panic_detached, data, match="7 bytes were taken")
    assert free(data)
    raises(TypeError, M.both, data, "text")
    assert free(data)
    raises(TypeError, M.both, data)
    assert free(data)


def check_a_view_that_is_forgotten_stays():
    # The probe of this module can fail: safe Rust may forget a guard.
    data = bytearray(b"content")
    M.forget(data)
    raises(BufferError, data.append, 0)


def check_python_may_write_and_not_resize_meanwhile():
    data = bytearray(b"content")

    def between():
        data[0] = ord("C")
        raises(BufferError, data.extend, b"more")
        raises(BufferError, data.clear)

    assert M.call_then_read(data, between) == b"Content"
    assert free(data)


def check_a_callback_that_raises_gives_the_view_back():
    data = bytearray(b"content")
    raises(ZeroDivisionError, M.call_then_read, data, lambda: 1 // 0)
    assert free(data)


def check_release_is_called_once_for_each_view():
    if sys.version_info < (3, 12):
        return
    calls = []

    class Exporter:
        def __buffer__(self, flags):
            calls.append("get")
            return memoryview(b"content")

        def __release_buffer__(self, view):
            calls.append("release")

    assert M.read(Exporter()) == (7, False, b"content")
    assert calls == ["get", "release"]
    raises(ValueError, M.fail, Exporter(), match="7 bytes")
    raises(SystemError, M.panic, Exporter(), match="7 bytes")
    assert calls == ["get", "release"] * 3

    class Raising(Exporter):
        def __buffer__(self, flags):
            raise KeyError("no")

    raises(KeyError, M.read, Raising())


def check_chunks():
    content = bytes(range(256)) * 10
    data = bytearray(content)
    nothing = lambda: None  # noqa: E731
    assert M.chunks(content, 100, nothing) == [content]
    pieces = M.chunks(data, 100, nothing)
    assert b"".join(pieces) == content
    assert {len(piece) for piece in pieces} == {100, 60}
    assert M.chunks(data, 0, nothing) == [bytes([byte]) for byte in content]
    assert M.chunks(b"", 100, nothing) == M.chunks(bytearray(), 100, nothing) == []
    raises(ZeroDivisionError, M.chunks, data, 100, lambda: 1 // 0)
    assert free(data)


def check_chunks_see_what_was_written_meanwhile():
    data = bytearray(b"aaaabbbb")

    def between():
        data[:] = b"x" * 8

    assert M.chunks(data, 4, between) == [b"aaaa", b"xxxx"]


# ---- output -------------------------------------------------------------------------------------


def check_output_is_what_was_written():
    for size in (0, 1, 2, 100, 255, 256, 257, 5000, 100_000):
        data = bytes(position % 251 for position in range(size))
        assert M.hexlify(data) == data.hex().encode()
        assert M.reverse(data) == data[::-1]
        assert M.initialised_start(data) == b"<" + data + b">"
        assert M.zeroed(size) == bytes(size)
        for rest in (0, 1, 300, 5000):
            assert M.short(size + rest, size) == b"x" * size


def check_output_has_no_old_memory_in_it():
    secret = bytes(b + 1 for b in b"gtmsdq1") * 500
    for size in range(0, 5000, 97):
        held = [bytearray(secret) + bytes(1) for _ in range(3)]
        del held
        for made in (M.short(5000, size), M.hexlify(bytes(size)), M.grow(size, 7)):
            assert b"hunter2" not in made
            assert b"\xcd" * 8 not in made


def check_output_grows():
    for total in (0, 1, 10, 1000, 70_000):
        for step in (1, 3, 1000, 100_000):
            expected = bytes(position % 256 for position in range(total))
            assert M.grow(total, step) == expected
    assert M.joined([b"a", b"", b"bc" * 1000, b"d"]) == b"a" + b"bc" * 1000 + b"d"
    assert M.joined([]) == b""


def check_an_output_has_no_other_reference():
    assert sys.getrefcount(M.hexlify(b"a secret")) <= 2
    assert M.hexlify(b"a secret") is not M.hexlify(b"a secret")


def check_a_filling_that_fails_does_not_count():
    assert M.half_then_error() == b"kept"
    raises(SystemError, M.half_then_panic, match="half-way")


def check_no_room_is_a_panic_and_no_write():
    for capacity in (0, 1, 100):
        raises(SystemError, M.too_much, capacity, match="panicked")
    raises(SystemError, M.short, 10, 11, match="panicked")


def check_a_slice_of_elsewhere_is_no_proof():
    raises(SystemError, M.wrong_start, match="the initialised start of the slice")


def check_too_large_is_an_exception():
    try:
        M.huge()
    except (MemoryError, OverflowError):
        pass
    else:
        raise AssertionError("there was room")
    raises(MemoryError, M.grow_to_huge)


# ---- the lock -----------------------------------------------------------------------------------


def until(condition):
    """Wait for another thread, not for ever."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "the other thread did not get there"
        time.sleep(0.001)


def started(*functions):
    """A thread for each, under a watchdog: a deadlock ends the process with its stacks."""
    faulthandler.dump_traceback_later(60, exit=True)
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    return threads


def joined(threads):
    """Wait for all."""
    for thread in threads:
        thread.join()
    faulthandler.cancel_dump_traceback_later()


def check_no_update_is_lost():
    before = M.total()
    joined(started(*[lambda: M.bump(2000)] * 4))
    assert M.total() == before + 8000


def check_others_run_and_collect_while_one_waits():
    before = M.total()
    threads = started(M.hold_until_let_go)
    until(M.held)
    threads += started(lambda: M.bump(1))
    until(lambda: M.waiting() == 1)
    for _ in range(10):
        gc.collect()
        time.sleep(0.001)
    assert M.held()
    assert M.waiting() == 1
    M.let_go()
    joined(threads)
    assert M.total() == before + 2


def check_waiting_works_where_detach_is_refused():
    before = M.total()
    threads = started(M.hold_until_let_go)
    until(M.held)
    threads += started(lambda: M.hold_at_depth(lambda: M.bump(1)))
    until(lambda: M.waiting() == 1)
    M.let_go()
    joined(threads)
    assert M.total() == before + 2


def check_a_second_entry_of_the_same_thread_is_an_error():
    before = M.total()
    raises(RuntimeError, M.call_holding, M.total, match="this thread holds the lock already")
    assert M.call_holding(lambda: "called") == "called"
    assert M.total() == before + 1


SAID = []


class Entering:
    """Its finaliser takes the lock. Not made in the check: 3.13 keeps a class for ever."""

    def __del__(self):
        try:
            M.bump(1)
        except RuntimeError as error:
            SAID.append(str(error))


def check_a_finaliser_that_enters_is_an_error_too():
    def make_and_drop():
        thing = Entering()
        thing.itself = thing
        del thing
        gc.collect()

    M.call_holding(make_and_drop)
    assert SAID == ["this thread holds the lock already"]
    SAID.clear()


def check_another_thread_enters_after_a_callback_that_switches():
    before = M.total()

    def switch():
        joined(started())
        time.sleep(0.01)

    threads = started(*[lambda: M.call_holding(switch)] * 3)
    joined(threads)
    assert M.total() == before + 3


def check_poison_is_an_exception():
    before = M.total()
    raises(SystemError, M.panic_holding, match="holding the lock")
    for function in (M.total, lambda: M.bump(1), M.panic_holding):
        raises(RuntimeError, function, match="a thread panicked while it held the lock")
    M.clear_poison()
    assert M.total() == before
