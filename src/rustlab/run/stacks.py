"""Reads what faulthandler wrote: the fatal signal, the Python frames, the C frames."""

from __future__ import annotations

import re

FAULT = re.compile(r"Fatal Python error: ([\w\- ]+)|Windows fatal exception: ([\w\- ]+)")
PYTHON_FRAME = re.compile(r'^\s+(File ".*", line \d+ in .+)$', re.MULTILINE)
C_FRAME = re.compile(r"^\s+(Binary file .*)$", re.MULTILINE)
OURS = re.compile(r'File ".*[/\\](_worker\w*\.py|multiprocessing[/\\]\w+\.py)"|File "<frozen ')
# Where in a named function a call came from. A frame without a name has nothing but its address.
PLACE = re.compile(r"(?<=[^\s+])\+0x[0-9a-fA-F]+ \[0x[0-9a-fA-F]+\]$")


def fault(text: str) -> str:
    """Return the name of the fatal signal, "Segmentation fault"; "" if there is none."""
    found = FAULT.search(text)
    return (found[1] or found[2]).strip() if found else ""


def python_frames(text: str) -> tuple[str, ...]:
    """Return the Python frames, innermost first; those of our own program are left out."""
    return tuple(frame for frame in PYTHON_FRAME.findall(text) if not OURS.search(frame))


def c_frames(text: str) -> tuple[str, ...]:
    """Return the C frames, innermost first, where the interpreter writes them (3.14 and later)."""
    return tuple(C_FRAME.findall(text))


def repeats(text: str) -> bool:
    """Whether the innermost frames are a few functions that call each other over and over."""
    frames = [PLACE.sub("", frame) for frame in c_frames(text) or PYTHON_FRAME.findall(text)]
    inner = frames[4:28] if c_frames(text) else frames[:90]
    return len(inner) >= 20 and len(set(inner)) <= 4
