"""The door of the notebook: the magics of IPython."""

from rustlab.magic.notebook import register

__all__ = ["register"]
