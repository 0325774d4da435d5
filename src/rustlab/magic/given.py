"""What a loaded module gives the notebook: its public names, and how the output tells of them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from rustlab.run.proxies import FunctionProxy
from rustlab.show.provided import Kind, Provided, in_order


def provided(names: Mapping[str, object]) -> tuple[Provided, ...]:
    """The names with kind and signature, in the order in which they are shown."""
    return in_order(
        Provided(name=name, kind=_kind(value), signature=_signature(value))
        for name, value in names.items()
    )


def _kind(value: object) -> Kind:
    if isinstance(value, type):
        return "class"
    return "function" if isinstance(value, FunctionProxy) or inspect.isroutine(value) else "value"


def _signature(value: object) -> str:
    if _kind(value) == "value":
        return ""
    try:
        return str(inspect.signature(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):  # the module wrote none
        return ""
