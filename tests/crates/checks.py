"""Every promise of cpython-api, tried from Python. Plain asserts; run one by one by `runner.py`.

A check that leaks on purpose says how many references in `LEAKS`; every other must leave none.
"""

import contextlib
import gc
import inspect
import sys
import threading

from loading import load, raises

M = load()
OTHER = load("xxtestrustapi_other")


class Thing:
    """An object with a count that a test can read."""


def count(thing):
    """The references to an object, without those of this call."""
    return sys.getrefcount(thing) - 2


# ---- handles ------------------------------------------------------------------------------------


def check_borrowed_argument_touches_no_count():
    thing = Thing()
    before = count(thing)
    assert M.echo(thing) is thing
    assert M.same(thing, thing) == (True, True)
    assert count(thing) == before


def check_owned_forms_balance():
    thing = Thing()
    before = count(thing)
    for _ in range(10):
        assert M.echo_owned(thing) is thing
    assert count(thing) == before


def check_py_outlives_the_call():
    thing = Thing()
    before = count(thing)
    M.store(thing)
    assert count(thing) == before + 1
    assert M.take() is thing
    assert count(thing) == before
    assert M.take() is None


def check_attached_drop_gives_back():
    thing = Thing()
    before, noted = count(thing), M.detached_drops()
    M.store(thing)
    M.drop_attached()
    assert count(thing) == before
    assert M.detached_drops() == noted


def check_detached_drop_leaks_and_is_noted():
    thing = object()
    before, noted = count(thing), M.detached_drops()
    M.store(thing)
    M.drop_detached()
    assert count(thing) == before + 1
    assert M.detached_drops() == noted + 1


def check_drop_on_a_foreign_thread_leaks_and_is_noted():
    thing = object()
    before, noted = count(thing), M.detached_drops()
    M.store(thing)
    M.drop_in_thread()
    assert count(thing) == before + 1
    assert M.detached_drops() == noted + 1


def check_detached_drops_while_another_thread_runs():
    thing = object()
    before, noted = count(thing), M.detached_drops()
    done = threading.Event()

    def spin():
        while not done.is_set():
            pass

    spinner = threading.Thread(target=spin)
    spinner.start()
    try:
        M.drop_many_detached(thing, 2000)
    finally:
        done.set()
        spinner.join()
    assert M.detached_drops() == noted + 2000
    assert count(thing) == before + 2000


def check_forget_is_a_leak():
    thing = object()
    before = count(thing)
    M.forget(thing)
    assert count(thing) == before + 1


#: References that a check leaks, since that is its subject.
LEAKS = {
    "check_detached_drop_leaks_and_is_noted": 1,
    "check_drop_on_a_foreign_thread_leaks_and_is_noted": 1,
    "check_detached_drops_while_another_thread_runs": 2000,
    "check_forget_is_a_leak": 1,
}


# ---- objects ------------------------------------------------------------------------------------


def check_attributes_and_methods():
    thing = Thing()
    assert M.attribute(thing, "x") == "set"
    assert thing.x == "set"
    assert M.method("a,b", "split", ",") == ["a", "b"]
    raises(AttributeError, M.method, "a", "no_such")
    raises(AttributeError, M.attribute, 1, "x")


def check_protocols():
    assert M.items([1, 2]) == ([1, 2], 2, "[1, 2]", True)
    assert M.items({}) == ([], 0, "{}", False)
    raises(TypeError, M.items, 3)

    class Bad:
        def __iter__(self):
            yield 1
            raise KeyError("half-way")

    raises(KeyError, M.items, Bad())

    class Unequal:
        def __eq__(self, other):
            raise KeyError("eq")

        __hash__ = None

    raises(KeyError, M.same, Unequal(), 1)


def check_containers():
    assert M.make_tuple(3) == (3, "3", None, None)
    assert M.make_list(4) == [0, 1, 2, 3]
    assert M.as_dict("k", 1) == {"k": 1}
    raises(TypeError, M.as_dict, [], 1)
    assert M.tuple_end((1, 2)) == 2
    raises(IndexError, M.tuple_end, ())
    raises(TypeError, M.tuple_end, [1])


def check_import():
    assert M.module_name("json.decoder") == "json.decoder"
    raises(ModuleNotFoundError, M.module_name, "no_such_module_here")


# ---- conversions --------------------------------------------------------------------------------


