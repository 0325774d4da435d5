"""Cells in a real kernel: what a learner sees, the same whether cold, warm or cached."""

from __future__ import annotations

import uuid

import pytest

from tests.front.kernels import RECORD, Kernel, kernel

pytestmark = [pytest.mark.kernel, pytest.mark.cargo, pytest.mark.xdist_group("cells")]

HEAD = "(_ctx: &ThreadContext<'_>, _state: &NoState)"


def constant(value: int, function: str = "value", name: str = "") -> str:
    """A cell whose module gives one function with one answer."""
    return f"%%rust {name}\n#[pyfunction]\nfn {function}{HEAD} -> i64 {{\n    {value}\n}}\n"


def value(notebook: Kernel, expression: str) -> str:
    reply = notebook.run(expression)
    assert reply.ok, reply.text
    return str(reply.data[0]["text/plain"])


def test_names_of_the_module_become_names_of_the_notebook(shared: Kernel) -> None:
    built = shared.run(constant(7, "seven", "numbers"))

    assert built.data[0]["text/plain"] == "module numbers: seven()"
    assert value(shared, "seven(), numbers.seven(), numbers.__name__") == "(7, 7, 'numbers')"


def test_cold_warm_and_cached_give_the_same(shared: Kernel) -> None:
    """The first build shows a progress line; nothing of it stays."""
    unique = f"// {uuid.uuid4()}\n#[pyfunction]\nfn f{HEAD} -> i64 {{ let unused = 1; 2 }}\n"
    cold, warm = shared.run(f"%%rust same\n{unique}"), shared.run(f"%%rust same\n{unique}")

    assert cold.outputs == warm.outputs
    assert cold.stdout == cold.stderr == ""
    (record,) = cold.records
    assert [w["code"] for w in record["warnings"]] == ["unused_variables"]


def test_a_progress_line_is_seen_and_gone(shared: Kernel) -> None:
    """Builds of this suite may be too quick to show one, so here the clock jumps."""
    reply = shared.run(
        "import itertools\n"
        "from rustlab.cargo.build import Progress\n"
        "from rustlab.magic.progress import ProgressLine\n"
        "with ProgressLine(itertools.count().__next__) as line:\n"
        "    line(Progress(step='Compiling it', seconds=2.0))\n"
        "print('after')"
    )

    assert "Compiling it (2 s)" in reply.said
    assert reply.stdout == "after\n"


def test_the_record_holds_no_machine(shared: Kernel) -> None:
    built = shared.run(constant(1, "one", "plain"))

    assert built.data[0][RECORD] == {
        "schema": 1,
        "kind": "built",
        "module": "plain",
        "names": [{"kind": "function", "name": "one", "signature": "()"}],
        "warnings": [],
    }


def test_the_last_of_two_cells_with_one_name_wins(shared: Kernel) -> None:
    shared.run(constant(1, name="twin"))
    shared.run("old = value")
    shared.run(constant(2, name="twin"))

    assert value(shared, "old(), value(), twin.value()") == "(1, 2, 2)"


def test_a_then_b_then_a(shared: Kernel) -> None:
    """Unnamed cells share name and target folder, not code."""
    seen = []
    for number in (10, 20, 10):
        assert shared.run(constant(number)).ok
        seen.append(value(shared, "value()"))

    assert seen == ["10", "20", "10"]


def test_two_notebooks_build_at_once(
    shared: Kernel, tmp_path_factory: pytest.TempPathFactory
) -> None:
    salt = uuid.uuid4()
    with kernel(tmp_path_factory.mktemp("other")) as other:
        both = ((shared, 31), (other, 32))
        sent = [(k, k.start(constant(number) + f"// {salt}")) for k, number in both]
        for notebook, message in sent:
            reply = notebook.wait(message)
            assert reply.ok, reply.text

        assert [value(k, "value()") for k, _ in both] == ["31", "32"]


def test_a_broken_cell_speaks_of_the_lines_of_the_cell(shared: Kernel) -> None:
    """Line 3 is the third line that a learner sees, the line of the magic counted."""
    reply = shared.run('%%rust\nfn f() -> i64 {\n    "x"\n}\n')

    assert reply.ename == "BuildFailed"
    assert "\n\nhint: " in reply.evalue
    (record,) = reply.records
    assert record["errors"] == [
        {"level": "error", "code": "E0308", "place": {"line": 3, "column": 5}}
    ]
    html = reply.data[0]["text/html"]
    assert '<code class="rl-badge">E0308</code>' in html
    assert "<details><summary>What E0308 means</summary>" in html
    assert "^^^" in reply.data[0]["text/plain"]


