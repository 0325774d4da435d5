"""Cells through a real cargo into a real interpreter: the right values, and every other ending."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import psutil
import pytest

from cells import Compile
from processes import Marked, eventually
from rustlab.cargo.build import Build, Progress
from rustlab.errors import UsageError
from rustlab.machine import process

pytestmark = [pytest.mark.cargo, pytest.mark.xdist_group("cargo")]

ADD = """\
#[pyfunction(signature = (a, b, /))]
fn add(_ctx: &ThreadContext<'_>, _state: &NoState, a: i64, b: i64) -> i64 {
    a + b + CONSTANT
}
const CONSTANT: i64 = 0;
"""
SLOW = """\
#[allow(long_running_const_eval)]
const ENDLESS: u64 = { let mut i = 0u64; while i < u64::MAX { i += 1; } i };
fn main() { println!("{ENDLESS}"); }
"""
QUICK = 'fn main() { println!("hello é"); }'
CALL = """
import sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_loader
name, path, expression = sys.argv[1:]
loader = ExtensionFileLoader(name, path)
module = module_from_spec(spec_from_loader(name, loader))
loader.exec_module(module)
print(eval(expression, {name: module}))
"""


def call(build: Build, expression: str, python: str | Path = sys.executable) -> str:
    assert build.ok, (build, [d.rendered for d in build.diagnostics])
    argv = [str(python), "-X", "utf8", "-c", CALL, build.module, str(build.artifact), expression]
    done = subprocess.run(argv, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def constant(value: int) -> str:
    return ADD.replace("= 0", f"= {value}")


@pytest.fixture
def salt() -> str:
    return uuid.uuid4().hex


def test_a_module(compiled: Compile) -> None:
    build = compiled(ADD, "adder")

    assert call(build, "adder.add(20, 22), adder.__name__") == "(42, 'adder')"
    assert build.artifact is not None
    assert build.artifact.name.startswith("adder.")


def test_the_cells_a_b_a_give_the_right_values(compiled: Compile, salt: str) -> None:
    """All three are called `cell`: in one target folder they must not get each other's code."""
    builds = [compiled(constant(n), salt=salt) for n in (1000, 2000, 1000)]

    assert [call(b, "cell.add(0, 0)") for b in builds] == ["1000", "2000", "1000"]
    assert [b.cached for b in builds] == [False, False, True]


