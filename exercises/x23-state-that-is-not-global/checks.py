"""Checks of X23: plain asserts, run one by one in a child process that has imported the module."""

import gc
import importlib
import importlib.util
import sys
import sysconfig
import weakref


class Reference:
    """What the functions do, in Python; each module object has a count and an object of its own."""

    @staticmethod
    def bump():
        raise NotImplementedError

    @staticmethod
    def remember(obj, /):
        return None

    @staticmethod
    def recall():
        raise NotImplementedError


class Thing:
    """An object that can be watched, and may refer to others."""


def another(function):
    """Return one more module object of the same file.

    `function` is the one that the check needs most: where it corrupts memory, the check is not run.
    """
    module = function.__self__
    spec = importlib.util.spec_from_file_location(module.__name__, module.__file__)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_bump(bump):
    """bump() leaves every count as it was"""
    return bump()


def calls_remember(remember, argument):
    """remember(obj) keeps one reference and gives back the one before"""
    return remember(argument)


def calls_recall(recall, remember, item):
    """recall() leaves the count of what it returns as it was"""
    remember(item)
    return recall()


def check_counts_up(bump):
    """bump() counts its calls"""
    first = bump()
    rest = [bump() for _ in range(3)]
    assert rest == [first + 1, first + 2, first + 3], f"after bump() had returned {first}, it returned {rest}"


def check_recalls(remember, recall):
    """recall() returns what was remembered last"""
    for thing in (Thing(), [1, 2], None, "text", Thing()):
        assert remember(thing) is None, "remember(obj) returns None"
        answer = recall()
        assert answer is thing, f"remember({thing!r}), and recall() returned {answer!r}"
    remember(None)


def check_nothing_remembered(bump):
    """recall() returns None when nothing was remembered"""
    answer = another(bump).recall()
    assert answer is None, f"recall() of a new module object returned {answer!r}"


def check_kept_alive(remember, recall):
    """what is remembered stays alive"""
    remember(["kept"])
    noise = [["other"] for _ in range(1000)]
    assert recall() == ["kept"], f"remember(['kept']) became {recall()!r}"
    assert len(noise) == 1000
    remember(None)


def check_let_go(remember):
    """what was remembered before is given back"""
    thing = Thing()
    gone = weakref.ref(thing)
    remember(thing)
    del thing
    remember(None)
    assert gone() is None, "remember(a), remember(b), and a is still alive"


def check_old_object_last(remember, recall):
    """giving back the old object comes last"""
    seen = []

    class Curious:
        def __del__(self):
            seen.append(recall() is self)

    remember(Curious())
    remember(None)
    assert seen, "remember(a), remember(b), and a is still alive"
    assert seen == [False], "in the `__del__` of the old object, recall() still returned that object"


def check_own_count(bump):
    """each module object counts for itself"""
    bump()
    one, two = another(bump), another(bump)
    answers = [one.bump(), one.bump(), two.bump(), one.bump()]
    assert answers == [1, 2, 1, 3], f"one, one, two, one counted {answers}; each begins at 1 by itself"


def check_own_object(remember):
    """each module object remembers for itself"""
    one, two = another(remember), another(remember)
    one.remember("one")
    two.remember("two")
    answers = [one.recall(), two.recall()]
    assert answers == ["one", "two"], f"one remembered 'one' and two 'two'; they recall {answers}"


def told_and_let_go(remember):
    """Let a new module remember a thing, let go of both, and return a weak reference to the thing."""
    module, thing = another(remember), Thing()
    module.remember(thing)
    vars(module).clear()  # no function refers to the module any more: it dies without the collector
    return weakref.ref(thing)


def check_goes_away(remember):
    """what a module remembers goes away with it"""
    watched = told_and_let_go(remember)
    gc.collect()  # on a free-threaded build modules are only counted here
    assert watched() is None, "the module object is gone, and what it remembered is still alive"


def left(kind):
    """Return how many objects of a class there are. Weak references would not do: they are cleared first."""
    gc.collect()
    return sum(type(one) is kind for one in gc.get_objects())


def check_cycle(remember):
    """a cycle through the state is collected"""

    class Link(Thing):
        pass

    module, link = another(remember), Link()
    module.remember(link)
    link.module = module
    del module, link
    assert left(Link) == 0, "module -> state -> object -> module: all let go, and still alive after gc.collect()"


def check_tuple_cycle(remember):
    """a tuple that holds the module is collected"""

    class Link(Thing):
        pass

    module = another(remember)
    module.remember((module, Link()))  # a tuple cannot be cleared: only the state can break this cycle
    del module
    assert left(Link) == 0, "module -> state -> tuple -> module: all let go, and still alive after gc.collect()"


def check_count_of_the_module(remember):
    """no call changes the count of its module object"""
    module = another(remember)
    before = sys.getrefcount(module)
    for _ in range(100):
        module.bump()
        module.remember(None)
        module.recall()
    change = sys.getrefcount(module) - before
    assert abs(change) < 50, f"after 100 calls of each function the count of the module object had changed by {change:+}"


def check_modules_go_away(remember):
    """a module object that nobody uses is collected, whether something is remembered or not"""
    kind = type(remember.__self__)
    before = left(kind)
    for number in range(10):
        module = another(remember)
        if number % 2:
            module.remember((module,))
        del module
    after = left(kind)
    assert after == before, f"10 module objects were made and let go; {after - before} are still there"


def check_cleared_once(remember):
    """what is cleared is given back once"""
    for _ in range(50):
        module, kept = another(remember), [Thing()]
        module.remember((module, kept))
        del module
        gc.collect()
        assert type(kept[0]) is Thing
    gc.collect()


INSIDE = """
import importlib.util
spec = importlib.util.spec_from_file_location({name!r}, {file!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
assert module.bump() == 1, "it does not begin at 1"
assert module.recall() is None, "it remembers what another interpreter was told"
module.remember(["inside"])
assert module.recall() == ["inside"]
"""


def interpreters():
    """Return the private module that makes interpreters, or None: before 3.12 they share the GIL and prove nothing."""
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


def check_another_interpreter(bump, remember, recall):
    """another interpreter has a state of its own"""
    private = interpreters()
    # Without the GIL, 3.13 leaves objects uncollected once another interpreter has come and gone.
    if private is None or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return
    module, mine = bump.__self__, Thing()
    remember(mine)
    script = INSIDE.format(name=module.__name__, file=module.__file__)
    for _ in range(3):
        inside = private.create()
        failed = None
        try:
            failed = private.run_string(inside, script)
        except Exception as error:  # 3.12 raises what 3.13 returns
            failed = error
        private.destroy(inside)
        assert failed is None, f"in another interpreter: {getattr(failed, 'formatted', failed)}"
    assert recall() is mine, "another interpreter changed what this one remembers"
    remember(None)