def test_a_c_cell_speaks_of_the_lines_of_the_cell(shared: Kernel) -> None:
    reply = shared.run("%%c\n#include <Python.h>\nint f(void) { return undeclared; }\n")

    assert reply.ename == "BuildFailed"
    (record,) = reply.records
    assert record["errors"][0]["place"]["line"] == 3


def test_the_promised_failure_is_a_success(shared: Kernel) -> None:
    reply = shared.run('%%rust --fails E0308\nfn f() -> i64 {\n    "x"  //~ E0308\n}\n')

    assert reply.ok
    (record,) = reply.records
    assert record["kind"] == "fails_as_it_should"
    assert "fails to compile, as it should" in reply.data[0]["text/html"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("%%rust --fails E0308\nfn f() {}", "the cell compiles"),
        ("%%rust --fails E0308\nfn f() { nothing }", "failed with `E0425`"),
        ('%%rust --fails E0308\nfn f() -> i64 {\n"x" }\n//~ E0308', "promised for line 4"),
    ],
)
def test_another_end_than_promised(shared: Kernel, cell: str, words: str) -> None:
    reply = shared.run(cell)

    assert reply.ename == "ExpectationNotMet"
    assert words in reply.evalue
    assert "\n\nhint: " in reply.evalue


def test_a_program_prints(shared: Kernel) -> None:
    reply = shared.run('%%rust --bin\nfn main() {\n    println!("hello");\n}\n')

    assert reply.ok, reply.text
    assert reply.stdout == "hello\n"
    assert reply.data == []


def test_a_program_that_panics(shared: Kernel) -> None:
    reply = shared.run('%%rust --bin\nfn main() {\n    panic!("too late");\n}\n')

    assert reply.ename == "WorkerCrashed"
    assert "the program panicked" in reply.evalue
    assert "too late" in reply.stderr


def test_code_in_the_worker_sees_the_real_module(shared: Kernel) -> None:
    shared.run(constant(5, "five", "real"))
    reply = shared.run("%%isolated\nimport real\nprint(type(real).__name__)\nreal.five()")

    assert reply.stdout == "module\n"
    assert reply.data == [{"text/plain": "5"}]


def test_an_exception_in_the_worker_ends_the_cell(shared: Kernel) -> None:
    reply = shared.run("%%isolated\n\nint('x')")

    assert reply.ename == "ValueError"
    assert "invalid literal" in reply.evalue
    (shown,) = [o["traceback"] for o in reply.outputs if o["kind"] == "error"]
    assert any("line 3" in line for line in shown)


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        ("--expect crash", "import ctypes; ctypes.string_at(8)", "crash"),
        ("--fresh --expect abort", "import os; os.abort()", "abort"),
        ("--expect exit", "import os; os._exit(3)", "exit"),
        ("--expect timeout --timeout 0.3", "while True: pass", "timeout"),
    ],
)
def test_an_expected_ending_is_one_word(shared: Kernel, options: str, code: str, word: str) -> None:
    reply = shared.run(f"%%isolated {options}\n{code}")

    assert reply.ok, reply.text
    assert reply.records == [{"schema": 1, "kind": "ends_as_it_should", "word": word}]


@pytest.mark.parametrize(
    ("code", "came"),
    [("1 + 1", "ran to its end"), ("1 / 0", "raised `ZeroDivisionError`"),
     ("import os; os.abort()", "ended with `abort`")],
)  # fmt: skip
def test_another_ending_than_expected(shared: Kernel, code: str, came: str) -> None:
    reply = shared.run(f"%%isolated --fresh --expect crash\n{code}")

    assert reply.ename == "ExpectationNotMet"
    assert came in reply.evalue


