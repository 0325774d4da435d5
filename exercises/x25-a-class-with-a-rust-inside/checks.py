"""Checks of X25: plain asserts, run one by one in a child process that has imported the module."""

import gc
import importlib.util
import sys
import weakref


class Reference:
    """What the class does, in Python."""

    class Pile:
        def __init__(self):
            self.numbers = []

        def add(self, number, /):
            self.numbers.append(number)

        def total(self):
            return sum(self.numbers)

        def count(self):
            return len(self.numbers)

        def copy(self):
            new = Reference.Pile()
            new.numbers = self.numbers[:]
            return new

        def absorb(self, other, /):
            if type(other) is not Reference.Pile:
                raise TypeError("absorb() takes a Pile")
            numbers, other.numbers = other.numbers, []
            self.numbers += numbers


def pile_of(Pile, numbers):
    pile = Pile()
    for number in numbers:
        pile.add(number)
    return pile


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_pile(Pile):
    """Pile() leaves nothing behind when it goes"""
    return Pile()


def calls_filled(Pile):
    """a Pile with numbers leaves nothing behind when it goes"""
    pile_of(Pile, range(50))


def calls_copy(Pile):
    """pile.copy() leaves nothing behind when it goes"""
    return pile_of(Pile, range(50)).copy()


def calls_absorb(Pile):
    """pile.absorb(other) leaves nothing behind"""
    return pile_of(Pile, range(50)).absorb(pile_of(Pile, range(20)))


def calls_absorb_anything(Pile, argument):
    """pile.absorb(obj) of anything else leaves every count as it was"""
    return Pile().absorb(argument)


def check_empty(Pile):
    """a new Pile is empty"""
    for pile in (Pile(), Pile.__new__(Pile)):
        assert pile.count() == 0, f"a new Pile has no numbers; yours has {pile.count()}"
        assert pile.total() == 0, f"the total of a new Pile is 0; yours is {pile.total()}"


def check_many(Pile, rng):
    """many piles keep their numbers apart"""
    # Room that was freed a moment ago is not empty: a payload has to be written there.
    for _ in range(20):
        given = [[rng.randrange(1000) for _ in range(rng.randrange(30))] for _ in range(50)]
        piles = [pile_of(Pile, numbers) for numbers in given]
        for pile, numbers in zip(piles, given, strict=True):
            assert pile.count() == len(numbers), f"there were {len(numbers)} numbers; now there are {pile.count()}"
            assert pile.total() == sum(numbers), f"the total was {sum(numbers)}; now it is {pile.total()}"


def check_copy(Pile):
    """pile.copy() has the same numbers, and goes its own way"""
    pile = pile_of(Pile, [1, 2, 3])
    other = pile.copy()
    assert type(other) is Pile, f"the copy is a {type(other).__name__}"
    assert other is not pile, "the copy is the pile itself"
    assert (other.count(), other.total()) == (3, 6), f"the copy has {other.count()} numbers, not 3"
    other.add(4)
    pile.add(10)
    assert (pile.count(), pile.total()) == (4, 16), f"the total of the first one is 16, not {pile.total()}"
    assert (other.count(), other.total()) == (4, 10), f"the total of the copy is 10, not {other.total()}"


def check_copy_lives_on(Pile):
    """a copy lives on when the first one is gone"""
    copies = [pile_of(Pile, range(100)).copy() for _ in range(50)]
    others = [pile_of(Pile, [7] * 100) for _ in range(50)]
    for pile in copies:
        assert pile.total() == 4950, f"the total was 4950; when the first one had gone it was {pile.total()}"
    assert all(pile.total() == 700 for pile in others)


def check_absorb(Pile):
    """pile.absorb(other) takes all numbers of the other"""
    pile, other = pile_of(Pile, [1, 2]), pile_of(Pile, [30, 40, 50])
    result = pile.absorb(other)
    assert result is None, f"it returned {result!r}"
    assert (pile.count(), pile.total()) == (5, 123), f"the first one has {pile.count()} numbers, not 5"
    assert (other.count(), other.total()) == (0, 0), f"the other one still has {other.count()} numbers"
    other.add(9)
    assert (pile.count(), other.count()) == (5, 1), "the two are not apart any more"


def check_absorb_itself(Pile):
    """a pile that absorbs itself stays as it is"""
    pile = pile_of(Pile, [1, 2, 3])
    pile.absorb(pile)
    assert pile.count() == 3, f"a pile of 3 numbers absorbed itself and has {pile.count()} now"
    pile.add(4)
    assert pile.total() == 10, f"the total must be 10, not {pile.total()}"


def check_absorb_anything(Pile, raises):
    """anything else than a Pile is a TypeError"""
    pile = pile_of(Pile, [1])
    for other in (None, 1, "text", [1], object(), Pile, Reference.Pile(), type("Pile", (), {})()):
        raises(TypeError, f"absorb() of a {type(other).__name__}", pile.absorb, other)
    assert pile.total() == 1, "a pile was changed by a call that failed"


def check_a_method_of_another(Pile, raises):
    """a method with an object that is no Pile is a TypeError"""
    raises(TypeError, "Pile.total([])", Pile.total, [])


def check_the_class_goes(Pile):
    """the class goes away when nobody uses it any more"""
    spec = importlib.util.spec_from_file_location("x25", sys.modules[Pile.__module__].__file__)
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    pile, alive = again.Pile(), weakref.ref(again.Pile)
    pile.copy()
    del again, pile
    gc.collect()
    assert alive() is None, "the module and its last Pile are gone, and the class is still alive"
