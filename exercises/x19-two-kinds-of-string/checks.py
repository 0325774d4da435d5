"""Checks of X19: plain asserts, run one by one in a child process that has imported the module."""

import operator

TEXTS = ("", "a", "plain", "é", "naïve café", "日本語", "😀", "a😀b", "e\u0301", "\0", "a\0b", "\U0010ffff", "ß" * 100)


def as_utf8(text):
    if not isinstance(text, str):
        raise TypeError("a str, please")
    text.encode()  # raises UnicodeEncodeError for a lone surrogate
    return str(text)


class Reference:
    """What the three functions do, in Python: the oracle of every comparison."""

    @staticmethod
    def reverse(text, /):
        return str.__getitem__(as_utf8(text), slice(None, None, -1))

    @staticmethod
    def find(text, part, /):
        at = str.find(as_utf8(text), as_utf8(part))
        return None if at < 0 else at

    @staticmethod
    def shorten(text, length, /):
        return as_utf8(text)[: operator.index(length)]


HOSTILE = {
    "find": [r"('\ud800', 'a')", r"('a', '\ud800')", "(None, 'a')", "('a', None)", r"('a\0b', 'b')", "('', '')", "(b'a', b'a')"],
    "shorten": [r"('\ud800', 0)", "('é', 1)", "('text', 2**40)", "(None, 1)", "('text', 'x')", "('text', None)", "('😀😀', 1)"],
}


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_reverse(reverse):
    """reverse(text) leaves every count as it was"""
    return reverse("some text, é")


def calls_reverse_of_no_text(reverse, argument):
    """reverse(obj) of something that is no text leaves every count as it was"""
    return reverse(argument)


def calls_find(find):
    """find(text, part) leaves every count as it was"""
    return find("é, some text", "text")


def calls_find_of_a_surrogate(find):
    """find(text, part) leaves every count as it was when it raises"""
    return find("text", "\ud800")


def calls_shorten(shorten):
    """shorten(text, length) leaves every count as it was"""
    return shorten("some text, é", 10)


def check_reverse(reverse):
    """reverse(text) is text[::-1]"""
    for text in TEXTS:
        answer, expected = reverse(text), text[::-1]
        as_bytes = text.encode()[::-1] in (answer.encode("latin-1", "replace"), answer.encode())
        known = ", reversed as bytes" if as_bytes else ""
        assert answer == expected, f"reverse({text!r}) is {expected!r}; yours is {answer!r}{known}"


def check_find(find):
    """find(text, part) counts code points"""
    for text in TEXTS:
        for part in (*TEXTS, text[-1:], text[1:], "x"):
            expected, answer = Reference.find(text, part), find(text, part)
            known = ", which counts bytes" if answer == text.encode().find(part.encode()) else ""
            assert answer == expected, f"find({text!r}, {part!r}) is {expected}; yours is {answer}{known}"


def check_shorten(shorten):
    """shorten(text, length) is text[:length]"""
    for text in TEXTS:
        for length in range(len(text) + 3):
            answer = shorten(text, length)
            assert answer == text[:length], f"shorten({text!r}, {length}) is {text[:length]!r}; yours is {answer!r}"


def check_surrogates(reverse, find, shorten, raises):
    """a lone surrogate is a UnicodeEncodeError"""
    for text in ("\ud800", "a\udfff", "\udc80b"):
        raises(UnicodeEncodeError, f"reverse({text!r})", reverse, text)
        raises(UnicodeEncodeError, f"find({text!r}, 'a')", find, text, "a")
        raises(UnicodeEncodeError, f"find('a', {text!r})", find, "a", text)
        raises(UnicodeEncodeError, f"shorten({text!r}, 1)", shorten, text, 1)


def check_random_text(reverse, find, shorten, rng):
    """random text agrees with Python"""
    for _ in range(100):
        text = "".join(rng.choice("aé語😀\0ß") for _ in range(rng.randrange(30)))
        at, length = rng.randrange(len(text) + 1), rng.randrange(40)
        assert reverse(text) == text[::-1], f"reverse({text!r}) is wrong"
        assert find(text, text[at:]) == text.find(text[at:]), f"find({text!r}, {text[at:]!r}) is wrong"
        assert shorten(text, length) == text[:length], f"shorten({text!r}, {length}) is wrong"


def check_a_mebibyte(reverse, find):
    """a mebibyte of text"""
    text = "é" * 2**19 + "x"
    assert reverse(text) == text[::-1], "reverse() of a mebibyte is wrong"
    assert find(text, "x") == 2**19, "find() in a mebibyte is wrong"
