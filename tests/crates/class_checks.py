"""Every promise on classes, tried from Python. As `checks.py`."""

import contextlib
import gc
import inspect
import sys
import weakref

from checks import M, Thing, count, load, raises, unraisable

#: References that a check leaks, since that is its subject: none.
LEAKS = {}
#: Too long for the rounds that look for leaks; they count what is left themselves.
ONCE = ["check_long_chain_is_freed", "check_long_mixed_chain_is_freed"]


# ---- what a class is ----------------------------------------------------------------------------


def check_class_and_its_constructor():
    counter = M.Counter(3, step=2)
    assert (counter.value, counter.step) == (3, 2)
    assert M.Counter().value == 0
    assert M.Counter(step=5).step == 5
    assert (M.Counter.__name__, M.Counter.__module__) == ("Counter", "xxtestrustapi")
    assert M.Counter.__doc__ == "Counts.\n\nAtomically."
    assert str(inspect.signature(M.Counter)) == "(start=0, /, *, step=1)"
    raises(ValueError, M.Counter, step=0)
    raises(
        TypeError, M.Counter, 1, 2, match="Counter() takes 1 positional argument but 2 were given"
    )
    raises(TypeError, M.Counter, start=1, match="positional-only argument")
    raises(TypeError, M.Counter, other=1, match="unexpected keyword argument 'other'")
    raises(TypeError, M.Counter, "x", match="Counter() argument 'start'")
    raises(TypeError, M.Counter, **{"\udc80": 1})


def check_methods():
    counter = M.Counter(step=3)
    assert (counter.add(), counter.add(2), counter.add(times=3)) == (3, 9, 18)
    assert counter.merge(M.Counter(2)) == 20
    assert counter.copy().value == 20
    assert counter.copy() is not counter
    assert M.Counter.add(counter) == 23
    raises(TypeError, counter.add, 1, 2)
    raises(TypeError, counter.merge, 3, match="expected Counter, not int")
    raises(TypeError, M.Counter.add, 3)
    assert not hasattr(counter, "is_even")
    with counter as entered:
        assert entered is counter
    assert str(inspect.signature(counter.add)) == "(times=1)"
    assert M.Counter.add.__doc__ == "Count `times` steps."


def check_class_and_static_methods():
    assert M.Counter.of_sum(1, 2).value == 3
    assert type(M.Counter().of_sum(1, 2)) is M.Counter
    assert M.Counter.sum(1) == M.Counter().sum(1, b=1) == 2
    raises(TypeError, M.Counter.of_sum, 1)
    raises(TypeError, M.Counter.sum)


def check_attributes():
    counter = M.Counter()
    counter.value = 7
    assert counter.value == 7
    assert M.Counter.value.__doc__ == "The count."
    error = raises(M.Error, setattr, counter, "value", -1)
    assert error.args == ("below zero",)
    raises(TypeError, setattr, counter, "value", "x", match="attribute 'value'")
    raises(AttributeError, delattr, counter, "value", match="cannot be deleted")
    raises(AttributeError, setattr, counter, "step", 1)
    raises(AttributeError, setattr, counter, "other", 1)
    assert counter.value == 7


def check_class_without_constructor():
    assert M.make_encoder(6).level == 6
    raises(TypeError, M.Encoder, match="cannot create 'xxtestrustapi.Encoder' instances")
    raises(TypeError, object.__new__, M.Encoder)
    raises((AttributeError, TypeError), lambda: M.Encoder.__new__(M.Encoder))
    raises(TypeError, object.__new__, M.Counter)
    assert M.Bare.__doc__ == "Nothing."
    assert M.Bare.__module__ == "xxtestrustapi"


def check_new_without_init():
    # `__new__` alone makes a whole object, and a second `__init__` changes nothing.
    counter = M.Counter.__new__(M.Counter, 5)
    assert counter.value == 5
    counter.add()
    counter.__init__()
    counter.__init__(9)
    assert counter.value == 6
    raises(TypeError, M.Counter.__new__, int)
    raises(TypeError, M.Counter.__new__)


def check_classes_are_final_and_immutable():
    raises(TypeError, type, "Sub", (M.Counter,), {}, match="is not an acceptable base type")
    raises(TypeError, setattr, M.Counter, "add", None)
    raises(TypeError, setattr, M.Counter(), "__class__", M.Node)


