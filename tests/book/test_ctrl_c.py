"""Ctrl-C during `rustlab book test` leaves no kernel and no cell's process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

PROGRAM = """
import sys
from pathlib import Path
from rustlab.book import command
command.test(["index"], root=Path(sys.argv[1]))
"""


@pytest.mark.kernel
def test_ctrl_c_ends_pages_kernels_and_cells(toy: Path, tmp_path: Path) -> None:
    page, mark = toy / "book" / "index.md", tmp_path / "cell runs"
    endless = f"open({str(mark)!r}, 'w').close()\nwhile True: pass"
    page.write_text(
        page.read_text(encoding="utf-8").replace('print("the answer is", answer)', endless),
        encoding="utf-8",
    )
    windows = os.name == "nt"
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(toy)],
        stdout=subprocess.DEVNULL,
        creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if windows else 0,
    )
    deadline = time.monotonic() + 120
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    family = psutil.Process(started.pid).children(recursive=True)
    assert len(family) >= 3, "a supervisor, a page's pytest and a kernel"

    started.send_signal(signal.CTRL_BREAK_EVENT if windows else signal.SIGINT)
    assert started.wait(timeout=60) != 0
    _, alive = psutil.wait_procs(family, timeout=30)
    assert alive == []
