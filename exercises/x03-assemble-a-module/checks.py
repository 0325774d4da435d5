"""Checks of X03: the assembled text is a module that can be imported, and its function answers."""


class Reference:
    """What the module does, in Python."""

    @staticmethod
    def answer():
        return 42


def calls_answer(answer):
    """answer() leaves nothing behind"""
    return answer()


def check_answer(answer):
    """answer() returns 42"""
    result = answer()
    assert result == 42, f"answer() returned {result!r}"


def check_no_arguments(answer, raises):
    """answer(1) raises TypeError"""
    raises(TypeError, "answer(1)", answer, 1)
