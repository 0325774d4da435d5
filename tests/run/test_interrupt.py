"""Ctrl-C while the worker works. The signal is sent when the worker has said that it is there."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from rustlab.cargo.build import Build
from rustlab.errors import WorkerCrashed
from rustlab.run.outcome import Crash
from rustlab.run.session import Session


@pytest.fixture
def impatient(tmp_path: Path, sample_artifact: Path, marked: str) -> Session:
    """A session whose reader presses Ctrl-C as soon as something is printed."""

    def press(_stream: str, _text: str) -> None:
        signal.raise_signal(signal.SIGINT)

    found = Session(python=Path(sys.executable), workspace_folder=tmp_path, on_output=press)
    found.load(Build(ending="built", artifact=sample_artifact, module="sample"))
    return found


def test_python_code_is_interrupted_and_the_worker_lives(impatient: Session) -> None:
    impatient.execute("kept = 5")
    ended = impatient.execute("print('here')\nimport time\ntime.sleep(60)")

    assert ended.ending == "interrupted"
    assert ended.raised is not None
    assert ended.raised.type == "KeyboardInterrupt"
    assert ended.crash is None
    assert impatient.execute("kept").display == (("text/plain", "5"),)
    impatient.close()


def test_a_call_through_a_proxy_is_interrupted(impatient: Session) -> None:
    module = impatient.load(impatient_build(impatient))

    def wait() -> None:
        import time

        print("here")
        time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        module.call(wait)
    assert module.add(1, 2) == 3
    impatient.close()


def impatient_build(session: Session) -> Build:
    loaded = session._modules[1]
    return Build(ending="built", artifact=loaded.artifact, module=loaded.name)


def test_a_deaf_loop_is_ended_within_a_second_and_says_what_is_lost(impatient: Session) -> None:
    begun = time.monotonic()
    ended = impatient.execute("print('here', flush=True)\nsample.spin()")
    needed = time.monotonic() - begun

    assert ended.ending == "interrupted"
    assert ended.crash is not None
    assert ended.crash.word == "killed"
    assert "what it held is lost" in ended.crash.cause
    assert ended.crash.python_stack == ('File "<isolated>", line 2 in <module>',)
    assert needed < 10  # not a measurement: it ends at all; the second is in `benchmarks/`
    impatient.close()


def test_a_deaf_call_through_a_proxy(impatient: Session) -> None:
    module = impatient.load(impatient_build(impatient))

    def loud(spin: object) -> None:
        print("here", flush=True)
        spin()  # type: ignore[operator]

    with pytest.raises(WorkerCrashed, match="did not react to Ctrl-C") as caught:
        module.call(loud, module.spin)
    assert isinstance(caught.value.crash, Crash)
    assert module.add(1, 2) == 3
    impatient.close()
