"""`rustlab init` and `rustlab lab`: the learner's folder, and JupyterLab in it."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from rustlab import data, learner
from rustlab.cli import here, machine
from rustlab.errors import RustlabError, ToolchainError
from rustlab.learner import Handout


def init(args: argparse.Namespace) -> int:
    """Hand out notebooks and starters."""
    handout = learner.init(_folder(args), data.locate(), python=Path(sys.executable))
    if args.json:
        here.say_json(
            {
                "home": str(handout.home),
                "new": handout.new,
                "updated": handout.updated,
                "beside": dict(handout.beside),
            }
        )
    else:
        print(f"{told(handout)}\n\nnext: `rustlab lab {_quoted(handout.home)}`")
    return 0


def told(handout: Handout) -> str:
    """Return what `init` did, for a person."""
    lines = [f"your folder is `{handout.home}`"]
    counts = ((handout.new, "new files"), (handout.updated, "updated files"))
    lines += [f"  {what}: {len(paths)}" for paths, what in counts if paths]
    lines += [] if handout.new or handout.updated else ["  everything is up to date"]
    for edited, where in handout.beside:
        lines.append(f"  `{edited}` was edited by you and stays; its new version is `{where}`")
    return "\n".join(lines)


def lab(args: argparse.Namespace) -> int:
    """Open JupyterLab in the learner's folder, on the welcome page; returns when it ends."""
    if find_spec("jupyterlab") is None:
        raise ToolchainError(
            "JupyterLab is not installed in this environment",
            hint='install it with `python -m pip install "rustlab[lab]"`',
        )
    home = _folder(args)
    if not (home / learner.MANIFEST).is_file():
        print(told(learner.init(home, data.locate(), python=Path(sys.executable))), flush=True)
    _prepare()
    lab_app = import_module("jupyterlab.labapp").LabApp  # heavy, and absent from the base install
    os.environ["RUSTLAB_HOME"] = str(home)
    options = [f"--ServerApp.root_dir={home}", f"--LabApp.default_url=/lab/tree/{learner.WELCOME}"]
    options += ["--no-browser"] if args.no_browser else []
    # In a container everybody is root, and Jupyter would refuse to start.
    options += ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    options += [f"--port={args.port}"] if args.port else []
    lab_app.launch_instance(options)
    return 0


def _prepare() -> None:
    """Have the crates ready before the first cell asks; a machine that cannot still opens Lab."""
    try:
        status = machine.fetch()
    except RustlabError as error:
        status = 2
        print(f"error: {error}", file=sys.stderr)
    if status:
        print(
            "\nJupyterLab opens all the same; Rust cells have to wait", file=sys.stderr, flush=True
        )


def _folder(args: argparse.Namespace) -> Path:
    chosen: Path = args.dir or here.home() or here.DEFAULT
    return chosen.expanduser().absolute()


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text or "'" in text else text
