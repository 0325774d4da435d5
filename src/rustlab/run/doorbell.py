"""Where a worker calls once it runs: an address, a key, and one connection."""

from __future__ import annotations

import queue
import secrets
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from threading import Thread


class Doorbell:
    """Listens for one call. Nothing is inherited: closed descriptors and forks confuse nobody."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        try:
            self._listener = Listener(authkey=self._key)
        except OSError:  # a temporary folder whose path is too long for a socket
            self._listener = Listener(("127.0.0.1", 0), authkey=self._key)
        self._calls: queue.SimpleQueue[Connection | None] = queue.SimpleQueue()
        self._answered = False
        Thread(target=self._answer, daemon=True).start()

    def invitation(self) -> dict[str, object]:
        """What the worker must know, for its configuration."""
        return {"address": self._listener.address, "key": self._key.hex()}

    def wait(self, seconds: float) -> Connection | None:
        """Return the connection, or None if nobody called yet."""
        try:
            connection = self._calls.get(timeout=seconds)
        except queue.Empty:
            return None
        self._answered = True
        return connection

    def close(self) -> None:
        """Stop listening; a thread that still waits is woken by a call of our own."""
        if not self._answered:
            with suppress(OSError, EOFError):
                Client(self._listener.address, authkey=self._key).close()
        self._listener.close()

    def _answer(self) -> None:
        try:
            self._calls.put(self._listener.accept())
        except Exception:  # a stranger without the key, or closed while waiting
            self._calls.put(None)
