"""Compiler text on every machine: one before/after pair for each rule."""

from __future__ import annotations

import pytest

from rustlab.show.scrub import RULES, compiler_text

PAIRS = [
    (
        "  --> /home/me/rust lab/crates/cpython-api/src/list.rs:10:5",
        "  --> crates/cpython-api/src/list.rs:10:5",
    ),
    (
        "   ::: /home/me/kit/crates/cpython-api/src/list.rs:10:5",
        "   ::: crates/cpython-api/src/list.rs:10:5",
    ),
    (
        r" --> C:\Users\me\kit\crates\cpython-sys\src\lib.rs:3:1",
        r" --> crates\cpython-sys\src\lib.rs:3:1",
    ),
    (
        "  --> /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/option.rs:1:2",
        "  --> library/core/src/option.rs:1:2",
    ),
    (
        " --> /home/me/.rustup/toolchains/stable/lib/rustlib/src/rust/library/alloc/src/vec.rs:9:9",
        " --> library/alloc/src/vec.rs:9:9",
    ),
    (
        " --> /home/me/.cargo/registry/src/registry-6f17d22b/libc-0.2.1/src/lib.rs:1",
        " --> libc-0.2.1/src/lib.rs:1",
    ),
    (" --> /var/cache/rustlab/cells/0a1b/src/cell.rs:1:5", " --> src/cell.rs:1:5"),
    ("note: see `/home/me/kit/crates/cpython-api/a.rs`", "note: see `crates/cpython-api/a.rs`"),
    ("error in `/tmp/a/src/cell.rs`", "error in `src/cell.rs`"),
    (
        'File "/home/me/.pyenv/versions/3.11.7/lib/python3.11/ctypes/__init__.py", line 519',
        'File "lib/python3.11/ctypes/__init__.py", line 519',
    ),
    (" --> src/cell.rs:1:5", " --> src/cell.rs:1:5"),
    (
        "/usr/include/python3.11/object.h:12: note: declared here",
        "python3.11/object.h:12: note: declared here",
    ),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_folders_of_this_machine_go(before: str, after: str) -> None:
    assert compiler_text(before) == after


def test_every_rule_has_a_pair() -> None:
    unused = [p.pattern for p, _ in RULES if not any(p.search(before) for before, _ in PAIRS)]

    assert not unused


@pytest.mark.parametrize("after", [after for _, after in PAIRS])
def test_clean_text_stays(after: str) -> None:
    assert compiler_text(after) == after


def test_the_learners_own_lines_stay() -> None:
    line = '12 |     let p = "/home/me/crates/cpython-api/src";'

    assert compiler_text(line) == line
