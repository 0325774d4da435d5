"""Answers of slow questions, kept on disk until a file they depend on changes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered (JSON), and the files whose change makes it stale."""

    value: dict[str, Any]
    watched: tuple[Path, ...]


def remember(folder: Path, question: str, ask: Callable[[], Answer]) -> dict[str, Any]:
    """The answer to `question`: from `folder` if every watched file is as it was, else asked anew.

    A folder that cannot be written costs the memory, not the answer.
    """
    path = folder / f"{hashlib.sha256(question.encode()).hexdigest()[:24]}.json"
    with suppress(OSError, ValueError, KeyError):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["schema"] == SCHEMA and record["stamps"] == stamps(map(Path, record["watched"])):
            value: dict[str, Any] = record["value"]
            return value
    answer = ask()
    record = {
        "schema": SCHEMA,
        "question": question,
        "watched": [str(one) for one in answer.watched],
        "stamps": stamps(answer.watched),
        "value": answer.value,
    }
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)
    return answer.value


def stamps(paths: Iterable[Path]) -> list[list[int]]:
    """Time of change and size of each file; a missing one has a stamp too."""
    return [stamp(path) for path in paths]


def stamp(path: Path) -> list[int]:
    """Time of change in nanoseconds and size in bytes of what `path` leads to."""
    try:
        found = path.stat()
    except OSError:
        return [0, 0]
    return [found.st_mtime_ns, found.st_size]
