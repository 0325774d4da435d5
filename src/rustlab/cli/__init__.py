"""The terminal. Exit status: 0 done or passed, 1 not yet or failed, 2 wrong use or cannot."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rustlab.cli.parser import parse
from rustlab.errors import LearnerFailure, RustlabError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; every failure is a message, a blank line and a hint."""
    _speak_utf8()
    try:
        args = parse(sys.argv[1:] if argv is None else argv)
        status: int = args.run(args)
    except RustlabError as error:
        failed = isinstance(error, LearnerFailure)
        print(error if failed else f"error: {error}", file=sys.stderr)
        return 1 if failed else 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `rustlab exercises | head`
        sys.stderr.close()
        return 1
    return status


def _speak_utf8() -> None:
    """A pipe on Windows has the encoding of the code page, which lacks our letters."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace")
