"""Checks of X28: the same story is told to the class and to the reference, and must end alike."""

import gc
import sys
import weakref


class Reference:
    """What the class does, in Python: a list, which is asked again each time."""

    class Shelf:
        def __init__(self):
            self.things = []

        def put(self, thing, /):
            self.things.append(thing)
            return len(self.things)

        @property
        def size(self):
            return len(self.things)

        def clear(self):
            self.things = []

        def for_each(self, function, /):
            place = 0
            while place < len(self.things):
                function(self.things[place])
                place += 1

        def set(self, place, thing, /):
            if not 0 <= place < len(self.things):
                raise IndexError("there is no such place")
            self.things[place] = thing

        @property
        def label(self):
            words = []
            while len(words) < len(self.things):
                words.append(str(self.things[len(words)]))
            return ", ".join(words)


class Speaks:
    """Does something when it is asked what it is, or when it goes."""

    def __init__(self, asked=lambda: None, gone=lambda: None, name="?"):
        self.asked, self.gone, self.name = asked, gone, name

    def __str__(self):
        self.asked()
        return self.name

    def __del__(self):
        self.gone()


class Unraisable:
    """Takes the place of sys.unraisablehook: what goes wrong in a `__del__` is heard nowhere else."""

    def __enter__(self):
        self.told = []
        self.before, sys.unraisablehook = sys.unraisablehook, self.take
        return self.told

    def take(self, unraisable):
        self.told.append(f"{unraisable.exc_type.__name__}: {unraisable.exc_value}")

    def __exit__(self, *_):
        sys.unraisablehook = self.before


def shelf_of(Shelf, things):
    shelf = Shelf()
    for thing in things:
        shelf.put(thing)
    return shelf


def told(story, Shelf, things):
    """Tell a story to a shelf, with a list to note down what happens; what came of it."""
    shelf, notes = shelf_of(Shelf, things), []
    try:
        came = story(shelf, notes)
    except Exception as error:
        if type(error) in (SystemError, NotImplementedError):
            raise
        came = f"RuntimeError: {error}" if type(error) is RuntimeError else type(error).__name__
    return came, notes, shelf.size, shelf.label


def same(Shelf, what, story, things=("a", "b", "c")):
    expected, answer = told(story, Reference.Shelf, things), told(story, Shelf, things)
    words = ("it came to", "what happened was", "its size was", "its label was")
    for word, right, wrong in zip(words, expected, answer, strict=True):
        assert right == wrong, f"{what}: {word} {wrong!r}, and must be {right!r}"


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_for_each(Shelf, argument, item):
    """shelf.for_each(function) leaves every count as it was"""
    shelf_of(Shelf, [argument, item]).for_each(lambda thing: None)


def calls_for_each_that_raises(Shelf, argument):
    """shelf.for_each(function) leaves every count as it was when the function raises"""
    shelf_of(Shelf, [argument]).for_each(len)


def calls_set(Shelf, argument, item):
    """shelf.set(place, thing) leaves every count as it was"""
    shelf = shelf_of(Shelf, [argument])
    shelf.set(0, item)
    shelf.set(1, argument)


def calls_label(Shelf, argument):
    """shelf.label leaves every count as it was"""
    return shelf_of(Shelf, [argument, argument]).label


def check_plain(Shelf, rng):
    """for_each, set and label do what they say"""
    things = [str(rng.randrange(100)) for _ in range(rng.randrange(1, 20))]
    same(Shelf, "for_each", lambda shelf, notes: shelf.for_each(notes.append), things)
    same(Shelf, "label", lambda shelf, notes: shelf.label, things)
    same(Shelf, "label of an empty shelf", lambda shelf, notes: shelf.label, ())
    for place in (0, len(things) - 1, len(things), len(things) + 5):
        same(Shelf, f"set({place}, 'x')", lambda shelf, notes: shelf.set(place, "x"), things)