def check_ints():
    for function, low, high in (
        (M.as_i8, -128, 127),
        (M.as_u8, 0, 255),
        (M.as_i64, -(2**63), 2**63 - 1),
        (M.as_u64, 0, 2**64 - 1),
    ):
        for value in (low, 0, 1, high):
            assert function(value) == value
        for value in (low - 1, high + 1, 10**30, -(10**30)):
            raises(OverflowError, function, value)
        raises(TypeError, function, 1.5)
        raises(TypeError, function, "1")
    # The sentinels of the C functions are values too.
    assert M.as_i64(-1) == -1
    assert M.as_u64(2**64 - 1) == 2**64 - 1


def check_index_protocol():
    class Index:
        def __index__(self):
            return 7

    class Raises:
        def __index__(self):
            raise KeyError("index")

    assert M.as_i64(Index()) == 7
    assert M.as_u64(Index()) == 7
    raises(KeyError, M.as_i64, Raises())
    raises(KeyError, M.as_u64, Raises())


def check_floats_and_bools():
    assert M.as_f64(1) == 1.0
    assert M.as_f64(-1.0) == -1.0
    raises(TypeError, M.as_f64, "1")
    assert M.as_bool(True) is True
    assert M.as_bool(False) is False
    raises(TypeError, M.as_bool, 1, match="expected bool, not int")


def check_text():
    for text in ("", "abc", "žluťoučký", "\U0001f40d", "a\0b"):
        assert M.as_str(text) == text
        assert M.as_string(text) == text
    raises(UnicodeEncodeError, M.as_str, "\udc80")
    raises(TypeError, M.as_str, b"a", match="as_str() argument 'value': expected str, not bytes")


def check_bytes():
    assert M.as_slice(b"abc") == 3
    assert M.as_bytes(b"a\0b") == b"a\0b"
    assert M.as_bytes([1, 2]) == b"\1\2"
    raises(TypeError, M.as_slice, bytearray(b"abc"))
    assert M.counts_in(b"banana", ord("a")) == 3
    raises(OverflowError, M.counts_in, b"", 256)


def check_bytes_new_with():
    for size in (0, 1, 2, 100, 100_000):
        assert M.filled(size, "ok") == b"x" * size
        assert M.filled(size, "zeros") == bytes(size)
        raises(ValueError, M.filled, size, "raise")
        raises(SystemError, M.filled, size, "panic")
        assert M.filled_uninit(size, "ok") == b"y" * size
        raises(ValueError, M.filled_uninit, size, "raise")
    for size in (sys.maxsize, sys.maxsize - 10):
        with contextlib.suppress(MemoryError, OverflowError):
            M.filled(size, "ok")
            raise AssertionError("an object larger than memory")


def check_sequences():
    assert M.as_ints([1, 2]) == [1, 2]
    assert M.as_ints((3,)) == [3]
    assert M.as_ints(range(3)) == [0, 1, 2]
    raises(TypeError, M.as_ints, "12")
    raises(TypeError, M.as_ints, {1})
    raises(TypeError, M.as_ints, [1, "x"])
    raises(OverflowError, M.as_ints, [2**70])


def check_option():
    assert M.as_option(None) is None
    assert M.as_option(4) == 4
    raises(OverflowError, M.as_option, -1)


# ---- arguments ----------------------------------------------------------------------------------


def check_positional_only():
    assert M.only_positions(1, 2) == (1, 2)
    raises(TypeError, M.only_positions, 1, match="missing required argument: 'b'")
    raises(
        TypeError, M.only_positions, 1, 2, 3, match="takes 2 positional arguments but 3 were given"
    )
    raises(TypeError, M.only_positions, 1, b=2, match="positional-only argument")
    raises(TypeError, M.nothing, 1, match="takes 0 positional arguments but 1 was given")


def check_defaults():
    assert M.with_default(1) == (1, 5)
    assert M.with_default(1, 9) == (1, 9)


def check_keywords():
    assert M.with_keyword(1) == (1, 1, False, None)
    assert M.with_keyword(b=2, a=1) == (1, 2, False, None)
    assert M.with_keyword(1, strict=True, name="n") == (1, 1, True, "n")
    raises(
        TypeError, M.with_keyword, 1, 2, True, match="takes 2 positional arguments but 3 were given"
    )
    raises(TypeError, M.with_keyword, 1, a=1, match="multiple values for argument 'a'")
    raises(TypeError, M.with_keyword, 1, other=1, match="unexpected keyword argument 'other'")
    raises(TypeError, M.with_keyword, strict=True, match="missing required argument: 'a'")
    raises(TypeError, M.with_keyword, 1, **{"\udc80": 1})
    assert M.with_keyword(**dict(zip(["stri" + "ct", "a"], [True, 1], strict=True))) == (
        1,
        1,
        True,
        None,
    )


