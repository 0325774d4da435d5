"""The ownership x-ray: one call of a compiled function, and a ledger of references for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rustlab.run.outcome import Judgement, Ledger, Xray
from rustlab.run.proxies import FunctionProxy

_LENT = "lent for the call: its count must be what it was"
_ITEM = "owned by its container: its count must be what it was"
_NEW = "a new reference: it belongs to the caller"


def xray(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Xray:
    """Call the function once, where it lives, and say what it did to every count near it.

    Raises what the call to the worker raises, WorkerCrashed among it.
    """
    look = _looker()
    if isinstance(function, FunctionProxy):
        home = object.__getattribute__(function, "_rustlab").home
        raised, rows, result = home.apply("call", look, (function, args, kwargs), {})
    else:
        raised, rows, result = look(function, args, kwargs)
    ledgers = tuple(_ledger(*row) for row in rows)
    name = str(getattr(function, "__name__", "the function"))
    if raised:
        return Xray(function=name, ended=f"it raised {raised}", rows=ledgers)
    what, place, count, known = result
    ended = f"it returned {place or what}"
    return Xray(function=name, ended=ended, rows=(*ledgers, _of_result(what, place, count, known)))


def _looker() -> Callable[..., Any]:
    """The function of `_xray.py` as one of `__main__`, which cloudpickle sends by value."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    text = Path(__file__).with_name("_xray.py").read_text(encoding="utf-8")
    exec(compile(text, "<xray>", "exec"), namespace)
    found: Callable[..., Any] = namespace["look"]
    return found


def _ledger(
    name: str, what: str, changes: tuple[int, int] | None, owned: list[int], new: list[str]
) -> Ledger:
    contract = _ITEM if name.startswith(("item", "value")) else _LENT
    if changes is None:
        return Ledger(
            name=name, what=what, held=None, after=None, owner="everybody: it is immortal",
            contract="no count is kept of it", judgement="not counted",
        )  # fmt: skip
    # What the collector sees of new and lost owners explains a change; the rest nobody owns.
    judgement, owner = _judged(changes[1] - (owned[1] - owned[0]), new, moved=owned[1] != owned[0])
    return Ledger(
        name=name, what=what, held=changes[0], after=changes[1], owner=owner, contract=contract,
        judgement=judgement,
    )  # fmt: skip


def _judged(unexplained: int, new: list[str], *, moved: bool) -> tuple[Judgement, str]:
    if unexplained > 0:
        return "leaked", f"nobody owns {unexplained} of its references"
    if unexplained < 0:
        return "over-released", f"{-unexplained} of its owners has no reference behind it any more"
    if new:
        return "kept", f"also {_list(new)}, where the call put it"
    if moved:
        return "kept", "one owner less, who gave its reference back"
    return "in order", "who owned it before"


def _of_result(what: str, place: str, count: int, owned: int) -> Ledger:
    """The result: its references are the caller's, and those of the owners that are seen."""
    judgement: Judgement = "in order"
    owner = "the caller"
    if place:
        owner = f"the caller, and who owned {place} before"
    elif count < 0:
        judgement, owner = "not counted", "shared with others of the same value"
    elif count - owned > 1:
        judgement, owner = "leaked", f"nobody owns {count - owned - 1} of its references"
    return Ledger(
        name="the result", what=place or what, held=None, after=None, owner=owner, contract=_NEW,
        judgement=judgement,
    )  # fmt: skip


def _list(kinds: list[str]) -> str:
    return ", ".join(f"a `{kind}`" for kind in kinds)
