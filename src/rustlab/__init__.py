"""rustlab: the interactive devguide for Rust in CPython."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

__all__ = ["__version__", "load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Register the magics, the worker and the completer (`%load_ext rustlab`, DESIGN section 4)."""
    # Imported here: `import rustlab` itself starts nothing and imports no notebook library.
    from rustlab.magic import register

    register(shell)