def check_binding_allocates_nothing():
    calls = [
        lambda: M.bound(1),
        lambda: M.bound(1, 2),
        lambda: M.bound(1, b=2),
        lambda: M.bound(strict=True, b=3, a=1),
    ]
    for call in calls:
        call()
        M.rust_heap()
        before = M.rust_heap()[0]
        between = M.rust_heap()[0]
        call()
        after = M.rust_heap()[0]
        # What asking costs, and nothing more.
        assert after - between == between - before, (before, between, after)


def check_rest():
    assert M.with_rest(1) == (1, [], -1)
    assert M.with_rest(1, 2, 3, last=4) == (1, [2, 3], 4)
    raises(TypeError, M.with_rest, 1, "x")


def check_without_signature():
    assert M.without_signature(1, b="x") == (1, "x")
    assert M.type(match=3) == 3


def check_inspect_signature():
    for function, text in (
        (M.only_positions, "(a, b, /)"),
        (M.with_default, "(a, b=Ellipsis, /)"),
        (M.with_keyword, "(a, b=1, *, strict=False, name=None)"),
        (M.with_rest, "(a, *rest, last=-1)"),
        (M.documented, "(text='x', number=-1, flag=True, other=None)"),
        (M.nothing, "()"),
    ):
        assert str(inspect.signature(function)) == text, str(inspect.signature(function))
    # Whatever the text of a default: `inspect` gives up a signature that is not ASCII.
    mark = inspect.signature(M.marked).parameters["mark"].default
    assert mark == M.marked() == 'a"\\\n\0é…\u0301\U0001f40d'
    assert M.documented.__doc__ == "What it does.\n\nAnd more."
    assert M.documented.__name__ == "documented"
    assert M.documented.__module__ == "xxtestrustapi"
    assert M.__doc__ == "Tries every promise of cpython-api."


# ---- errors and panics --------------------------------------------------------------------------


def check_raise():
    error = raises(ValueError, M.raise_value_error, "žluť \U0001f40d")
    assert error.args == ("žluť \U0001f40d",)
    error = raises(M.Error, M.raise_custom, "own")
    assert error.args == ("own",)
    assert M.Error.__module__ == "xxtestrustapi"
    assert M.custom_error() is M.Error
    assert issubclass(M.Error, Exception)


def check_stale_error_is_a_system_error():
    raises(SystemError, M.stale_error, match="returned an error without raising an exception")


def check_false_marker_is_noticed():
    # A debug build looks, and panics; in another the boundary says nearly the same.
    raises(SystemError, M.lying_marker, match="without an exception")


def check_result_with_pending_error():
    thing = Thing()
    before = count(thing)
    raises(ValueError, M.result_with_error, thing, match="forgotten")
    assert count(thing) == before


def check_swallow():
    def lookup():
        raise KeyError("x")

    def other():
        raise ZeroDivisionError("x")

    assert M.swallow(lookup) is None
    assert M.swallow(lambda: 3) == 3
    raises(ZeroDivisionError, M.swallow, other)


def check_panics_become_system_errors():
    raises(SystemError, M.panic_text, match="a Rust function panicked: a fixed text")
    raises(SystemError, M.panic_format, 5, match="the number 5")
    raises(SystemError, M.panic_value, match="a Rust function panicked")
    raises(SystemError, M.panic_argument, 1, match="in the argument")
    raises(SystemError, M.panic_output, match="in the result")


def check_panic_while_detached_attaches_again():
    raises(SystemError, M.panic_detached, match="while detached")
    assert M.detach() == 7
    assert M.may_detach()


# ---- the thread context -------------------------------------------------------------------------


def check_outermost_may_detach():
    assert M.may_detach()
    assert M.detach() == 7
    assert M.detach_or_stay() == 8


def check_nested_entry_has_no_permit():
    assert M.call(M.may_detach) is False
    raises(RuntimeError, M.call, M.detach, match="cannot detach inside another Rust callback")
    assert M.call(M.detach_or_stay) == 8
    assert M.may_detach()


def check_permit_survives_a_nested_call():
    assert M.call_then_detach(M.may_detach) == 9
    assert M.call_then_detach(M.detach) == 9
    assert M.call_then_detach(M.panic_text) == 9


def check_depth_is_shared_between_modules():
    assert OTHER.may_detach() is True
    assert M.call(OTHER.may_detach) is False
    assert OTHER.call(M.may_detach) is False
    raises(RuntimeError, M.call, OTHER.detach)
    raises(RuntimeError, OTHER.call, M.detach)
    assert M.call(lambda: OTHER.call(M.may_detach)) is False
    assert OTHER.may_detach() is True


