"""The list of all commands for maintainers; `nox` alone does what CI does."""

from __future__ import annotations

import os

import nox

nox.options.default_venv_backend = "none"  # the venv of bootstrap.py holds everything, locked
nox.options.sessions = ["test"]


@nox.session
def test(session: nox.Session) -> None:
    """Everything CI runs: lint, types, crates, book, tests."""
    session.run("python", "tests/suite.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff and mypy, and the crates' format."""
    session.run("ruff", "check", "--fix")
    session.run("ruff", "format")
    session.run("mypy")
    session.run("cargo", "fmt", "--all", external=True)


@nox.session
def lab(session: nox.Session) -> None:
    """Open the checkout itself in JupyterLab (learners use `rustlab lab`, which opens a copy)."""
    session.run(
        "jupyter", "lab", "--notebook-dir", ".", "--LabApp.default_url=/lab/tree/book/index.md"
    )


@nox.session
def screenshot(session: nox.Session) -> None:
    """Take the picture of the README again: the browser test of the welcome page writes it."""
    picture = {"RUSTLAB_SCREENSHOT": "book/_static/screenshots/lab.png"}
    session.run("pytest", "tests/lab/test_welcome.py", env=picture)


@nox.session
def book(session: nox.Session) -> None:
    """Run the pages and make the site in `_build/html`."""
    session.run("rustlab", "book", "build")


@nox.session
def bless(session: nox.Session) -> None:
    """Accept new outputs of pages: `nox -s bless -- index start/setup`."""
    session.run("rustlab", "book", "bless", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """The figures of cells, verdicts and calls, as ratios of one run; fails over a budget."""
    session.run("python", "benchmarks/cells.py", *session.posargs)
    session.run("python", "benchmarks/verdict.py")
    session.run("python", "benchmarks/call_cost/run.py")
    session.run("python", "benchmarks/ports/run.py")
    session.run("python", "benchmarks/ports/zlib_run.py")


@nox.session
def lock(session: nox.Session) -> None:
    """Renew `locks/` from pyproject.toml: universal, with hashes, readable by an old pip."""
    form = ["--universal", "--generate-hashes", "--no-emit-index-url", "--python-version", "3.11"]
    common = ["pip", "compile", "-q", *form, "--no-header", "--no-annotate", "pyproject.toml"]
    dev = ["--extra", "dev", "--extra", "board", "-c", "locks/lab.txt"]
    lab = ["--extra", "lab", "--extra", "checkout"]
    session.run("uv", *common, *lab, "-o", "locks/lab.txt", external=True)
    session.run("uv", *common, *dev, "-o", "locks/dev.txt", external=True)


@nox.session
def bindings(session: nox.Session) -> None:
    """Write the pre-generated bindings of this platform, for every interpreter of the run."""
    session.run("python", "-m", "tests.crates.pregenerated")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel into `dist/`."""
    session.run("python", "-m", "build", "--wheel", "--no-isolation")


@nox.session
def exercises(session: nox.Session) -> None:
    """Every fault in every solution, every wrong answer in other words: `-- X06` for one."""
    session.run("python", "-m", "tests.exercise.kill_rate", *session.posargs)
    session.run("pytest", "-q", "-n", "2", "tests/exercise", env={"RUSTLAB_FULL": "1"})


@nox.session
def full(session: nox.Session) -> None:
    """What is too long for every change: ports, exercises, threads, broken promises, Pythons."""
    thorough = {"RUSTLAB_FULL": "1"}
    session.run("pytest", "-q", "tests/parity", env=thorough)
    stressed = ["tests/crates/test_classes.py", "tests/crates/test_proposal.py"]
    session.run("pytest", "-q", *stressed, "-k", "threads", env=thorough)
    exercises(session)
    session.run("pytest", "-n", "2", "tests/book/test_sabotage.py", env=thorough)
    for python in filter(None, os.environ.get("RUSTLAB_PYTHONS", "").split(os.pathsep)):
        session.run("rustlab", "book", "test", "--python", python)
