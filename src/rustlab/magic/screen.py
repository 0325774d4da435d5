"""Puts a MIME bundle into the output of the running cell."""

from __future__ import annotations

from IPython.display import display

from rustlab.show.bundle import Bundle


def put(bundle: Bundle) -> None:
    """Show the richest form the frontend knows."""
    display(bundle, raw=True)  # type: ignore[no-untyped-call]


def show(thing: object) -> None:
    """Show an object that knows its own forms, such as a widget."""
    display(thing)  # type: ignore[no-untyped-call]
