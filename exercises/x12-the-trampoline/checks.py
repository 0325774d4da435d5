"""Checks of X12: plain asserts, run one by one in a child process that has imported the module."""

import sys


class Reference:
    """What the functions in `module.rs` do with a right trampoline, in Python."""

    @staticmethod
    def same(obj, /):
        return obj

    @staticmethod
    def fails(obj, /):
        raise KeyError(obj)

    @staticmethod
    def panics():
        raise RuntimeError("a text")

    @staticmethod
    def panics_with_number(number, /):
        raise RuntimeError(f"number {number}")

    @staticmethod
    def panics_with_value():
        raise RuntimeError("a panic")

    @staticmethod
    def panics_after_error(obj, /):
        raise RuntimeError("a text")

    @staticmethod
    def quiet(what, /):
        return None


def words_of(function, *args):
    """Return the text of the RuntimeError that a call must raise."""
    try:
        result = function(*args)
    except NotImplementedError:  # it is a RuntimeError too
        raise
    except RuntimeError as error:
        if str(error) == "`words` is not written yet":
            raise NotImplementedError("words") from None
        return str(error)
    raise AssertionError(f"it returned {result!r} and raised nothing")


class Hook:
    """Takes the place of sys.unraisablehook and keeps what it is told."""

    def __enter__(self):
        self.told = []
        self.before, sys.unraisablehook = sys.unraisablehook, self.take
        return self.told

    def take(self, unraisable):
        self.told.append((unraisable.exc_type, str(unraisable.exc_value)))

    def __exit__(self, *_):
        sys.unraisablehook = self.before


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_same(same, argument):
    """same(obj) leaves every count as it was"""
    return same(argument)


def calls_fails(fails, argument):
    """fails(obj) leaves every count as it was"""
    return fails(argument)


def calls_panics(panics):
    """panics() leaves nothing behind"""
    return panics()


def calls_panics_after_error(panics_after_error, argument):
    """panics_after_error(obj) leaves every count as it was"""
    return panics_after_error(argument)


def calls_quiet(quiet):
    """quiet(1) leaves every count as it was"""
    with Hook():
        return quiet(1)


def check_same(same):
    """same(obj) returns obj itself"""
    for value in (object(), [1], None):
        result = same(value)
        assert result is value, f"same({value!r}) returned {result!r}"


def check_fails(fails, raises):
    """fails(obj) raises the exception that its body has set"""
    raises(KeyError, "fails('mine')", fails, "mine")


def check_panics(panics):
    """panics() raises RuntimeError with the words of the panic"""
    text = words_of(panics)
    assert text == "a text", f"panic!(\"a text\") became RuntimeError({text!r})"


def check_panics_with_number(panics_with_number):
    """panics_with_number(7) raises RuntimeError with the words of the panic"""
    for number in (7, -1):
        text = words_of(panics_with_number, number)
        assert text == f"number {number}", f"panic!(\"number {{n}}\") with n = {number} became RuntimeError({text!r})"


def check_panics_with_value(panics_with_value):
    """panics_with_value() raises RuntimeError with the words `a panic`"""
    text = words_of(panics_with_value)
    assert text == "a panic", f"a panic that carries a number and no text became RuntimeError({text!r})"


def check_panics_after_error(panics_after_error):
    """panics_after_error(obj) raises RuntimeError: the panic came last"""
    text = words_of(panics_after_error, "mine")
    assert text == "a text", f"panic!(\"a text\") became RuntimeError({text!r})"


def check_quiet(quiet):
    """quiet(0) returns None, and the hook is told nothing"""
    with Hook() as told:
        quiet(0)
    assert told == [], f"the hook was told {told}"


def check_quiet_error(quiet):
    """quiet(1) returns None, and the hook is told of the error of its body"""
    with Hook() as told:
        quiet(1)
    assert told == [(KeyError, "1")], f"sys.unraisablehook was told {told or 'nothing'}"


def check_quiet_panic(quiet):
    """quiet(2) returns None, and the hook is told of the panic"""
    with Hook() as told:
        quiet(2)
    assert told == [(RuntimeError, "a text")], f"sys.unraisablehook was told {told or 'nothing'}"
