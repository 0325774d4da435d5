"""A session: crashes, fresh workers, older objects, two threads."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rustlab.cargo.build import Build
from rustlab.errors import NotTransferable, RustlabError, WorkerCrashed, WorkerGone
from rustlab.run.outcome import Crash, Limits
from rustlab.run.proxies import ModuleProxy
from rustlab.run.session import Session
from tests.run.conftest import Output


def test_after_a_crash_functions_and_classes_work_again(sample: ModuleProxy) -> None:
    add, kind, error = sample.add, sample.Counter, sample.SampleError
    with pytest.raises(WorkerCrashed, match="memory that is not its own") as caught:
        sample.segfault()

    assert isinstance(caught.value.crash, Crash)
    assert caught.value.hint
    assert add(1, 2) == 3
    assert isinstance(kind(1), kind)
    assert isinstance(sample.Counter(2), kind)
    with pytest.raises(error):
        sample.fail("x")


def test_after_a_crash_its_objects_say_what_to_do(sample: ModuleProxy) -> None:
    counter, step = sample.Counter(1), sample.Counter(2).step
    with pytest.raises(WorkerCrashed):
        sample.abort()

    with pytest.raises(WorkerGone, match="run the cell that made it again"):
        counter.step()
    with pytest.raises(WorkerGone):
        step()
    with pytest.raises(WorkerGone):
        sample.same([counter])
    assert repr(counter) == "<Counter object of a worker that is gone>"
    assert sample.Counter(1).step() == 2


def test_what_crashed_in_isolated_code_is_a_value(session: Session, sample: ModuleProxy) -> None:
    session.execute("kept = 1")
    ended = session.execute("sample.segfault()")

    assert ended.ending == "crashed"
    assert session.execute("add(1, 1)").display == (("text/plain", "2"),)
    lost = session.execute("kept").raised
    assert lost is not None
    assert lost.type == "NameError"


def test_modules_are_real_in_isolated_code(session: Session, sample: ModuleProxy) -> None:
    code = "import sample as again\nagain is sample, Counter is sample.Counter, sample.shared.value"

    assert session.execute(code).display == (("text/plain", "(True, True, 7)"),)


def test_a_fresh_child_knows_the_modules_and_nothing_else(
    session: Session, sample: ModuleProxy
) -> None:
    session.execute("kept = 1")
    ended = session.fresh("add(1, 1), 'kept' in globals()")

    assert ended.display == (("text/plain", "(2, False)"),)
    assert session.execute("kept").display == (("text/plain", "1"),)
    limited = session.execute("'kept' in globals()", limits=Limits(memory=1 << 30))
    assert limited.display == (("text/plain", "False"),)


def test_a_module_loaded_again_leaves_older_objects_valid(
    session: Session, sample: ModuleProxy, sample_artifact: Path, tmp_path: Path
) -> None:
    old = sample.Counter(1)
    copy = Path(shutil.copy2(sample_artifact, tmp_path / "again.so"))
    new = session.load(Build(ending="built", artifact=copy, module="sample"))

    assert new is not sample
    assert new.Counter is not sample.Counter
    assert not isinstance(old, new.Counter)
    assert old.step() == 2
    with pytest.raises(WorkerCrashed):
        new.abort()
    assert sample.add(1, 1) == 2  # the older one is loaded when it is asked for
    assert sample.Counter(3).step() == 4
    assert session.execute("sample.__file__").display[0][1].endswith("again.so'")


def test_a_module_with_a_name_of_the_standard_library(
    session: Session, sample_artifact: Path
) -> None:
    code = "import bisect, collections\nbisect.bisect([1], 2), type(collections.deque())"
    session.execute("import sys; sys.modules['bisect'] = None")

    assert session.execute("del sys.modules['bisect']").ending == "finished"
    with pytest.raises(ImportError, match="PyInit_bisect"):
        session.load(Build(ending="built", artifact=sample_artifact, module="bisect"))
    assert session.execute(code).ending == "finished"


def test_an_import_that_raises_is_raised_here(session: Session, tmp_path: Path) -> None:
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"no library")
    with pytest.raises(ImportError):
        session.load(Build(ending="built", artifact=broken, module="broken"))

    assert session.execute("1").ending == "finished"


def test_a_crash_between_two_calls_is_told_once(session: Session, sample: ModuleProxy) -> None:
    session.execute("import os, threading\nthreading.Timer(0.05, os.abort).start()")
    worker = session._worker
    assert worker is not None
    worker._child.wait(10)
    with pytest.raises(WorkerCrashed, match="abort"):
        sample.add(1, 1)
    assert sample.add(1, 1) == 2


def test_several_threads_share_the_worker(sample: ModuleProxy) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: sample.add(n, sample.Counter(n).value), range(100)))

    assert found == [2 * n for n in range(100)]


def test_output_of_a_call_comes_before_its_result(sample: ModuleProxy, output: Output) -> None:
    sample.say("no newline")

    assert output[-1] == ("stdout", "no newline")


def test_what_the_notebook_imports_the_worker_can_import(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beside_the_notebook.py").write_text("def f(x): return x + 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert session.execute("import beside_the_notebook as b; b.f(1)").display[0][1] == "2"
    assert sys.path[0] == str(tmp_path)


def test_two_workers_do_not_mix_their_objects(
    sample: ModuleProxy, session: Session, sample_artifact: Path, tmp_path: Path
) -> None:
    other = Session(
        python=Path(sys.executable), workspace_folder=tmp_path, on_output=lambda *_: None
    )
    module = other.load(Build(ending="built", artifact=sample_artifact, module="sample"))
    for mine in (sample.Counter(1), sample.Counter, sample.add, sample):
        with pytest.raises(NotTransferable, match="another interpreter"):
            module.same([mine])
    other.close()


def test_a_call_inside_of_a_call_is_refused(tmp_path: Path, sample_artifact: Path) -> None:
    refused: list[RustlabError] = []

    def call_again(_stream: str, _text: str) -> None:
        try:
            module.add(1, 1)
        except RustlabError as error:
            refused.append(error)

    session = Session(python=Path(sys.executable), workspace_folder=tmp_path, on_output=call_again)
    module = session.load(Build(ending="built", artifact=sample_artifact, module="sample"))
    module.say("x")

    assert "in the middle of another call" in str(refused[0])
    assert module.add(1, 1) == 2
    session.close()


def test_a_function_of_an_older_cell_keeps_its_lines(session: Session) -> None:
    session.execute("def f():\n    raise ValueError('from the first cell')")
    raised = session.execute("x = 1\nf()").raised

    assert raised is not None
    assert 'File "<isolated 2>", line 2, in <module>\n    f()' in raised.traceback
    assert 'File "<isolated>", line 2, in f\n    raise ValueError' in raised.traceback


def test_a_value_that_resists_to_be_looked_at_harms_nobody(sample: ModuleProxy) -> None:
    class Resists:
        def __getattribute__(self, name: str) -> object:
            if name == "__dict__":
                raise OSError("no")
            return object.__getattribute__(self, name)

    with pytest.raises(NotTransferable, match="OSError: no"):
        sample.same(Resists())
    assert sample.add(1, 1) == 2
