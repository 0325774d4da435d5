"""Values the tests of this folder show: a build that failed, one that was built, a crash."""

from __future__ import annotations

from pathlib import Path

from rustlab.cargo.build import Build
from rustlab.cargo.diagnostic import Diagnostic, Span
from rustlab.run.outcome import Crash

RENDERED = """\
error[E0502]: cannot borrow `names` as mutable because it is also borrowed as immutable
 --> src/cell.rs:3:5
  |
2 |     let first = &names[0];
  |                  ----- immutable borrow occurs here
3 |     names.push(String::from("<b>"));
  |     ^^^^^ mutable borrow occurs here
"""
EXPLANATION = """\
A variable was borrowed.

#### Note

```compile_fail,E0502
# fn hidden() {}
let x = <1>;
```
"""


def span(line: int, column: int, end: int, *, primary: bool = True, label: str = "") -> Span:
    return Span(
        file="src/cell.rs", line=line, column=column, end_line=line, end_column=end,
        primary=primary, label=label, text=("    let first = &names[0];",),
    )  # fmt: skip


BORROW = Diagnostic(
    level="error",
    message="cannot borrow `names` as mutable because it is also borrowed as immutable",
    code="E0502",
    spans=(
        span(3, 5, 10, label="mutable borrow occurs here"),
        span(2, 18, 23, primary=False, label="immutable borrow occurs here"),
    ),
    explanation=EXPLANATION,
    rendered=RENDERED,
)  # fmt: skip
UNUSED = Diagnostic(
    level="warning",
    message="unused variable: `x`",
    code="unused_variables",
    spans=(span(1, 9, 10, label="help: if this is intentional, prefix it with an underscore"),),
    rendered="warning: unused variable: `x`\n --> src/cell.rs:1:9\n",
)
NO_DRAWING = Diagnostic(
    level="error", message="expected `;`", spans=(span(2, 9, 14, label="here"),)
)
FAILED = Build(ending="failed", diagnostics=(UNUSED, BORROW))
BUILT = Build(ending="built", module="cell", artifact=Path("cell.so"), seconds=1.5)
CRASH = Crash(
    word="crash",
    cause="the module read or wrote memory that is not its own",
    hint="look at the last call in the Python stack",
    signal="SIGSEGV",
    quoted="Fatal Python error: Segmentation fault",
    python_stack=('File "<cell>", line 1 in <module>',),
    c_stack=("Binary file <cell>, at boom",),
)