TEXTS = {
    "an inner attribute": ("#![allow(unused)]\nfn f() {}", "UsageError", "#![…]"),
    "an inner doc comment": ("//! about it\nfn f() {}", "UsageError", "//!"),
    "a main": ("fn main() {}", "UsageError", "--bin"),
    "a bare let": ("let x = 1;", "UsageError", "outside of a function"),
    "nothing": ("\n\n", "UsageError", "empty"),
    "a comment alone": ("// nothing here\n", "UsageError", "empty"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_no_module_gets_a_sentence(shared: Kernel, name: str) -> None:
    text, ename, words = TEXTS[name]
    reply = shared.run(f"%%rust\n{text}")

    assert reply.ename == ename
    assert words in reply.evalue
    assert "\n\nhint: " in reply.evalue


@pytest.mark.parametrize("magic", ["%%rust", "%%rust --raw", "%%c", "%%c  other"])
def test_a_magic_alone_gets_a_sentence_of_ours(shared: Kernel, magic: str) -> None:
    reply = shared.run(magic)

    assert reply.ename == "UsageError"
    assert "the cell is empty" in reply.evalue
    assert "\n\nhint: " in reply.evalue


@pytest.mark.parametrize("magic", ["%%rust", "%%c", "%%isolated"])
def test_help_needs_no_body(shared: Kernel, magic: str) -> None:
    reply = shared.run(f"{magic} --help")

    assert reply.ok, reply.text
    assert magic in reply.stdout


def test_an_own_export_is_kept(shared: Kernel) -> None:
    cell = (
        constant(4, "four")
        + "\nexport_module! {\n    name: mine,\n    state: NoState,\n    methods: [four],\n}\n"
    )
    reply = shared.run(cell)

    assert reply.ok, reply.text
    assert value(shared, "mine.four()") == "4"


def test_a_comment_that_mentions_the_export_is_a_comment(shared: Kernel) -> None:
    reply = shared.run(constant(6, "six") + "\n// export_module! { name: other }\n")

    assert reply.ok, reply.text
    assert value(shared, "six()") == "6"


@pytest.mark.parametrize("magic", ["%%rust --reelease", "%%c --fast", "%%isolated --expect boom"])
def test_a_wrong_option_is_told(shared: Kernel, magic: str) -> None:
    reply = shared.run(f"{magic}\nfn f() {{}}")

    assert reply.ename == "UsageError"
    assert "\n\nhint: " in reply.evalue


@pytest.mark.parametrize("magic", ["%%rust", "%%c", "%%isolated"])
def test_help_is_printed(shared: Kernel, magic: str) -> None:
    reply = shared.run(f"{magic} --help\n1")

    assert reply.ok
    assert reply.stdout.startswith(magic)


def test_the_help_names_every_magic(shared: Kernel) -> None:
    reply = shared.run("%rustlab")

    for magic in ("%%rust", "%%c", "%%isolated", "--fails", "--raw", "--bin"):
        assert magic in reply.stdout


def test_loading_twice_changes_nothing(shared: Kernel) -> None:
    assert shared.run("%load_ext rustlab").ok
    assert value(shared, "add(1, 2)") == "3"
    crash = shared.run("%%isolated\nimport os; os.abort()")

    assert len(crash.records) == 1


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("%%rust\nfn count() {}\nfn g() { cou", "count"),
        ("%%rust\nfn f(ctx: &ThreadC", "ThreadContext"),
        ("%%rust --raw\nPyLong_From", "PyLong_FromLong"),
        ("%%c\nPyList_N", "PyList_New"),
    ],
)
def test_completion_over_the_wire(shared: Kernel, code: str, expected: str) -> None:
    shared.client.complete(code, len(code))
    content = shared.client.get_shell_msg(timeout=20)["content"]

    assert expected in content["matches"]
    typed = code[content["cursor_start"] : content["cursor_end"]]
    assert typed
    assert expected.startswith(typed)


def test_ctrl_c_reaches_a_call_in_python(shared: Kernel) -> None:
    message = shared.start("%%isolated\nprint('on', flush=True)\nwhile True: pass")
    shared.wait_for_output(message, "on")
    shared.interrupt()

    assert shared.wait(message, timeout=20).ename == "KeyboardInterrupt"


def test_in_process_the_module_is_real_and_the_last_one_wins(shared: Kernel) -> None:
    for number in (1, 2):
        built = shared.run(constant(number, "here", "local --in-process"))
        assert built.ok, built.text
        assert value(shared, "here()") == str(number)

    assert value(shared, "type(here).__name__") == "'builtin_function_or_method'"


def test_a_dying_interpreter_shows_no_frame_of_ours(shared: Kernel) -> None:
    code = "import ctypes; ctypes.pythonapi.Py_FatalError(b'the end')"
    reply = shared.run(f"%%isolated\n{code}")

    assert reply.ename == "WorkerCrashed"
    assert "Fatal Python error" in reply.stderr
    assert "_worker" not in reply.stderr
    assert "line 2 in <module>" in reply.stderr