def check_depth_is_restored_after_a_panic():
    raises(SystemError, M.call, M.panic_text)
    raises(SystemError, M.panic_text)
    assert M.may_detach()
    assert OTHER.may_detach()


def check_depth_is_per_thread():
    seen = []

    def inside():
        thread = threading.Thread(target=lambda: seen.append((M.may_detach(), OTHER.may_detach())))
        thread.start()
        thread.join()
        seen.append(M.may_detach())

    M.call(inside)
    assert seen == [(True, True), False]


def check_many_threads_come_and_go():
    wrong = []

    def work():
        for _ in range(50):
            if not M.may_detach() or M.call(OTHER.may_detach) or M.detach() != 7:
                wrong.append(1)  # noqa: PERF401 - each turn of the loop is a try

    for _ in range(5):
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not wrong


def check_detached_threads_overlap():
    # One thread waits inside Rust; this one reaches Python code meanwhile.
    started, seen = threading.Event(), []

    def wait():
        started.set()
        M.sleep_detached(300)
        seen.append("end")

    thread = threading.Thread(target=wait)
    thread.start()
    started.wait()
    ran = 0
    while thread.is_alive():
        ran += 1
    thread.join()
    assert ran > 0
    assert seen == ["end"]


# ---- modules ------------------------------------------------------------------------------------


def check_state_is_per_module_object():
    first, second = load(), load()
    assert first is not second
    assert [first.bump(), first.bump(), second.bump(), first.bump()] == [1, 2, 1, 3]
    assert first.Error is not second.Error
    assert first.ANSWER == 42


def check_two_objects_from_one_spec():
    import importlib.util

    from loading import spec_of

    spec = spec_of("xxtestrustapi")
    first, second = importlib.util.module_from_spec(spec), importlib.util.module_from_spec(spec)
    assert first is not second
    spec.loader.exec_module(first)
    raises(SystemError, second.bump, match="not ready")
    spec.loader.exec_module(second)
    assert [first.bump(), second.bump(), first.bump()] == [1, 1, 2]
    assert first.Error is not second.Error


def check_module_objects_are_collected():
    gc.collect()
    import weakref

    module = load()
    gone = weakref.ref(module)
    assert module.bump() == 1
    del module
    gc.collect()
    assert gone() is None


def check_second_exec_changes_nothing():
    module = load()
    assert module.bump() == 1
    module.__spec__.loader.exec_module(module)
    assert module.bump() == 2


def check_module_before_exec_is_not_ready():
    import importlib.util

    from loading import spec_of

    module = importlib.util.module_from_spec(spec_of("xxtestrustapi"))
    # Created, not executed: up to 3.14 the functions are there, and the state is not.
    raises(SystemError, module.bump, match="not ready")


def check_failing_new_and_exec():
    for name, kind in (
        ("xx_new_raises", ValueError),
        ("xx_new_panics", SystemError),
        ("xx_exec_raises", ValueError),
        ("xx_exec_panics", SystemError),
    ):
        raises(kind, load, name, match="on purpose")
    gc.collect()


def check_each_state_is_dropped_once():
    gc.collect()
    made, dropped = M.lives()
    for name, more in (
        ("xx_new_raises", 0),
        ("xx_new_panics", 0),
        ("xx_exec_raises", 1),
        ("xx_exec_panics", 1),
    ):
        with contextlib.suppress(ValueError, SystemError):
            load(name)
        gc.collect()
        made, dropped = made + more, dropped + more
        assert M.lives() == (made, dropped), name


def unraisable(function):
    """What reached `sys.unraisablehook` during a call."""
    seen = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda args: seen.append(str(args.exc_value))
    try:
        function()
        gc.collect()
    finally:
        sys.unraisablehook = hook
    return seen


def check_panicking_clear_is_unraisable():
    def run():
        module = load("xx_clear_panics")
        del module

    gc.collect()
    seen = unraisable(run)
    assert [text for text in seen if "on purpose" in text], seen


def check_panicking_drop_is_unraisable():
    def run():
        module = load("xx_drop_panics")
        del module

    gc.collect()
    seen = unraisable(run)
    assert [text for text in seen if "on purpose" in text], seen


def check_pending_error_survives_a_free():
    # A module is freed while an exception is on its way: the exception must be the same afterwards.
    def fail():
        module = load("xx_drop_panics")
        module.cycle = None
        raise KeyError("on its way")

    hook, sys.unraisablehook = sys.unraisablehook, lambda args: None
    try:
        error = raises(KeyError, fail)
        assert error.args == ("on its way",)
        del error
        gc.collect()
    finally:
        sys.unraisablehook = hook
