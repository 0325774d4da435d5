"""The fixture of all tests that look for processes left behind."""

from processes import marked

__all__ = ["marked"]
