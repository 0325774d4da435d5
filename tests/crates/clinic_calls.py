"""The same calls to a table of `clinic!` and to its function of C: for `clinic_checks.py`."""

import binascii
import inspect
import itertools
import re
import sys
from itertools import pairwise

from clinic_values import Index, Truth, values

#: What C may refuse an argument with. Any other exception comes from the work itself.
REFUSALS = (TypeError, OverflowError, BufferError, ZeroDivisionError, KeyError)


def outcome(function, arguments, keywords, refusals):
    """The type of the refusal, or None if C would begin to work."""
    try:
        function(*arguments, **keywords)
    except binascii.Error:
        return None
    except refusals as error:
        text = str(error)
        # What an alphabet may be is not the table's matter.
        return None if "must have length" in text else (type(error), "int too large" in text)
    except Exception:
        return None
    return None


def kinds(function):
    """How each parameter may be given, from the signature that C prints."""
    text = re.sub(r"\$\w+(, /)?(, )?", "", " ".join(function.__text_signature__.split()))
    text = text.replace("zlib.", "").replace("<unrepresentable>", "None")
    signature = inspect.signature(eval(f"lambda {text.strip()[1:-1]}: 0", Names()))
    return {name: parameter.kind for name, parameter in signature.parameters.items()}


class Names(dict):
    """Every name is None: the defaults do not matter here."""

    def __missing__(self, name):
        return None


def shapes(function, kinds, valid):
    """Every call to compare: how many, by which name, with what."""
    yield from counted(kinds, valid)
    either = inspect.Parameter.POSITIONAL_OR_KEYWORD in kinds.values()
    for name, named in itertools.product(kinds, [False, True] if either else [False]):
        for value in values(function, name):
            yield called(kinds, valid | {name: value}, named=named)
    varied = [name for name in kinds if values(function, name)]
    wrong = (1.5, 2**70, "\xe9", Index(None), Truth())
    for (first, second), one, other in itertools.product(pairwise(varied), wrong, wrong):
        yield called(kinds, valid | {first: one, second: other})


def counted(kinds, valid):
    """Too few and too many, known and unknown names, the same one twice."""
    names = list(kinds)
    for count in range(len(names) + 3):
        yield [valid.get(n, 0) for n in names[:count]] + [0] * (count - len(names)), {}
    by_position = [n for n in names if kinds[n] is not inspect.Parameter.KEYWORD_ONLY]
    for count in range(len(by_position) + 1):
        given = [valid[n] for n in by_position[:count]]
        for name in [*names, "nothing", "\xe9", "\ud800"]:
            yield given, {name: valid.get(name, 1)}
        yield given, {n: valid[n] for n in names[count:]}
        yield given, {n: valid[n] for n in names}


def called(kinds, values, *, named=False):
    """The arguments by position as far as that goes, or by name as far as that goes."""
    last = inspect.Parameter.POSITIONAL_ONLY if named else inspect.Parameter.POSITIONAL_OR_KEYWORD
    given = [value for name, value in values.items() if kinds[name] <= last]
    return given, {name: value for name, value in values.items() if kinds[name] > last}


def compared(ours, theirs, valid, *, make=None, refusals=REFUSALS, words=True):
    """How many calls were the same. `make` gives both a new object, for methods."""
    known = kinds(theirs)
    assert kinds(ours) == known, (theirs, kinds(ours), known)
    assert list(known) == list(valid)
    calls = 0
    for arguments, keywords in shapes(theirs.__name__, known, valid):
        if not known and keywords and sys.version_info < (3, 13):
            # C of 3.11 does not look at them; from 3.13 on it refuses, as we do everywhere.
            continue
        calls += 1
        one, other = make() if make else ((), ())
        expected = outcome(theirs, [*other, *arguments], keywords, refusals)
        found = outcome(ours, [*one, *arguments], keywords, refusals)
        if not words:
            expected, found = (answer and answer[0] for answer in (expected, found))
        assert found == expected, (theirs, arguments, keywords, found, expected)
    return calls


def written(function):
    """The signature as `inspect` reads it. C breaks long ones into lines."""
    return " ".join(function.__text_signature__.split())
