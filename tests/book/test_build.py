"""The site comes from executed notebooks: no cell runs twice, and a miss is an error."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from rustlab.book import command
from rustlab.errors import BookError

pytestmark = [pytest.mark.kernel]


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kernelspec `python3` before all others that leaves a mark, then is a real kernel."""
    mark = tmp_path / "kernel started"
    program = tmp_path / "trap.py"
    program.write_text(
        f"import pathlib\nfrom ipykernel.kernelapp import launch_new_instance\n"
        f"pathlib.Path({str(mark)!r}).open('a').write('x')\nlaunch_new_instance()\n",
        encoding="utf-8",
    )
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [sys.executable, str(program), "-f", "{connection_file}"]
    spec.write_text(
        json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}),
        encoding="utf-8",
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return mark


def test_a_fresh_clone_runs_each_page_once_and_a_build_runs_none(
    toy: Path, tmp_path: Path, trap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    assert command.build(out, root=toy) == 0
    assert "no page was run here yet" in capsys.readouterr().out
    assert trap.read_text(encoding="utf-8") == "xx"  # two pages, two kernels

    assert command.build(out, root=toy) == 0
    assert trap.read_text(encoding="utf-8") == "xx"
    html = (out / "index.html").read_text(encoding="utf-8")
    assert "the answer is 42" in html
    assert "ZeroDivisionError" in html
    # A widget needs a kernel, and its scripts would come from a CDN: the site leaves it out.
    outputs = (out / "part" / "outputs.html").read_text(encoding="utf-8")
    assert "IntSlider(value=7)" not in outputs
    assert not {word for word in ("jsdelivr", "cdnjs", "widget-view") if word in outputs}


def test_a_page_that_changed_since_it_ran_is_an_error(toy: Path, tmp_path: Path) -> None:
    assert command.test(["index", "part/outputs"], root=toy) == 0
    page = toy / "book" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("answer = 42", "answer = 41 + 1"), encoding="utf-8")

    with pytest.raises(BookError, match=r"index\.md` has no executed notebook") as caught:
        command.build(tmp_path / "site", root=toy)
    assert "rustlab book test" in caught.value.hint


def test_a_warning_of_sphinx_is_an_error_each_time(toy: Path, tmp_path: Path) -> None:
    assert command.test(root=toy) == 0
    page = toy / "book" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("outputs.md)", "outputs.md#no-such-heading)"), encoding="utf-8")

    for _ in range(2):  # an incremental build would pass over the page the second time
        with pytest.raises(BookError, match="no-such-heading"):
            command.build(tmp_path / "site", root=toy)
