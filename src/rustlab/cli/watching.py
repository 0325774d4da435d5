"""`rustlab watch`: check an exercise again whenever its file is saved."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from rustlab.cli import here
from rustlab.cli.exercises import judge, shown
from rustlab.errors import RustlabError
from rustlab.exercise import submission
from rustlab.exercise.exercise import Exercise


def watch(args: argparse.Namespace) -> int:
    """Check on every save until Ctrl-C; one exercise, or whichever was saved."""
    from watchfiles import watch as changes  # a native module that only this command needs

    home = here.home_or_error()
    chosen = (here.exercise(args),) if args.id else tuple(here.exercises())
    places = {submission.place_of(home, one): one for one in chosen}
    folders = [path.parent for path in places if path.parent.is_dir()]
    print(f"watching {', '.join(one.id for one in chosen)}; Ctrl-C ends it", flush=True)
    if args.id:
        _check(chosen[0], next(iter(places)))
    for changed in changes(*folders, raise_interrupt=False, debounce=300):
        for path in _wanted(places, (Path(name) for _, name in changed)):
            _check(places[path], path)
    return 0


def _wanted(places: Iterable[Path], changed: Iterable[Path]) -> list[Path]:
    """Return the answers among the changed files; an editor may save by renaming."""
    resolved = {path.resolve(): path for path in places}
    return sorted({resolved[p.resolve()] for p in changed if p.resolve() in resolved})


def _check(one: Exercise, path: Path) -> None:
    print(f"\n{'─' * 60}\nchecking {one.id} …", flush=True)
    try:
        print(shown(one, judge(one, path)), flush=True)
    except RustlabError as error:  # the next save may mend it
        print(f"error: {error}", flush=True)
