"""`rustlab parity`: CPython's own tests judge a port."""

from __future__ import annotations

import argparse

from rustlab.cli import here
from rustlab.cli.waiting import progress_line
from rustlab.lab import Lab
from rustlab.parity.compare import parity as compare
from rustlab.parity.ports import find
from rustlab.show.parity import parity_record, parity_text


def parity(args: argparse.Namespace) -> int:
    """Print the verdict; 0 at parity, else 1."""
    port = find(args.module)
    port = port.full() if args.full else port
    lab = Lab.open(args.python)
    with progress_line() as told:
        verdict = compare(
            port, lab.data, lab.toolchain(), lab.workspace,
            refleaks=args.refleaks, on_progress=told,
        )  # fmt: skip
    if args.json:
        here.say_json(parity_record(verdict))
    else:
        print(parity_text(verdict))
    return 0 if verdict.ok else 1