def check_types_of_two_module_objects_share_no_state():
    other = load()
    assert other.Counter is not M.Counter
    theirs = other.Counter()
    raises(other.Error, setattr, theirs, "value", -1)
    # The payload is the same, so an object of one is an argument for the other.
    assert M.Counter().merge(other.Counter(2)) == 2


def check_second_definition_is_refused():
    assert M.SECOND_DEFINITION_IS_REFUSED is True


def check_alike_classes_are_told_apart():
    left, right = M.twins()
    assert type(left) is not type(right)
    assert (M.is_left(left), M.is_right(right)) == (1, 2)
    raises(TypeError, M.is_left, right, match="expected Twin, not Twin")
    raises(TypeError, M.is_right, left)
    raises(TypeError, M.is_left, M.make_encoder(1))
    raises(TypeError, M.is_left, object())
    raises(TypeError, M.is_left, int)


# ---- life and death -----------------------------------------------------------------------------


def check_type_count_is_stable():
    for make in (M.Counter, M.Node, lambda: M.make_encoder(1)):
        kind = type(make())
        gc.collect()
        before = sys.getrefcount(kind)
        for _ in range(10_000):
            make()
        many = [make() for _ in range(100)]
        del many
        gc.collect()
        assert abs(sys.getrefcount(kind) - before) <= 1, (kind, sys.getrefcount(kind), before)


def check_payload_holds_one_reference():
    thing = Thing()
    before = count(thing)
    node = M.Node(thing)
    assert count(thing) == before + 1
    assert node.next is thing
    assert count(thing) == before + 1
    node.next = None
    assert count(thing) == before
    node.next = thing
    del node
    assert count(thing) == before


def check_weak_references():
    for make in (M.Counter, M.Node, lambda: M.make_encoder(1)):
        thing, called = make(), []
        reference = weakref.ref(thing, called.append)
        assert reference() is thing
        del thing
        gc.collect()
        assert reference() is None
        assert called == [reference]


def check_cycles_are_collected():
    gc.collect()
    before = M.live_nodes()
    census = []
    for _ in range(100):
        node, other = M.Node(), M.Node(label="x" * 50)
        node.next, other.next = other, node
        node.append(node)
        node.append([other])
        census.append(weakref.ref(node))
    del node, other
    for _ in range(2):
        gc.collect()
    assert [reference for reference in census if reference() is not None] == []
    assert M.live_nodes() == before


def check_collector_sees_the_type_and_the_fields():
    thing = Thing()
    node = M.Node(thing, "label")
    seen = gc.get_referents(node)
    assert type(node) in seen
    assert thing in seen
    assert gc.is_tracked(node)
    assert not gc.is_tracked(M.Counter())


def check_cycle_through_a_finalizer():
    seen = []

    class Finalized:
        def __del__(self):
            seen.append(self.node.next is self)

    thing = Finalized()
    thing.node = M.Node(thing)
    del thing
    gc.collect()
    assert seen == [True]


def check_resurrection():
    saved = []

    class Saves:
        def __del__(self):
            saved.append(self.node)

    thing = Saves()
    thing.node = M.Node(thing)
    del thing
    gc.collect()
    # The node came back, whole.
    assert saved[0].next.node is saved[0]
    saved[0].next = None
    saved.clear()
    gc.collect()


def check_long_chain_is_freed():
    gc.collect()
    before = M.live_nodes()
    node = None
    for _ in range(1_000_000):
        node = M.Node(node)
    del node
    assert M.live_nodes() == before


def check_long_mixed_chain_is_freed():
    before = M.live_nodes()
    node = None
    for _ in range(100_000):
        node = [M.Node((node,))]
    del node
    assert M.live_nodes() == before


def check_module_with_classes_is_collected():
    gc.collect()
    module = load()
    kind, gone = weakref.ref(module.Node), weakref.ref(module)
    node = module.Node(module)
    node.append(node)
    del module, node
    for _ in range(2):
        gc.collect()
    assert gone() is None
    assert kind() is None


