"""An exception of `%%isolated` code, raised again in the notebook with the worker's traceback."""

from __future__ import annotations

import builtins

from rustlab.run.outcome import Raised


def rebuild(raised: Raised) -> Exception:
    """An exception of the same name and words; IPython shows the traceback of the worker.

    A built-in name gives a class derived from the built-in one, so that `except ValueError` works.
    """
    base = getattr(builtins, raised.type, Exception)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        base = Exception
    shown = raised.traceback.rstrip("\n").split("\n")
    kind = type(
        raised.type,
        (base,),
        {
            "__module__": "builtins",
            "__init__": _keep_words,
            "__str__": lambda _: raised.message,
            "_render_traceback_": lambda _: shown,
        },
    )
    error = kind(raised.message)
    assert isinstance(error, Exception)
    return error


def _keep_words(self: Exception, message: str) -> None:
    """Some built-in exceptions need more arguments than a message (UnicodeDecodeError)."""
    self.args = (message,)
