"""`xray(function, *args)` in a notebook: shows what one call does to the counts of its objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rustlab.magic.screen import put
from rustlab.run import xray as seen
from rustlab.show import bundle


def xray(function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Call `function` once and show, for each object, its count, its owner and the contract."""
    put(bundle.xray(seen.xray(function, args, kwargs)))
