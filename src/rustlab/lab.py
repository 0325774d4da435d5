"""The hall: how a cell becomes a module, told once. No rule lives here, only the sequence."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rustlab.cargo import foundation
from rustlab.cargo.build import Build, Progress
from rustlab.cargo.foundation import Foundation
from rustlab.cargo.scratch import Scratch, build_scratch
from rustlab.cargo.snippets import Snippets, check_snippets, examples
from rustlab.cc.compiler import compile_c
from rustlab.data import Data, locate
from rustlab.exercise import paper_verdict, papers, snippets, submission
from rustlab.exercise.attempt import attempt
from rustlab.exercise.examine import examine
from rustlab.exercise.exercise import Exercise, Submission, Verdict
from rustlab.exercise.paper import PAPER_KINDS
from rustlab.exercise.snippets import Judged
from rustlab.machine import toolchain
from rustlab.machine.fingerprint import stamp
from rustlab.machine.python import Python
from rustlab.machine.toolchain import Toolchain
from rustlab.machine.workspace import Workspace, open_workspace
from rustlab.run import isolated, program
from rustlab.run.outcome import Run
from rustlab.run.session import Session
from rustlab.run.worker import Output
from rustlab.source import Cell, check, scratch_crate
from rustlab.source.lock import lock_for

Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """One interpreter, the folders, and the data of the kit."""

    python: Python
    workspace: Workspace
    data: Data

    @classmethod
    def open(cls, python: Path | None = None) -> Lab:
        """Look at the machine once; `python` is another interpreter to build for and run in.

        Raises ToolchainError when it does not start, WorkspaceError when the kit is incomplete.
        """
        workspace = open_workspace()
        found = toolchain.find_python(python, cache=workspace.cache, environ=os.environ)
        return cls(python=found, workspace=workspace, data=locate())

    def toolchain(self) -> Toolchain:
        """Cargo and rustc, which C cells and Python do without. Raises ToolchainError."""
        return toolchain.find(self.python.executable, cache=self.workspace.cache)

    def compile(self, cell: Cell, on_progress: Told | None = None) -> Build:
        """Build a cell; what rustc or the C compiler says of it is in the Build.

        Raises UsageError for a cell that cannot become a module the way it is written.
        """
        check(cell)
        if cell.options.language == "c":
            return compile_c(cell, self.python, self.workspace, on_progress)
        tools = self.toolchain()
        stamp = self._stamp(tools)
        crate = scratch_crate(cell, stamp)
        scratch = Scratch(
            package=crate.name,
            module=crate.module,
            key=crate.fingerprint,
            files=crate.files,
            needed=crate.needed,
            foundation=self._foundation(stamp),
            crate_type="bin" if cell.options.bin else "cdylib",
            profile=cell.options.profile,
        )
        return build_scratch(scratch, tools, self.workspace, on_progress=on_progress)

    def check(self, exercise: Exercise, path: Path, on_progress: Told | None = None) -> Verdict:
        """Judge the answer in a file. Raises ExerciseError when it cannot be read."""
        return self.judge(exercise, submission.read(path), on_progress)

    def judge(self, exercise: Exercise, text: str, on_progress: Told | None = None) -> Verdict:
        """Judge an answer; in a learner's folder it is kept first and recorded after.

        Raises ToolchainError, WorkspaceError.
        """

        def verdict_on(handed: Submission) -> Verdict:
            if exercise.kind in PAPER_KINDS:
                return paper_verdict.judge(handed, papers.read(exercise))
            built = self._build_submission(handed, on_progress)
            refused = self.refused(handed) if built.ok else ()
            python = self.python.executable
            return examine(handed, built, run=isolated.run, python=python, snippets=refused)

        return attempt(exercise, text, home=self.workspace.home, judge=verdict_on)

    def _build_submission(self, handed: Submission, on_progress: Told | None) -> Build:
        tools = self.toolchain()
        crate = submission.scratch(
            handed.exercise, handed.text, crates=self.data.crates, stamp=self._stamp(tools)
        )
        scratch = Scratch(
            package=crate.name,
            module=handed.exercise.module,
            key=crate.key,
            files=crate.files,
            lock=partial(self._lock, crate.name, submission.needed(handed.exercise)),
        )
        return build_scratch(scratch, tools, self.workspace, on_progress=on_progress)

    def refused(self, handed: Submission) -> tuple[Judged, ...]:
        """What must not compile against the answer, and what must."""
        known = snippets.read(handed.exercise)
        if not known:
            return ()
        tools = self.toolchain()
        found = check_snippets(self.snippets(handed, tools), tools, self.workspace)
        return snippets.judge(known, found)

    def snippets(self, handed: Submission, tools: Toolchain) -> Snippets:
        """The library crate that the snippets of an exercise are checked against."""
        exercise, crates = handed.exercise, self.data.crates
        names = tuple(snippets.name_of(one) for one in snippets.read(exercise))
        text = submission.scratch(exercise, handed.text, crates=crates, stamp=self._stamp(tools))
        crate = submission.library(exercise, text, crates=crates, more=examples(names))
        locked = self._lock(crate.name, submission.needed(exercise))
        files = {**crate.files, "Cargo.lock": locked}
        return Snippets(
            key=crate.key, package=crate.name, library=exercise.module, files=files, names=names
        )

    def run_program(self, build: Build, on_output: Output) -> Run:
        """Run what `--bin` built, in the current folder, and say how it ended."""
        assert build.artifact is not None
        return program.run(build.artifact, self.python.executable, on_output=on_output)

    def session(self, on_output: Output) -> Session:
        """The process that will hold the modules; it starts with the first of them."""
        return Session(
            python=self.python.executable,
            workspace_folder=Path(tempfile.gettempdir()),
            on_output=on_output,
            cwd=Path.cwd(),
        )

    def _lock(self, crate: str, needed: tuple[str, ...]) -> str:
        """What a crate needs of the kit's lock."""
        return lock_for(crate, needed, (self.data.root / "Cargo.lock").read_text(encoding="utf-8"))

    def _foundation(self, stamp: str) -> Foundation:
        """The crates that every cell is built upon."""
        lock = partial(self._lock, foundation.PACKAGE, foundation.CRATES)
        return Foundation(crates=self.data.crates, stamp=stamp, lock=lock)

    def _stamp(self, tools: Toolchain) -> str:
        """What a module depends on besides its cell: crates, rustc, interpreter."""
        return stamp(self.data.root, tools)
