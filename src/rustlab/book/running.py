"""Runs pages side by side, one process a page, and reads back what each came to."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rustlab.book import result
from rustlab.book.compare import Finding
from rustlab.book.place import Book, Wanted
from rustlab.book.result import PageResult
from rustlab.machine.process import Supervised, spawn

SETTINGS = Path(__file__).with_name("pytest.ini")
PAUSE = 0.05  # seconds between two looks at the running pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to run pages."""

    book: Book
    out: Path  # an empty folder; each page gets one inside, for its result, log and notebook
    jobs: int = 2
    comparing: bool = True  # False: run only, the outputs are about to be blessed
    python: Path = Path(sys.executable)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    wanted: Wanted
    folder: Path
    child: Supervised
    begun: float


def run_pages(
    pages: Sequence[Wanted],
    order: Order,
    environ: Mapping[str, str],
    on_result: Callable[[PageResult], None],
) -> tuple[PageResult, ...]:
    """Run each page once; `on_result` hears of each as it ends. Ctrl-C ends all of them."""
    waiting, done = list(reversed(pages)), {}
    with _all_ended() as running:
        while waiting or running:
            while waiting and len(running) < order.jobs:
                running.append(_start(waiting.pop(), order, environ))
            for page in [r for r in running if r.child.poll() is not None]:
                running.remove(page)
                page.child.close()
                done[page.wanted.path] = _read(page)
                on_result(done[page.wanted.path])
            time.sleep(PAUSE)
    return tuple(done[page.path] for page in pages)


@contextmanager
def _all_ended() -> Iterator[list[_Running]]:
    """A list of running pages of which none outlives the block."""
    running: list[_Running] = []
    try:
        yield running
    finally:
        for page in running:
            page.child.kill()
            page.child.close()


def _start(wanted: Wanted, order: Order, environ: Mapping[str, str]) -> _Running:
    number = sum(1 for _ in order.out.iterdir())
    folder = order.out / f"{number:02}-{wanted.name.replace('/', '-')}"
    folder.mkdir()
    execute = [] if order.comparing else ["--rustlab-execute"]
    argv = [
        order.python, "-m", "pytest", "-c", SETTINGS, "-p", "nbval.plugin",
        "-p", "rustlab.book.plugin", "--rustlab-root", order.book.root,
        "--rustlab-out", folder, "--rootdir", wanted.path.parent, *execute, wanted.path,
    ]  # fmt: skip
    child = spawn(
        [str(word) for word in argv], cwd=folder, env=_environment(folder, environ),
        stdout=folder / "log.txt", stderr=folder / "log.txt",
    )  # fmt: skip
    return _Running(wanted=wanted, folder=folder, child=child, begun=time.monotonic())


def _environment(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """A page gets a learner's folder and an IPython folder of its own: no history, no profile."""
    kept = {k: v for k, v in environ.items() if not k.startswith(("PYTEST_", "IPYTHON"))}
    home, ipython = folder / "home", folder / "ipython"
    (home / ".rustlab").mkdir(parents=True)
    ipython.mkdir()
    return {
        **kept,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "RUSTLAB_HOME": str(home),
        "IPYTHONDIR": str(ipython),
        "PYTHONUTF8": "1",
    }


def _read(page: _Running) -> PageResult:
    """The result the page's process left; one that left none is a finding with its last words."""
    left = page.folder / "result.json"
    if left.is_file():
        return result.read(left)
    log = (page.folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    return PageResult(
        page=page.wanted.name, path=page.wanted.path, cells=(), notebook=None,
        findings=(Finding(reason="broken", message=f"the page's process left no result\n{log}"),),
        seconds=time.monotonic() - page.begun,
    )  # fmt: skip
