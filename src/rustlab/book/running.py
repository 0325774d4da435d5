"""Runs pages in a few processes side by side, and reads back what each page came to."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rustlab.book import result
from rustlab.book.compare import Finding
from rustlab.book.desk import Desk
from rustlab.book.place import Book, Wanted
from rustlab.book.result import PageResult
from rustlab.machine.process import Supervised, spawn

SETTINGS = Path(__file__).with_name("pytest.ini")
PAUSE = 0.05  # seconds between two looks at the running pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to run pages."""

    book: Book
    out: Path  # an empty folder; each page gets a desk inside
    jobs: int = 2
    comparing: bool = True  # False: run only, the outputs are about to be blessed
    python: Path = Path(sys.executable)


@dataclass(slots=True, kw_only=True)
class _Running:
    """One process and the pages it has still to answer for."""

    child: Supervised
    log: Path
    begun: float
    pages: list[Wanted]


def run_pages(
    pages: Sequence[Wanted],
    order: Order,
    environ: Mapping[str, str],
    on_result: Callable[[PageResult], None],
) -> tuple[PageResult, ...]:
    """Run each page once; `on_result` hears of each as it ends. Ctrl-C ends all of them."""
    done: dict[Path, PageResult] = {}
    jobs = max(1, min(order.jobs, len(pages)))
    with _all_ended() as running:
        for number in range(jobs):
            # Every so many pages each: importing the tools costs more than a small page.
            running.append(_start(list(pages[number::jobs]), number, order, environ))
        while any(batch.pages for batch in running):
            time.sleep(PAUSE)
            for ended in [result for batch in running for result in _news(batch, order)]:
                done[ended.path] = ended
                on_result(ended)
    return tuple(done[page.path] for page in pages)


@contextmanager
def _all_ended() -> Iterator[list[_Running]]:
    """A list of processes of which none outlives the block."""
    running: list[_Running] = []
    try:
        yield running
    finally:
        for batch in running:
            batch.child.kill()
            batch.child.close()


def _start(pages: list[Wanted], number: int, order: Order, environ: Mapping[str, str]) -> _Running:
    for page in pages:
        Desk.of(order.out, page.path).lay()
    log = order.out / f"log-{number}.txt"
    execute = [] if order.comparing else ["--rustlab-execute"]
    argv = [
        order.python, "-m", "pytest", "-c", SETTINGS, "-p", "nbval.plugin",
        "-p", "rustlab.book.plugin", "--rustlab-root", order.book.root,
        "--rustlab-out", order.out, "--rootdir", order.out, *execute, *(p.path for p in pages),
    ]  # fmt: skip
    kept = {k: v for k, v in environ.items() if not k.startswith("PYTEST_")}
    child = spawn(
        [str(word) for word in argv], cwd=order.out, stdout=log, stderr=log,
        env={**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    return _Running(child=child, log=log, begun=time.monotonic(), pages=pages)


def _news(batch: _Running, order: Order) -> Iterator[PageResult]:
    """The pages that are done since the last look; all of them once the process ended."""
    ended = batch.child.poll() is not None
    for page in list(batch.pages):
        left = Desk.of(order.out, page.path).result
        if left.is_file():
            batch.pages.remove(page)
            yield result.read(left)
        elif ended:
            batch.pages.remove(page)
            yield _lost(page, batch)


def _lost(page: Wanted, batch: _Running) -> PageResult:
    """A page whose process left no result: a finding with the process's last words."""
    log = batch.log.read_text(encoding="utf-8", errors="replace")
    return PageResult(
        page=page.name, path=page.path, cells=(), notebook=None,
        findings=(Finding(reason="broken", message=f"the page's process left no result\n{log}"),),
        seconds=time.monotonic() - batch.begun,
    )  # fmt: skip
