"""An exception of `%%isolated` code, raised again in the notebook with the worker's traceback."""

from __future__ import annotations

import builtins

from rustlab.run.outcome import Raised

MORE = "ask for less, or give the code a process with more: `%%isolated --memory 8G`"


def rebuild(raised: Raised) -> Exception:
    """An exception of the same name and words; IPython shows the traceback of the worker.

    A built-in name gives a class derived from the built-in one, so that `except ValueError` works.
    """
    base = getattr(builtins, raised.type, Exception)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        base = Exception
    said = raised.message
    shown = raised.traceback.rstrip("\n").split("\n")
    if raised.type == "MemoryError":
        said = f"{said or 'the process may not have more memory'}\n\nhint: {MORE}"
        shown = [*shown[:-1], f"MemoryError: {said}"]
    kind = type(
        raised.type,
        (base,),
        {
            "__module__": "builtins",
            "__init__": _keep_words,
            "__str__": lambda _: said,
            "_render_traceback_": lambda _: shown,
        },
    )
    error = kind(said)
    assert isinstance(error, Exception)
    return error


def _keep_words(self: Exception, message: str) -> None:
    """Some built-in exceptions need more arguments than a message (UnicodeDecodeError)."""
    self.args = (message,)
