"""The commands on the toy book, for real: kernels start, cells run, goldens are compared."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from rustlab.book import command, running
from rustlab.book.place import find_pages, open_book
from rustlab.book.result import PageResult

pytestmark = pytest.mark.kernel


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def run_page(root: Path, name: str, out: Path) -> PageResult:
    """One page of a book, as `rustlab book test` runs it."""
    book = open_book({}, root)
    out.mkdir()
    order = running.Order(book=book, out=out)
    results = running.run_pages(find_pages(book, [name], root), order, os.environ, lambda _: None)
    return results[0]


def reasons(result: PageResult) -> dict[int, str | None]:
    return {cell.number: cell.reason for cell in result.cells if not cell.ok}


def test_an_untouched_book_passes_and_says_so(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    junit = tmp_path / "book.xml"
    assert command.test(root=toy, junit=junit) == 0

    said = capsys.readouterr().out
    assert "2 pages, 13 cells, all as expected" in said
    assert "not compared: Cell 8 import random: the number is random on purpose" in said
    cases = list(ET.parse(junit).getroot().iter("testcase"))
    assert len(cases) == 15
    assert not [case for case in cases if len(case)]


def test_json_says_the_same(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.test(["index"], root=toy, as_json=True) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert [page["page"] for page in told["pages"]] == ["index"]
    assert len(told["pages"][0]["cells"]) == 4


def test_a_changed_output_fails_its_cell_alone(toy: Path, tmp_path: Path) -> None:
    edit(toy / "tests" / "golden" / "index.yml", "the answer is 42", "the answer is 43")
    result = run_page(toy, "index", tmp_path / "out")

    assert reasons(result) == {1: "changed-output"}
    assert "-  the answer is 43\n+  the answer is 42" in result.cells[1].message
    assert result.cells[1].line == 29


def test_an_exception_ends_the_page(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(toy / "book" / "index.md", "import os\n", "import no_such_module\n")
    assert command.test(["index"], root=toy) == 1

    said = capsys.readouterr().out
    assert "Cell 0 [raised] import no_such_module" in said
    assert "No module named 'no_such_module'" in said
    assert "3 cells after that were not run" in said


def test_a_cell_that_no_longer_raises_fails(toy: Path, tmp_path: Path) -> None:
    """Also when the golden was made for the new source."""
    edit(toy / "book" / "index.md", "answer / 0", "answer / 1")
    rekey(toy, "index", 3)
    assert reasons(run_page(toy, "index", tmp_path / "out")) == {3: "no-longer-raises"}


def test_a_magic_that_does_not_exist_is_no_pass(toy: Path, tmp_path: Path) -> None:
    """IPython says so on stderr and raises nothing; nbval takes that for a cell that ran."""
    edit(toy / "book" / "index.md", "import os\n", "%nosuchmagic\nimport os\n")
    result = run_page(toy, "index", tmp_path / "out")
    assert result.cells[0].reason == "raised"
    assert "nosuchmagic" in result.cells[0].message


def test_a_dead_kernel_is_noticed_at_once(toy: Path, tmp_path: Path) -> None:
    edit(
        toy / "book" / "index.md",
        'print("the answer is", answer)',
        # ipykernel puts a pipe in the place of descriptor 2; the process's own is this copy.
        "import sys\nos.write(sys.stderr._original_stdstream_copy, b'last words')\nos._exit(3)",
    )
    result = run_page(toy, "index", tmp_path / "out")

    assert reasons(result) == {1: "kernel-died", 2: "not-run", 3: "not-run"}
    assert result.cells[1].seconds < 30  # nbval waits 2000
    assert "last words" in result.cells[1].message


def test_a_kernel_that_does_not_start_says_why(toy: Path, tmp_path: Path) -> None:
    edit(toy / "book" / "index.md", "name: python3", "name: no-such-kernel")
    result = run_page(toy, "index", tmp_path / "out")

    assert {cell.reason for cell in result.cells} == {"not-run"}
    assert "No such kernel named no-such-kernel" in result.findings[0].message


def test_a_cell_that_takes_too_long_is_interrupted(toy: Path, tmp_path: Path) -> None:
    endless = "```{code-cell} ipython3\n:timeout: 1\n\nwhile True: pass\n```"
    edit(toy / "book" / "index.md", '```{code-cell} ipython3\nprint("the answer is", answer)\n```',
         endless)  # fmt: skip
    result = run_page(toy, "index", tmp_path / "out")
    assert reasons(result) == {1: "timed-out", 2: "not-run", 3: "not-run"}


def test_a_cell_without_an_entry_and_an_entry_without_a_cell(toy: Path, tmp_path: Path) -> None:
    golden = toy / "tests" / "golden" / "index.yml"
    data = yaml.safe_load(golden.read_text(encoding="utf-8"))
    keys = list(data["cells"])
    data["cells"]["0123456789"] = data["cells"].pop(keys[-1])
    data["cells"]["0000000000"] = {"cell": "gone", "outputs": []}
    golden.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    result = run_page(toy, "index", tmp_path / "out")

    assert reasons(result) == {3: "edited"}
    assert [f.reason for f in result.findings] == ["gone"]


def test_a_learners_copy_is_compared_with_the_same_golden(toy: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ana's sprint" / "part" / "outputs.md"
    copy.parent.mkdir(parents=True)
    (tmp_path / "ana's sprint" / "README.md").write_text("# Mine\n", encoding="utf-8")
    shutil.copy(toy / "book" / "part" / "outputs.md", copy)
    assert command.test([str(copy)], root=toy) == 0


def test_the_executed_notebook_is_complete(toy: Path, tmp_path: Path) -> None:
    result = run_page(toy, "part/outputs", tmp_path / "out")
    assert result.notebook is not None
    notebook = json.loads(result.notebook.read_text(encoding="utf-8"))

    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, 10))
    assert code[0]["outputs"][-1]["data"]["text/plain"] == ["{'a': 1}"]
    assert code[2]["outputs"][0]["data"]["text/plain"] == ["'third'"]
    assert notebook["metadata"]["language_info"]["name"] == "python"
    (states,) = notebook["metadata"]["widgets"].values()
    sliders = [s for s in states["state"].values() if s["model_name"] == "IntSliderModel"]
    assert [slider["state"]["value"] for slider in sliders] == [7]


def test_bless_writes_what_the_cells_say(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    golden = toy / "tests" / "golden" / "index.yml"
    edit(toy / "book" / "index.md", "answer = 42", "answer = 40 + 2")
    assert command.test(["index"], root=toy) == 1
    assert command.bless(["index"], accept_fewer_assertions=False, root=toy) == 0

    assert "+++ tests/golden/index.yml" in capsys.readouterr().out
    before = golden.read_bytes()
    assert command.test(["index"], root=toy) == 0
    assert command.bless(["index"], accept_fewer_assertions=False, root=toy) == 0
    assert golden.read_bytes() == before


def test_bless_asks_before_an_assertion_goes(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    golden = toy / "tests" / "golden" / "index.yml"
    before = golden.read_bytes()
    edit(toy / "book" / "index.md", "assert answer == 42\n", "")
    assert command.bless(["index"], accept_fewer_assertions=False, root=toy) == 1

    assert "assert answer == 42" in capsys.readouterr().out
    assert golden.read_bytes() == before
    assert command.bless(["index"], accept_fewer_assertions=True, root=toy) == 0
    assert b"assert answer == 42" not in golden.read_bytes()


def test_bless_writes_nothing_when_a_cell_fails(toy: Path) -> None:
    golden = toy / "tests" / "golden" / "index.yml"
    before = golden.read_bytes()
    edit(toy / "book" / "index.md", "answer / 0", "answer / 1")
    assert command.bless(["index"], accept_fewer_assertions=False, root=toy) == 1
    assert golden.read_bytes() == before


def rekey(root: Path, name: str, number: int) -> None:
    """Give the entry of one cell the key of the cell's present source."""
    from rustlab.book.reading import read_page

    path = root / "tests" / "golden" / f"{name}.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = list(data["cells"].items())
    page = read_page(root / "book" / f"{name}.md", name)
    entries[number] = (page.cells[number].key, entries[number][1])
    data["cells"] = dict(entries)
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


