"""Each of the 64 ideas has a text, and something that really meets it: an exercise, or a sample."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rustlab import data
from rustlab.exercise import catalog, papers
from rustlab.exercise.exercise import Exercise
from rustlab.exercise.misconceptions import of_build, recognise, table
from rustlab.exercise.paper import PAPER_KINDS, Puzzle, Review
from rustlab.exercise.rule import Evidence
from rustlab.exercise.wrong import wrong_answers
from tests.exercise.values import X06, diagnostic

IDEAS = [f"B{n:02}" for n in range(1, 65)] + ["N01", "N02", "N03", "N04"]
# What a run shows, with the text that was run.
SEEN = {
    "B08": (
        Evidence(step="f(x)", kind="exit"),
        "impl Drop for Lock { fn drop(&mut self) {} } fn f() { std::process::exit(1) }",
    ),
    "B13": (
        Evidence(step="f(x)", kind="exception", text="already borrowed: BorrowMutError"),
        "self.state.borrow_mut().callback = new;",
    ),
    "B18": (
        Evidence(step="next(it)", kind="exception", raised="IndexError", wanted="StopIteration"),
        'PyErr_SetString(PyExc_IndexError, c"no more".as_ptr()); null_mut()',
    ),
    "B45": (
        Evidence(step="bytes that another thread changes meanwhile", kind="wrong_result"),
        "let data = from_raw_parts(view.buf, n); ctx.detach(|| data.iter().sum())",
    ),
    "B54": (None, "let n: i64 = unsafe { PyLong_AsLong(object) };"),
    "B56": (
        Evidence(step="pair(a, b=2)", kind="crash"),
        "fn pair(args: *const P, nargs: isize, kwnames: P) -> P { at(args, nargs) }",
    ),
    "B60": (
        Evidence(step="gc.collect()", kind="crash"),
        "fn traverse(m: P, visit: V, arg: A) -> c_int { let old = Py_NewRef(m); visit(old, arg) }",
    ),
    "B11": (Evidence(step="f(x)", kind="rust_leak"), ""),
    "B23": (Evidence(step="f(-1)", kind="wrong_message"), ""),
    "B33": (Evidence(step="f(x)", kind="crash"), "let me = unsafe { &mut *slf.cast::<Body>() };"),
    "B34": (Evidence(step="f(x)", kind="abort", text="panicked at: already borrowed"), ""),
    "B57": (Evidence(step="f(x)", kind="leak", watched="type"), "fn dealloc(slf: P) { free(slf) }"),
    "B58": (Evidence(step="f(x)", kind="crash"), "let body: Body = std::mem::zeroed();"),
    "B61": (Evidence(step="f(x)", kind="timeout"), "let held = self.rows.lock();"),
    "B40": (None, "let name = text.as_ptr() as *const i8;"),
}
# What rustc says, with the text.
SAID = {
    "B30": ("E0392", "lifetime parameter `'py` is never used", "struct Token<'py> { raw: usize }"),
    "B28": ("E0106", "missing lifetime specifier", "struct Cache { last: Bound<PyAny> }"),
    "B29": (None, "lifetime may not live long enough", "fn f() -> Bound<'static, PyAny> { x }"),
    "B35": (
        "E0277",
        "`RefCell<i32>` cannot be shared between threads safely",
        "static LAST: RefCell<i32> = RefCell::new(0);",
    ),
    "N01": ("E0133", "call to unsafe function `cpython_sys::Py_DECREF` is unsafe", "Py_DECREF(x)"),
    "N02": (
        "E0308",
        "mismatched types: expected `*const i8`, found `&str`",
        'PyErr_SetString(t, "w")',
    ),
    "N03": (
        "E0308",
        "mismatched types: expected `bool`, found integer",
        "if PyList_Check(x) == 0 {}",
    ),
    "N04": (
        "E0308",
        "mismatched types: expected `Borrowed<'_, '_, PyAny>`, found `Bound<'_, PyAny>`",
        "function.call(ctx, &[thing])",
    ),
    "B39": ("dangling_pointers_from_temporaries", "a dangling pointer", "CString::new(s)"),
}


@pytest.mark.parametrize("idea", SEEN)
def test_what_a_run_shows_names_the_idea(idea: str) -> None:
    seen, text = SEEN[idea]

    found = recognise((seen,) if seen else (), text, X06)

    assert found is not None
    assert found.id == idea
    # The same without what the rule asks for is silence, or another idea.
    other = recognise((Evidence(step="f(x)", kind="wrong_result"),), "fn f() {}", X06)
    assert other is None


@pytest.mark.parametrize("idea", SAID)
def test_what_rustc_says_names_the_idea(idea: str) -> None:
    code, words, text = SAID[idea]

    found = of_build((diagnostic(words, code=code),), text, X06)

    assert found is not None
    assert found.id == idea
    assert of_build((diagnostic("mismatched types", code="E0308"),), text, X06) is None


def test_every_idea_is_met() -> None:
    met = {idea for exercise in catalog.load(data.locate()) for idea in ideas_of(exercise)}

    assert set(IDEAS) <= met | set(SEEN) | set(SAID)


def test_every_idea_has_words() -> None:
    for idea in IDEAS:
        known = table().ideas[idea]
        assert known.belief
        assert known.text.endswith((".", "?"))


def ideas_of(exercise: Exercise) -> Iterator[str]:
    """Yield the ideas that the proof of an exercise shows to be recognised."""
    yield from (w.idea for w in wrong_answers(exercise) if w.idea)
    if exercise.kind not in PAPER_KINDS:
        return
    paper = papers.read(exercise)
    if isinstance(paper, Puzzle):
        yield from (line.idea for line in paper.lines)
    elif isinstance(paper, Review):
        yield from (one.idea for one in (*paper.defects, *paper.decoys))
    else:
        yield from (idea for question in paper for idea in question.ideas)


def test_work_beside_a_traverse_function_is_none_in_it() -> None:
    seen = Evidence(step="gc.collect()", kind="crash")
    text = "fn traverse(v: V, a: A) -> c_int { v(a) } fn other(m: P) -> P { Py_NewRef(m) }"

    assert recognise((seen,), text, X06) is None
