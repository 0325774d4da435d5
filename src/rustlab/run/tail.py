"""Follows a growing file and hands on what is new; cuts a flood and says so."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from pathlib import Path

CAP = 1 << 20  # bytes shown of one request and one stream
RECENT = 1 << 16  # bytes in which the cause of a crash is looked for


class Tail:
    """One stream of a process. The process appends, so the file may be cut while it runs."""

    def __init__(self, path: Path, deliver: Callable[[str], None]) -> None:
        path.touch(mode=0o600)
        self._path = path
        self._file = path.open("rb", buffering=0)
        self._deliver = deliver
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        self._shown = 0
        self._recent = b""
        self._said: list[str] = []

    def begin(self) -> None:
        """A request starts: what it may show is counted from here."""
        if self._file.tell() > 8 * CAP:
            self._restart()
        self._shown = 0
        self._recent = b""
        self._said.clear()

    def pump(self) -> None:
        """Hand on everything written so far, at most CAP bytes of it."""
        while data := self._file.read(1 << 16):
            self._recent = (self._recent + data)[-RECENT:]
            room = CAP - self._shown
            self._shown += len(data)
            if room > 0:
                self._say(self._decoder.decode(data[:room]))
            if len(data) >= room > 0:
                self._say(f"\n[the output is cut here, after {CAP >> 20} MiB]\n")
            if room <= 0:
                self._skip()

    def recent(self) -> str:
        """Return the end of what this request wrote, for the words of a crash."""
        return self._recent.decode("utf-8", "backslashreplace")

    def text(self) -> str:
        """Return what was handed on since `begin`."""
        return "".join(self._said)

    def close(self) -> None:
        """Stop following."""
        self._file.close()

    def _say(self, text: str) -> None:
        if text:
            self._said.append(text)
            self._deliver(text)

    def _skip(self) -> None:
        """Beyond the cap only the end is of interest; the disk must not fill up meanwhile."""
        end = os.fstat(self._file.fileno()).st_size
        self._file.seek(max(end - RECENT, self._file.tell()))
        self._recent = (self._recent + self._file.read(RECENT))[-RECENT:]
        self._restart()

    def _restart(self) -> None:
        """Empty the file once it is read to its end."""
        try:
            os.truncate(self._path, 0)
        except OSError:
            return  # Windows while the worker writes: the file stays as long as it is
        self._file.seek(0)
