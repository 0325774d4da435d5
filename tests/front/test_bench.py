"""What a notebook holds for an interpreter, and what its modules print."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.cargo.build import Build
from rustlab.errors import UsageError
from rustlab.lab import Lab
from rustlab.magic.bench import Bench, show_output
from rustlab.run.session import Session

DUMP = """\
Fatal Python error: Aborted

Current thread 0x00007f35ce297b80 (most recent call first):
  File "<isolated>", line 2 in <module>
  File "/a kit/src/rustlab/run/_worker_code.py", line 55 in run
  File "/a kit/src/rustlab/run/_worker.py", line 183 in <module>
  File "/mine/rustlab/worker.py", line 1 in <module>
"""


def test_a_module_of_another_interpreter_is_not_imported_here(tmp_path: Path) -> None:
    session = Session(
        python=tmp_path / "python", workspace_folder=tmp_path, on_output=lambda _stream, _text: None
    )
    bench = Bench(lab=Lab.open(), session=session, copies=tmp_path)
    build = Build(ending="built", module="m", artifact=tmp_path / "m.so")

    with pytest.raises(UsageError, match="exclude each other"):
        bench.load(build, in_process=True)


def test_frames_of_the_worker_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    show_output("stderr", DUMP)

    shown = capsys.readouterr().err
    assert "_worker" not in shown
    assert shown.splitlines() == [line for line in DUMP.splitlines() if "_worker" not in line]


def test_what_a_learner_prints_stays(capsys: pytest.CaptureFixture[str]) -> None:
    show_output("stdout", DUMP)

    assert capsys.readouterr().out == DUMP
