"""`rustlab watch`: check an exercise again whenever its file is saved."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Mapping
from pathlib import Path

from rustlab.cli import here
from rustlab.cli.exercises import judge, shown
from rustlab.errors import RustlabError
from rustlab.exercise import submission
from rustlab.exercise.exercise import Exercise

STILL = 0.05  # seconds without a change


def watch(args: argparse.Namespace) -> int:
    """Check on every save until Ctrl-C; one exercise, or whichever was saved."""
    from watchfiles import watch as changes  # a native module that only this command needs

    home = here.home_or_error()
    chosen = (here.exercise(args),) if args.id else tuple(here.exercises())
    places = {submission.place_of(home, one): one for one in chosen}
    folders = [path.parent for path in places if path.parent.is_dir()]
    print(f"watching {', '.join(one.id for one in chosen)}; Ctrl-C ends it", flush=True)
    # What was checked last: a save during a check, or before the watcher stood, counts as well.
    seen = {} if args.id else {path: _text(path) for path in places}
    with contextlib.suppress(KeyboardInterrupt):  # how it ends, also in the middle of a check
        _check_changed(places, seen)
        for _ in changes(*folders, yield_on_timeout=True, rust_timeout=1000):
            _check_changed(places, seen)
    return 0


def _check_changed(places: Mapping[Path, Exercise], seen: dict[Path, str]) -> None:
    for path, one in places.items():
        if _text(path) == seen.get(path):
            continue
        text = _settled(path)
        if text and seen.get(path) != text:
            seen[path] = text
            _check(one, path)


def _settled(path: Path) -> str:
    """The file's text once it stands still: many editors empty a file before they fill it."""
    text = _text(path)
    while True:
        time.sleep(STILL)
        before, text = text, _text(path)
        if before == text:
            return text


def _text(path: Path) -> str:
    """The file's text; an editor that saves by renaming leaves a moment without one."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _check(one: Exercise, path: Path) -> None:
    print(f"\n{'─' * 60}\nchecking {one.id} …", flush=True)
    try:
        print(shown(one, judge(one, path)), flush=True)
    except RustlabError as error:  # the next save may mend it
        print(f"error: {error}", flush=True)
