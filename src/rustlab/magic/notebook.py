"""The magics of a notebook: `%%rust`, `%%c`, `%%isolated`, `%rustlab` (DESIGN section 4)."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, line_cell_magic, line_magic, magics_class

from rustlab import source
from rustlab.cargo.build import Build
from rustlab.errors import BuildFailed, ExpectationNotMet, UsageError, WorkerCrashed
from rustlab.magic import exercises
from rustlab.magic.bench import Benches, show_output
from rustlab.magic.bodyless import with_a_body
from rustlab.magic.completion import matcher
from rustlab.magic.ending import conclude
from rustlab.magic.expectation import demand, marks
from rustlab.magic.given import provided
from rustlab.magic.help import HELP
from rustlab.magic.progress import ProgressLine
from rustlab.magic.screen import put
from rustlab.magic.xray import xray
from rustlab.run.outcome import Crash, Limits
from rustlab.show import bundle, text


def register(shell: InteractiveShell) -> None:
    """Give the shell magics, completion and the panel of a crash; twice is the same as once."""
    if "RustlabMagics" in shell.magics_manager.registry:
        return
    benches = Benches()
    atexit.register(benches.close)
    shell.register_magics(RustlabMagics(shell, benches))
    shell.user_ns["xray"] = xray
    shell.input_transformers_cleanup.append(with_a_body)
    shell.events.register("post_run_cell", show_crash)
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(matcher)


def show_crash(result: Any) -> None:
    """After a cell that lost its worker: the stacks, for the exception itself is short."""
    error = result.error_in_exec
    if isinstance(error, WorkerCrashed) and isinstance(error.crash, Crash):
        put(bundle.crashed(error.crash))


@magics_class
class RustlabMagics(Magics):  # type: ignore[misc, unused-ignore]
    """What a learner writes; each magic is a sequence, the rules live in the rooms behind."""

    def __init__(self, shell: InteractiveShell, benches: Benches) -> None:
        super().__init__(shell)
        self._push: Callable[[Mapping[str, object]], None] = shell.push
        self._benches = benches

    @cell_magic  # type: ignore[untyped-decorator, unused-ignore]
    def rust(self, line: str, cell: str) -> None:
        """Compile the cell into a module and bring its names into the notebook."""
        if not asks_for_help(line, source.parse_rust):
            self._build(source.Cell(source=in_place(cell), options=source.parse_rust(line)))

    @cell_magic  # type: ignore[untyped-decorator, unused-ignore]
    def c(self, line: str, cell: str) -> None:
        """Compile the cell as a C extension module."""
        if not asks_for_help(line, source.parse_c):
            self._build(source.Cell(source=in_place(cell), options=source.parse_c(line)))

    @cell_magic  # type: ignore[untyped-decorator, unused-ignore]
    def isolated(self, line: str, cell: str) -> None:
        """Run Python in the process that holds the compiled modules."""
        if asks_for_help(line, source.parse_isolated):
            return
        options = source.parse_isolated(line)
        session = self._benches.at(options.python).session
        limits = Limits(
            timeout=options.timeout, memory=options.memory, malloc_debug=options.malloc_debug
        )
        run = session.fresh if options.fresh else session.execute
        conclude(run(in_place(cell), limits=limits), options.expect)

    @line_magic  # type: ignore[untyped-decorator, unused-ignore]
    def rustlab(self, _line: str) -> None:
        """Say what there is."""
        print(HELP)

    @line_magic  # type: ignore[untyped-decorator, unused-ignore]
    def progress(self, _line: str) -> None:
        """Show which exercises are done."""
        exercises.show_progress(self._benches.at().lab)

    @line_cell_magic  # type: ignore[untyped-decorator, unused-ignore]
    def exercise(self, line: str, cell: str | None = None) -> None:
        """Show an exercise; with a cell, take the cell as its answer."""
        lab = self._benches.at().lab
        if cell is None:
            exercises.show_card(line, lab)
        else:
            exercises.submit(line, cell, lab)

    def _build(self, cell: source.Cell) -> None:
        bench = self._benches.at(cell.options.python)
        with ProgressLine() as progress:
            build = bench.lab.compile(cell, progress)
        if cell.options.fails:
            expect(build, cell)
        elif not build.ok:
            raise refused(build)
        elif cell.options.bin:
            show_warnings(build)
            conclude(bench.lab.run_program(build, show_output))
        else:
            module, names = bench.load(build, in_process=cell.options.in_process)
            self._push({build.module: module, **names})
            put(bundle.built(build, provided(names)))


def asks_for_help(line: str, parse: Callable[[str], object]) -> bool:
    """Print the help of a magic if the line asks for it."""
    if not {"--help", "-h", "-?"} & set(line.split()):
        return False
    try:
        parse(line)
    except UsageError as told:
        print(told.message)
    return True


def in_place(cell: str) -> str:
    """The text of a cell with an empty line for its magic: then line 3 is line 3 of the cell."""
    return f"\n{cell}"


def expect(build: Build, cell: source.Cell) -> None:
    """Show the promised failure, or raise ExpectationNotMet with what came shown first."""
    if build.message:
        raise refused(build)
    try:
        demand(build, cell.options.fails, marks(cell.source))
    except ExpectationNotMet:
        if build.diagnostics and not build.ok:
            put(bundle.failed(build))
        raise
    put(bundle.failed_as_expected(build))


def refused(build: Build) -> BuildFailed:
    """Show why there is no module; return the short exception that ends the cell."""
    if build.message:
        return BuildFailed(build.message, hint=build.hint)
    put(bundle.failed(build))
    one = "change the line that is marked above, and run the cell again"
    several = "begin with the first error above: later ones often vanish with it"
    return BuildFailed(
        f"the cell does not compile: {text.summary(build.errors)}",
        hint=one if len(build.errors) == 1 else several,
    )


def show_warnings(build: Build) -> None:
    """A program has no names to show; its warnings are shown before it runs."""
    if build.diagnostics:
        put(bundle.built(build))