@pytest.mark.cargo
@pytest.mark.interpreters
def test_modules_run_in_another_python_and_the_kernel_stays(
    toy: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch,
    interpreters: tuple[Path, ...], capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("RUSTLAB_CACHE", str(shared_cache))
    other = next(p for p in interpreters if p.resolve() != Path(sys.executable).resolve())
    page = toy / "book" / "index.md"
    head, _, _ = page.read_text(encoding="utf-8").partition("# Toy")
    cells = (
        "%%isolated\nimport sys\nprint(sys._base_executable)",
        "import sys\nassert sys.version_info[:2]\nprint(sys._base_executable)",
        '%%rust --bin\nfn main() {\n    println!("built");\n}',
    )
    fences = [f"```{{code-cell}} ipython3\n{cell}\n```\n" for cell in cells]
    head = head.replace("name: python3", "name: rustlab").replace("Python 3", "Rust")
    page.write_text(head + "# Toy\n\n" + "\n".join(fences), encoding="utf-8", newline="\n")

    command.bless(["index"], accept_fewer_assertions=True, root=toy, python=other)
    capsys.readouterr()
    golden = yaml.safe_load((toy / "tests" / "golden" / "index.yml").read_text(encoding="utf-8"))
    there, here, built = (cell["outputs"][0]["stdout"] for cell in golden["cells"].values())
    assert there != here
    assert built == "built\n"

    assert command.test(["index"], root=toy, python=other) == 0
    assert "nothing is kept for the site" in capsys.readouterr().out
    assert command.test(["index"], root=toy) == 1, "the same page here says something else"
