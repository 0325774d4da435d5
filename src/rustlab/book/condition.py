"""The `when:` of a golden's variant: `python >= 3.14 and not free_threaded`, read and decided."""

from __future__ import annotations

import ast
import operator
import sys
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rustlab.errors import BookError
from rustlab.machine.toolchain import find_python
from rustlab.machine.workspace import open_workspace

Version = tuple[int, ...]
COMPARISONS: Mapping[type[ast.cmpop], Callable[[Version, Version], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a condition may ask about the interpreter and the machine."""

    python: tuple[int, int]
    free_threaded: bool
    debug: bool
    platform: str  # "linux", "macos", "windows"

    def flag(self, name: str) -> bool | None:
        """The truth of one word, None if there is no such word."""
        if name in ("linux", "macos", "windows"):
            return self.platform == name
        return {"free_threaded": self.free_threaded, "debug": self.debug}.get(name)


def facts_here() -> Facts:
    """The facts of the running interpreter; the kernels of a book run are of the same one."""
    return Facts(
        python=sys.version_info[:2],
        free_threaded=bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        debug=hasattr(sys, "gettotalrefcount"),
        platform=_platform(),
    )


def facts_of(environ: Mapping[str, str]) -> Facts:
    """The facts of the interpreter in which modules run: that of `RUSTLAB_PYTHON`, else this one.

    Raises ToolchainError where it does not start.
    """
    named = environ.get("RUSTLAB_PYTHON")
    if not named:
        return facts_here()
    cache = open_workspace(environ).cache
    found = find_python(Path(named), cache=cache, environ=environ)
    return Facts(
        python=found.version[:2],
        free_threaded=found.free_threaded,
        debug=found.debug,
        platform=_platform(),
    )


def _platform() -> str:
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def holds(condition: str, facts: Facts) -> bool:
    """Whether `condition` is true of `facts`; raise BookError where it cannot be read."""
    try:
        return _decide(ast.parse(condition, mode="eval").body, condition, facts)
    except (SyntaxError, ValueError) as error:
        raise BookError(
            f"the condition `{condition}` of a variant cannot be read: {error}",
            hint="write for example `python >= 3.14 and not free_threaded`; words are python, "
            "free_threaded, debug, linux, macos, windows",
        ) from None


def _decide(node: ast.expr, text: str, facts: Facts) -> bool:
    if isinstance(node, ast.BoolOp):
        every = [_decide(value, text, facts) for value in node.values]
        return all(every) if isinstance(node.op, ast.And) else any(every)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _decide(node.operand, text, facts)
    if isinstance(node, ast.Compare):
        return _compare(node, text, facts)
    flag = facts.flag(node.id) if isinstance(node, ast.Name) else None
    if flag is None:
        raise ValueError(f"`{ast.unparse(node)}` is not a word of conditions")
    return flag


def _compare(node: ast.Compare, text: str, facts: Facts) -> bool:
    if not (isinstance(node.left, ast.Name) and node.left.id == "python" and len(node.ops) == 1):
        raise ValueError("only `python` is compared, with one version")
    # From the text, not from the number: 3.10 is the float 3.1.
    digits = ast.get_source_segment(text, node.comparators[0]) or ""
    version = tuple(int(part) for part in digits.split("."))
    compare = COMPARISONS.get(type(node.ops[0]))
    if compare is None or len(version) != 2:
        raise ValueError("a version is compared with < <= == != >= > and has two parts")
    return compare(facts.python, version)