def check_raises(Shelf):
    """an exception of the function stops for_each"""

    def story(shelf, notes):
        shelf.for_each(lambda thing: notes.append((thing, 1 / (thing != "b"))))

    same(Shelf, "a function that raises", story)
    same(
        Shelf,
        "a thing whose str raises",
        lambda shelf, notes: shelf.put(Broken()) and shelf.label[:0],
        (),
    )


def check_no_utf8(Shelf, raises):
    """a text that UTF-8 cannot hold is a UnicodeEncodeError"""
    shelf = shelf_of(Shelf, ["a", "\ud800"])
    raises(UnicodeEncodeError, "label with a lone surrogate", lambda: shelf.label)


class Broken:
    """Has no text, for the first time."""

    def __init__(self):
        self.asked = 0

    def __str__(self):
        self.asked += 1
        if self.asked == 1:
            raise KeyError("no text")
        return "broken"


def check_for_each_looks(Shelf):
    """the function of for_each may look at the shelf"""
    same(
        Shelf,
        "a look at size",
        lambda shelf, notes: shelf.for_each(lambda thing: notes.append(shelf.size)),
    )
    same(
        Shelf,
        "a look at label",
        lambda shelf, notes: shelf.for_each(lambda thing: notes.append(shelf.label)),
    )

    def nested(shelf, notes):
        shelf.for_each(lambda one: shelf.for_each(lambda other: notes.append(one + other)))

    same(Shelf, "for_each inside for_each", nested)


def check_for_each_changes(Shelf):
    """the function of for_each may change the shelf"""

    def story(change):
        def tell(shelf, notes):
            def function(thing):
                notes.append(thing)
                if len(notes) == 1:
                    change(shelf)
                assert len(notes) < 100

            shelf.for_each(function)

        return tell

    same(Shelf, "a function that empties it", story(lambda shelf: shelf.clear()))
    same(Shelf, "a function that puts more", story(lambda shelf: shelf.put("d")))
    same(Shelf, "a function that sets the next", story(lambda shelf: shelf.set(1, "x")))
    same(Shelf, "a function that sets the first", story(lambda shelf: shelf.set(0, "x")))
    same(
        Shelf,
        "a function that empties and fills it",
        story(lambda shelf: (shelf.clear(), shelf.put("x"), shelf.put("y"))),
    )


def check_label_comes_back(Shelf):
    """a __str__ may look at the shelf, and change it"""

    def story(asked):
        def tell(shelf, notes):
            shelf.put(Speaks(lambda: notes or (notes.append(1), asked(shelf, notes)), name="s"))
            shelf.put("last")
            return shelf.label

        return tell

    same(
        Shelf, "a __str__ that looks at size", story(lambda shelf, notes: notes.append(shelf.size))
    )
    same(
        Shelf,
        "a __str__ that looks at label",
        story(lambda shelf, notes: notes.append(shelf.label)),
    )
    same(Shelf, "a __str__ that empties the shelf", story(lambda shelf, notes: shelf.clear()))
    same(Shelf, "a __str__ that puts more", story(lambda shelf, notes: shelf.put("x")))


def check_set_lets_go(Shelf):
    """a __del__ of what was there before finds the shelf free"""
    notes = []
    shelf = shelf_of(Shelf, ["a"])
    shelf.put(Speaks(gone=lambda: notes.append((shelf.size, shelf.label))))
    with Unraisable() as unheard:
        shelf.set(1, "new")
    assert not unheard, f"in the __del__ of the old thing: {unheard[0]}"
    assert notes == [(2, "a, new")], f"the __del__ of the old thing saw {notes}"


def check_set_lets_go_at_once(Shelf):
    """what was there before is gone when set returns"""
    thing = Speaks()
    alive = weakref.ref(thing)
    shelf = shelf_of(Shelf, [thing])
    del thing
    shelf.set(0, "new")
    gc.collect()
    assert alive() is None, "the old thing is still alive"
