"""Other frontends than JupyterLab: a terminal, and whatever executes notebooks."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import nbformat
import pexpect
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

from rustlab.data import locate

pytestmark = [pytest.mark.kernel, pytest.mark.cargo, pytest.mark.xdist_group("frontends")]

CELL = """\
%%rust
#[pyfunction]
fn twice(_ctx: &ThreadContext<'_>, _state: &NoState, n: i64) -> i64 {
    n * 2
}
"""


def test_jupyter_finds_the_kernelspec_of_this_checkout() -> None:
    spec = KernelSpecManager().get_kernel_spec("rustlab")
    written = json.loads((locate().kernels / "rustlab" / "kernel.json").read_text(encoding="utf-8"))

    assert spec.display_name == written["display_name"] == "Python + Rust (CPython)"
    assert spec.language == "python"
    assert spec.argv[1:] == written["argv"][1:]
    assert spec.metadata["supported_encryption"] == ["curve"]


def test_nbclient_keeps_no_trace_of_the_build(tmp_path: Path) -> None:
    salted = f"{CELL}// {tmp_path}\n"
    cells = [nbformat.v4.new_code_cell(source) for source in (salted, "twice(21)")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=240, kernel_name="rustlab").execute(cwd=str(tmp_path))

    (built,), (result,) = (cell.outputs for cell in cells)
    assert built.output_type == "display_data"
    assert built.data["text/plain"] == "module cell: twice(n)"
    assert result.data["text/plain"] == "42"


def test_a_terminal(tmp_path: Path) -> None:
    """`jupyter console`: the progress line is taken back, completion and crashes work."""
    argv = ["-m", "jupyter_console", "--kernel", "rustlab", "--simple-prompt"]
    env = {**os.environ, "TERM": "dumb", "JUPYTER_CONFIG_DIR": str(tmp_path), "COLUMNS": "100"}
    console = pexpect.spawn(
        sys.executable, argv, cwd=str(tmp_path), env=env, encoding="utf-8", timeout=120
    )
    try:
        console.expect(r"In \[1\]: ")
        console.sendline(f"get_ipython().run_cell({CELL + '// ' + str(tmp_path)!r}); twice(21)")
        console.expect("module cell: twice")
        console.expect("42")
        console.sendline("get_ipython().run_cell('%%isolated\\nimport os; os.abort()'); twice(4)")
        console.expect("WorkerCrashed")
        console.expect("hint: ")
        console.expect(r"\b8\b")
        console.sendline("exit")
        console.expect(pexpect.EOF)
    finally:
        console.close(force=True)
