"""Checks of X11: what the assembled function does, also when it leaves early."""


class Reference:
    """What the function does, in Python: the oracle of every comparison."""

    @staticmethod
    def record(obj, /):
        return {str(obj): len(obj)}


class Half:
    """An object that fails at one step."""

    def __init__(self, failing):
        self.failing = failing

    def __str__(self):
        if self.failing == "str":
            raise KeyError("mine")
        return "half"

    def __len__(self):
        if self.failing == "len":
            raise KeyError("mine")
        return 7


class Text(str):
    """A text that is no key."""

    def __hash__(self):
        raise KeyError("mine")


class Unhashable:
    """Its text cannot be a key."""

    def __str__(self):
        return Text("text")

    def __len__(self):
        return 100_000  # a number that is made anew, so that one left behind shows


def calls_record(record, argument):
    """record([obj]) leaves every count as it was"""
    return record([argument])


def calls_record_without_length(record, argument):
    """record(obj) of what has no length leaves every count as it was"""
    return record(argument)


def calls_record_without_text(record):
    """record(obj) of what has no text leaves nothing behind"""
    return record(Half("str"))


def calls_record_without_key(record):
    """record(obj) of what has no hash leaves nothing behind"""
    return record(Unhashable())


def check_record(record):
    """record(obj) returns {str(obj): len(obj)}"""
    for value in ("text", [1, 2], (), Half("nothing")):
        result = record(value)
        assert result == {str(value): len(value)}, f"record({value!r}) returned {result!r}"


def check_early(record, raises):
    """record(obj) passes on what a step raises"""
    raises(TypeError, "record(7)", record, 7)
    for step in ("str", "len"):
        raises(KeyError, f"record() of what raises KeyError in {step}()", record, Half(step))
    raises(KeyError, "record() of what raises KeyError in hash()", record, Unhashable())
