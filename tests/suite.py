"""Everything CI runs: lint, types, crates, book, tests; the last line counts them together.

`python3 bootstrap.py test` and `nox -s test` call this file. With `CI=true` a skipped test is a
failed run: CI has every browser and interpreter, so nothing may hide there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "target" / "reports"
CARGO_LINE = re.compile(
    r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many passed, failed, were skipped; `left_out` names the skipped ones, with reasons."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    left_out: tuple[str, ...] = ()

    def __add__(self, other: Count) -> Count:
        return Count(
            passed=self.passed + other.passed,
            failed=self.failed + other.failed,
            skipped=self.skipped + other.skipped,
            left_out=self.left_out + other.left_out,
        )


def run(argv: Sequence[str | Path]) -> int:
    """Run one step with its output on ours; return its exit status."""
    return subprocess.run([str(a) for a in argv], cwd=ROOT, check=False).returncode


def check(name: str, argv: Sequence[str | Path]) -> Count:
    """A step that passes or fails as a whole."""
    heading(name)
    return Count(failed=1) if run(argv) else Count(passed=1)


def heading(name: str) -> None:
    print(f"\n== {name} ({time.strftime('%H:%M:%S')})", flush=True)


def cargo_tests() -> Count:
    """`cargo test` over the workspace; its own result lines are summed."""
    heading("crates: cargo test")
    argv = [os.environ.get("CARGO", "cargo"), "test", "--workspace", "--locked", "--no-fail-fast"]
    done = subprocess.run(
        argv, cwd=ROOT, env=cargo_environment(), check=False, stdout=subprocess.PIPE,
        text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    lines = [tuple(map(int, hit)) for hit in CARGO_LINE.findall(done.stdout)]
    count = Count(
        passed=sum(hit[0] for hit in lines),
        failed=sum(hit[1] for hit in lines),
        skipped=sum(hit[2] for hit in lines),
        left_out=tuple(re.findall(r"^(test .*) \.\.\. ignored.*$", done.stdout, re.MULTILINE)),
    )
    if done.returncode:
        print(done.stdout)
    # Cargo can fail without a failed test (a crate that does not compile): that counts as one.
    return count + Count(failed=1) if done.returncode and not count.failed else count


def cargo_environment() -> dict[str, str]:
    """The interpreter and the libclang of this environment, as the cell engine passes them."""
    import clang.native

    native = str(Path(next(iter(clang.native.__path__))))
    return {**os.environ, "PYTHON_SYS_EXECUTABLE": sys.executable, "LIBCLANG_PATH": native}


def pytest(name: str, argv: Sequence[str | Path]) -> Count:
    """A pytest run, counted from its own report."""
    heading(name)
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    status = run([*argv, f"--junit-xml={report}"])
    if not report.is_file():
        return Count(failed=1)
    count = read_report(report)
    return count + Count(failed=1) if status and not count.failed else count


def read_report(report: Path) -> Count:
    """Sum a JUnit file; every skipped test is kept by name and reason."""
    cases = list(ET.parse(report).getroot().iter("testcase"))
    skipped = [(c, s) for c in cases for s in c.findall("skipped")]
    failed = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
    return Count(
        passed=len(cases) - len(failed) - len(skipped),
        failed=len(failed),
        skipped=len(skipped),
        left_out=tuple(
            f"{c.get('classname')}::{c.get('name')}: {s.get('message')}" for c, s in skipped
        ),
    )


def steps(python: str, cargo: str) -> Count:
    """All steps, cheapest first; a failed one does not keep the next from running."""
    count = check("ruff check", [python, "-m", "ruff", "check"])
    count += check("ruff format", [python, "-m", "ruff", "format", "--check"])
    count += check("mypy", [python, "-m", "mypy"])
    count += check("cargo fetch", [cargo, "fetch", "--locked"])
    count += check("cargo fmt", [cargo, "fmt", "--all", "--check"])
    heading("cargo clippy")
    clippy = [cargo, "clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]
    done = subprocess.run(clippy, cwd=ROOT, env=cargo_environment(), check=False)
    count += Count(failed=1) if done.returncode else Count(passed=1)
    count += cargo_tests()
    count += check("first build of the crates", [python, "-m", "rustlab", "doctor", "--fetch"])
    book = REPORTS / "book.xml"
    book.unlink(missing_ok=True)
    count += check("book test", [python, "-m", "rustlab", "book", "test", "--junit", book])
    count += read_report(book) if book.is_file() else Count(failed=1)
    count += pytest("tests", [python, "-m", "pytest", "-n", "2"])
    ran = [python, "-m", "tests.crates.ran", REPORTS / "tests.xml"]
    return count + check("coverage of the design text", ran)


def main() -> int:
    """Run the steps and print the one line that sums them."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("RUSTLAB_CACHE", str(ROOT / "target" / "rustlab-test-cache"))
    count = steps(sys.executable, os.environ.get("CARGO", "cargo"))
    for line in count.left_out:
        print(f"left out: {line}")
    strict = os.environ.get("CI") == "true" and count.skipped > 0
    if strict:
        print("CI leaves nothing out: a skipped test fails this run")
    print(f"{count.passed} passed, {count.failed} failed, {count.skipped} skipped")
    return 1 if count.failed or strict else 0


if __name__ == "__main__":
    sys.exit(main())
