"""The commands and their options; nothing heavy is imported: `rustlab --help` answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from rustlab import __version__

FOLDER = "your folder (default: where you are, else ~/rustlab)"
Run = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Wrong use is told in our form: what, a blank line, the next step. Exit status 2."""

    def __init__(self, **options: Any) -> None:
        def formatter(prog: str) -> argparse.HelpFormatter:
            return argparse.HelpFormatter(prog, max_help_position=16)

        super().__init__(formatter_class=formatter, **options)

    def error(self, message: str) -> NoReturn:
        """Print the message and leave."""
        self.exit(2, f"error: {message}\n\nhint: `{self.prog} --help` shows how it is used\n")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options; `run` among them is what to do. Exits with status 2 on wrong use."""
    parser = Parser(prog="rustlab", description="Rust for CPython: the interactive devguide.")
    parser.add_argument("--version", action="version", version=f"rustlab {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for add in (_folder, _look, _work, _help, _book, _ports):
        add(commands)
    return parser.parse_args(argv)


# argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001


def _command(commands: Commands, name: str, module: str, about: str) -> Parser:
    """Add a command whose function, of the same name, is imported only when it runs."""

    def run(args: argparse.Namespace) -> int:
        function: Run = getattr(import_module(f"rustlab.cli.{module}"), name)
        return function(args)

    command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    command.set_defaults(run=run)
    return command


def _folder(commands: Commands) -> None:
    lab = _command(commands, "lab", "folder", "open your folder in JupyterLab")
    lab.add_argument("dir", nargs="?", type=Path, help=FOLDER)
    lab.add_argument("--no-browser", action="store_true", help="only print the address")
    lab.add_argument("--port", type=int, help="the port of the server")
    init = _command(commands, "init", "folder", "make your folder, or bring a newer kit into it")
    init.add_argument("dir", nargs="?", type=Path, help=FOLDER)
    init.add_argument("--json", action="store_true", help="print one JSON object")


def _look(commands: Commands) -> None:
    doctor = _command(commands, "doctor", "machine", "check this machine, and name the next step")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.add_argument(
        "--fetch", action="store_true", help="fetch and build the crates now (needs the network)"
    )
    listed = _command(commands, "exercises", "exercises", "list the exercises")
    listed.add_argument("--json", action="store_true", help="print one JSON object")
    progress = _command(commands, "progress", "exercises", "show what you have done")
    progress.add_argument("--json", action="store_true", help="print one JSON object")


def _work(commands: Commands) -> None:
    check = _command(commands, "check", "exercises", "check your answer to an exercise")
    check.add_argument("id", help="the exercise, such as X06")
    check.add_argument("--file", type=Path, help="another file than the one in your folder")
    check.add_argument("--python", type=Path, help="build for this interpreter and check with it")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    watch = _command(commands, "watch", "watching", "check again whenever you save")
    watch.add_argument("id", nargs="?", help="watch this exercise only")


def _help(commands: Commands) -> None:
    hint = _command(commands, "hint", "exercises", "show the next of three hints")
    reset = _command(commands, "reset", "exercises", "put the starter back, and keep your text")
    solution = _command(commands, "solution", "exercises", "show the solution")
    for command in (hint, reset, solution):
        command.add_argument("id", help="the exercise, such as X06")
    solution.add_argument("--anyway", action="store_true", help="show it before you have solved it")


def _book(commands: Commands) -> None:
    about = "test the book, build the site, renew expected outputs, list old facts"
    book = commands.add_parser("book", help=about, description=f"{about.capitalize()}.")
    inside = book.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    test = _command(inside, "test", "book", "run pages and compare with their expected outputs")
    test.add_argument("pages", nargs="*", help="pages (default: all)")
    test.add_argument("--jobs", type=int, default=2, help="pages at the same time")
    test.add_argument("--junit", type=Path, help="also write a JUnit file")
    test.add_argument("--json", action="store_true", help="print one JSON object")
    test.add_argument("--python", type=Path, help="the interpreter in which modules run")
    facts = _command(inside, "facts", "book", "list statements that have grown old")
    facts.add_argument("--months", type=int, default=6, help="older than this (default: 6)")
    facts.add_argument("--json", action="store_true", help="print one JSON object")
    build = _command(inside, "build", "book", "make the site")
    build.add_argument("--out", type=Path, help="the folder of the site")
    bless = _command(inside, "bless", "book", "renew expected outputs, and show what changed")
    bless.add_argument("pages", nargs="*", help="pages (default: all)")
    bless.add_argument("--python", type=Path, help="the interpreter in which modules run")
    bless.add_argument("--when", default="", help="only where this holds, as `python >= 3.14`")
    bless.add_argument("--accept-fewer-assertions", action="store_true", help="also where one went")


def _ports(commands: Commands) -> None:
    about = "let CPython's own tests judge a module that is ported to Rust"
    parity = _command(commands, "parity", "parity", about)
    parity.add_argument("module", help="bisect, heapq, base64 …")
    parity.add_argument("--python", type=Path, help="build for this interpreter and test with it")
    parity.add_argument(
        "--refleaks", action="store_true", help="also count references (debug builds)"
    )
    parity.add_argument("--full", action="store_true", help="also the tests that take minutes")
    parity.add_argument("--json", action="store_true", help="print one JSON object")