def test_an_unchanged_cell_starts_no_process(
    compiled: Compile, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = compiled(ADD, "adder")
    monkeypatch.setattr(process, "run", lambda *_, **__: pytest.fail("a process was started"))

    again = compiled(ADD, "adder")

    assert again.cached
    assert again.artifact == first.artifact


def test_an_error_is_the_same_when_it_comes_from_the_store(compiled: Compile, salt: str) -> None:
    source = ADD.replace("a + b", "a + c")
    first, again = (compiled(source, salt=salt) for _ in range(2))

    (error,) = first.errors
    assert error.primary is not None
    assert (first.ending, error.code, error.primary.file, error.primary.line) == (
        "failed", "E0425", "src/cell.rs", 3,
    )  # fmt: skip
    assert (again.diagnostics, again.cached, again.artifact) == (first.diagnostics, True, None)


def test_a_raw_module(compiled: Compile, root: Path) -> None:
    source = (root / "crates" / "cell-raw" / "src" / "cell.rs").read_text(encoding="utf-8")
    name = source.split("PyInit_", 1)[1].split("(", 1)[0]

    assert call(compiled(source, f"{name} --raw"), f"{name}.__name__") == repr(name).strip("'")


def test_a_program(compiled: Compile) -> None:
    build = compiled(QUICK, "--bin")

    assert build.module == ""
    done = subprocess.run([str(build.artifact)], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "hello é\n"


def test_release_is_another_artifact(compiled: Compile) -> None:
    source = 'fn main() { println!("{}", cfg!(debug_assertions)); }'
    for line, expected in (("--bin", "true"), ("--bin --release", "false")):
        argv = [str(compiled(source, line).artifact)]
        done = subprocess.run(argv, capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.strip() == expected


OWN_EXPORT = ADD.replace("NoState", "Mine") + (
    "struct Mine;\n"
    "impl ModuleState for Mine {\n    type Gc = NoGc;\n"
    "    fn new(_: &ThreadContext<'_>, _: ModuleRef<'_, '_, Self>) -> PyResult<Self> { Ok(Mine) }\n"
    "}\nexport_module! { name: own, state: Mine, methods: [add] }\n"
)


def test_an_export_of_the_learners_own(compiled: Compile) -> None:
    assert call(compiled(OWN_EXPORT), "own.add(1, 2)") == "3"


def test_a_comment_that_mentions_an_export(compiled: Compile) -> None:
    source = "// export_module! { name: x } is written for you\n" + ADD

    assert call(compiled(source, "adder"), "adder.add(1, 2)") == "3"


@pytest.mark.parametrize(
    "source", ["#![allow(x)]", "//! x", "fn main() {}", "let x = 1;", "", "// only this"]
)
def test_a_hostile_text_is_a_sentence_before_any_build(
    compiled: Compile, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "run", lambda *_, **__: pytest.fail("a process was started"))

    with pytest.raises(UsageError) as caught:
        compiled(source)
    assert caught.value.hint


@pytest.mark.parametrize("source", ["}", "fn f() {", '"', "fn f() { § }", 'r#"', "/*", "\x00"])
def test_a_broken_text_is_a_diagnostic(compiled: Compile, source: str) -> None:
    build = compiled(ADD + source, "--release")

    assert build.ending == "failed"
    assert build.errors[0].primary is not None
    assert build.errors[0].primary.file == "src/cell.rs"


def test_the_learners_environment_does_not_leak_in(
    compiled: Compile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, salt: str
) -> None:
    monkeypatch.setenv("RUSTFLAGS", "--cfg wrong")
    monkeypatch.setenv("RUSTC_WRAPPER", "/gone/sccache")
    monkeypatch.setenv("CARGO_TARGET_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("CARGO_BUILD_TARGET", "wasm32-unknown-unknown")
    monkeypatch.setenv("CARGO_PROFILE_DEV_OPT_LEVEL", "nonsense")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path))

    build = compiled('fn main() { println!("{}", cfg!(wrong)); }', "--bin", salt=salt)

    assert build.ok, build
    assert not (tmp_path / "elsewhere").exists()
    assert subprocess.check_output([str(build.artifact)], text=True) == "false\n"


def test_a_wrapper_of_the_learners_configuration_is_left_out(
    compiled: Compile, tmp_path: Path
) -> None:
    (tmp_path / ".cargo").mkdir()
    config = '[build]\nrustc-wrapper = "/gone/wrapper"\nincremental = true\n'
    (tmp_path / ".cargo" / "config.toml").write_text(config, encoding="utf-8")

    build = compiled(QUICK, "--bin", cache=tmp_path / "cache")

    assert build.ok, build


def test_a_build_notes_what_rustc_is_and_the_next_does_not_ask(
    compiled: Compile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, home = tmp_path / "cache", tmp_path / "home"
    home.mkdir()  # without a configuration
    monkeypatch.setenv("CARGO_HOME", str(home))
    assert compiled(QUICK, "--bin", cache=cache).ok
    (note,) = (cache / "target").rglob(".rustc_info.json")
    written = note.stat().st_mtime_ns

    assert compiled(QUICK + "// again\n", "--bin", cache=cache).ok

    assert note.stat().st_mtime_ns == written  # cargo writes it again when it had to ask


def test_nothing_of_a_cell_stays_in_the_target_folder(
    compiled: Compile, shared_cache: Path, salt: str
) -> None:
    build = compiled(ADD, salt=salt)
    key = build.artifact.parent.name if build.artifact else "?"

    assert not list((shared_cache / "target").rglob(f"*{key}*"))
    assert not (shared_cache / "cells" / key).exists()


def test_progress_names_the_steps(compiled: Compile, salt: str) -> None:
    seen: list[Progress] = []
    compiled(QUICK, "--bin", salt=salt, told=seen.append)

    assert seen[-1].step == "Compiling the cell"
    assert all(a.seconds <= b.seconds for a, b in itertools.pairwise(seen))


class Slow:
    """A build that would never end, with something that happens once rustc is at work."""

    def __init__(self, compiled: Compile, marked: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RUSTLAB_TEST_MARK", marked.mark)
        self.marked = marked
        self.compiled = compiled

    def until(self, event: object, *, timeout: float | None = None) -> Build:
        def wait() -> None:
            eventually(lambda: self.find("rustc"))
            assert callable(event)
            event()

        thread = threading.Thread(target=wait)
        thread.start()
        # An event that failed must not leave the build running for ever.
        limit = 120.0 if timeout is None else timeout
        build = self.compiled(SLOW, "--bin", salt=uuid.uuid4().hex, timeout=limit)
        thread.join()
        return build

    def find(self, name: str) -> list[psutil.Process]:
        """Processes of that name at work on the cell: cargo also asks rustc for its version."""
        return [one for one in self.marked.alive() if works(one, name)]


def works(one: psutil.Process, name: str) -> bool:
    """Whether this is the process of that name that works on the cell; it may end meanwhile."""
    try:
        return one.name() == name and (name != "rustc" or "src/main.rs" in one.cmdline())
    except psutil.Error:
        return False


@pytest.fixture
def slow(compiled: Compile, marked: Marked, monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(compiled, marked, monkeypatch)


def test_ctrl_c_ends_a_build(slow: Slow, compiled: Compile, salt: str) -> None:
    build = slow.until(lambda: os.kill(os.getpid(), signal.SIGINT))

    assert (build.ending, build.message) == ("interrupted", "the build was interrupted")
    assert slow.marked.alive() == []
    assert compiled(QUICK, "--bin", salt=salt).ok


HOLD = """
import sys
from pathlib import Path
from cells import target_of
from rustlab.machine.workspace import Workspace
cache = Path(sys.argv[1])
with Workspace(cache=cache, home=None).locked(target_of(cache)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_ctrl_c_ends_the_wait_for_another_notebook(
    shared_cache: Path, compiled: Compile, salt: str
) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    argv = [sys.executable, "-c", HOLD, str(shared_cache)]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, env=env, stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        other.stdout.readline()
        seen: list[str] = []

        def told(progress: Progress) -> None:
            seen.append(progress.step)
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()

        build = compiled(QUICK, "--bin", salt=salt, told=told)
        other.kill()

    assert (build.ending, seen) == ("interrupted", ["Waiting for another build"])


def test_a_build_that_takes_too_long(slow: Slow, compiled: Compile, salt: str) -> None:
    build = slow.until(lambda: None, timeout=1.5)

    assert build.ending == "timed_out"
    assert "1.5 s" in build.message
    assert slow.marked.alive() == []
    assert compiled(QUICK, "--bin", salt=salt).ok


@pytest.mark.parametrize("victim", ["cargo", "rustc"])
def test_a_build_killed_half_way(slow: Slow, compiled: Compile, victim: str, salt: str) -> None:
    def kill() -> None:
        for one in slow.find(victim):
            one.kill()

    build = slow.until(kill)

    assert build.ending == "killed"
    assert f"`{victim}` was ended from outside" in build.message
    assert build.hint
    assert slow.marked.alive() == []
    assert compiled(QUICK, "--bin", salt=salt).ok


KERNEL = """
import sys
from pathlib import Path
from cells import compile_cell
compile_cell(sys.argv[1], "--bin", cache=Path(sys.argv[2]), salt=sys.argv[3])
"""


def test_a_kernel_killed_by_kill_9_during_a_build(
    shared_cache: Path, marked: Marked, compiled: Compile, salt: str
) -> None:
    env = {**marked.env, "PYTHONPATH": str(Path(__file__).parents[1])}
    argv = [sys.executable, "-c", KERNEL, SLOW, str(shared_cache), salt]
    with subprocess.Popen(argv, env=env) as kernel:
        eventually(lambda: marked.named("rustc"))
        kernel.kill()
    marked.settle()

    assert compiled(QUICK, "--bin", salt=salt).ok


NOTEBOOK = """
import sys
from pathlib import Path
from cells import compile_cell
for value in range({first}, {first} + 3):
    source = {source!r}.replace("= 0", f"= {{value}}")
    build = compile_cell(source, cache=Path({cache!r}), salt={salt!r})
    print(value, build.ending, build.artifact, flush=True)
"""


def test_two_notebooks_at_once(shared_cache: Path, salt: str) -> None:
    """They share one target folder and one cell; both get the right values for all of theirs."""
    programs = [
        NOTEBOOK.format(
            source=ADD,
            cache=str(shared_cache),
            salt=salt,
            first=n,
        )
        for n in (10, 11)
    ]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    running = [
        subprocess.Popen([sys.executable, "-c", p], stdout=subprocess.PIPE, text=True, env=env)
        for p in programs
    ]
    lines = [line for one in running for line in one.communicate()[0].splitlines()]

    assert [one.returncode for one in running] == [0, 0]
    assert len(lines) == 6
    for line in lines:
        value, ending, artifact = line.split(" ", 2)
        build = Build(ending="built", artifact=Path(artifact), module="cell")
        assert (ending, call(build, "cell.add(0, 0)")) == ("built", value)


@pytest.mark.interpreters
def test_every_interpreter_gets_a_module_of_its_own(
    compiled: Compile, interpreters: tuple[Path, ...]
) -> None:
    builds = {python: compiled(ADD, "adder", python=python) for python in interpreters}

    assert {call(b, "adder.add(20, 22)", p) for p, b in builds.items()} == {"42"}
    assert len({b.artifact for b in builds.values()}) == len(interpreters)