def check_object_outlives_its_module():
    module = load()
    node, counter = module.Node("x"), module.Counter(2)
    del module
    gc.collect()
    assert (node.next, counter.value) == ("x", 2)
    counter.value = 3
    assert counter.add() == 4


# ---- what goes wrong ----------------------------------------------------------------------------


def check_panic_in_each_callback():
    raises(SystemError, M.Panicky, "new", match="a Rust function panicked: in the constructor")
    raises(SystemError, M.Panicky("method").method, match="in the method")
    raises(SystemError, getattr, M.Panicky("getter"), "attribute", match="in the getter")
    raises(SystemError, setattr, M.Panicky("setter"), "attribute", 1, match="in the setter")
    raises(SystemError, M.Panicky.class_method, match="in the class method")
    assert M.Panicky("nothing").method() is False
    assert M.may_detach()


def check_panic_in_drop_is_unraisable():
    thing = Thing()
    before = count(thing)

    def run():
        M.Panicky("drop", thing)

    seen = unraisable(run)
    assert ["in the drop" in text for text in seen] == [True], seen
    # The other fields were dropped all the same, and the memory freed.
    assert count(thing) == before


def check_pending_error_survives_a_dealloc():
    def fail():
        thing = M.Panicky("drop")
        del thing
        raise KeyError("on its way")

    def run():
        error = raises(KeyError, fail)
        assert error.args == ("on its way",)

    def other():
        things = [M.Panicky("drop")]
        try:
            raise KeyError("first")
        finally:
            things.clear()

    assert len(unraisable(run)) == 1
    assert len(unraisable(lambda: raises(KeyError, other))) == 1


def check_panic_in_clear_is_unraisable():
    def run():
        cycle = M.ClearPanics()
        cycle.kept = cycle
        del cycle

    gc.collect()
    seen = unraisable(run)
    assert ["in the clear" in text for text in seen] == [True], seen


def check_cell_answers_reentrancy():
    node = M.Node("x")
    # In use by the caller's caller: an exception, no second `&mut`.
    error = raises(RuntimeError, node.while_in_use, lambda: node.next)
    assert "in use" in str(error)
    raises(RuntimeError, node.while_in_use, lambda: setattr(node, "next", None))
    raises(RuntimeError, node.while_in_use, lambda: node.while_in_use(list))
    # Another object's cell, and another cell of the same object, are free.
    assert node.while_in_use(lambda: M.Node(3).next) == 3
    assert node.while_in_use(lambda: node.append(1)) == 1
    assert node.next == "x"


def check_cell_is_free_after_a_panic_or_an_error():
    node = M.Node("x")
    raises(SystemError, node.panic_inside, match="inside the cell")
    raises(ZeroDivisionError, node.while_in_use, lambda: 1 // 0)
    assert node.next == "x"


def check_finalizer_that_comes_back():
    said = []

    class Comes:
        def __init__(self, node):
            self.node = node

        def __del__(self):
            try:
                said.append(self.node.next)
            except RuntimeError:
                said.append("in use")

    node = M.Node()
    node.next = Comes(node)
    # `replace` hands the old value out first: its finalizer finds the new one.
    node.next = "new"
    node.next = Comes(node)
    node.drop_inside()
    assert said == ["new", "in use"]
    assert node.next is None


def check_collection_while_a_cell_is_in_use():
    node = M.Node()
    node.next = node
    node.append(Thing())
    assert node.while_in_use(gc.collect) >= 0
    assert node.next is node
    node.next = None


def check_detached_method():
    counter = M.Counter()
    assert counter.add_detached(1000) is True
    assert counter.value == 1000
    raises(RuntimeError, M.call, lambda: counter.add_detached(1))


def check_hostile_arguments():
    class Index:
        def __index__(self):
            counter.value = 1
            gc.collect()
            return 2

    counter = M.Counter()
    assert counter.add(Index()) == 3
    assert M.Counter(Index()).value == 2
    for wrong in (None, 1.5, "x", object(), 2**70, M.Node, counter):
        with contextlib.suppress(TypeError, OverflowError):
            counter.add(wrong)
            raise AssertionError(wrong)
        with contextlib.suppress(TypeError):
            counter.merge(wrong)
    with contextlib.suppress(TypeError):
        M.Counter.__new__(M.Node)
        raise AssertionError("a constructor for another class")
