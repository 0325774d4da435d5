"""HTML: the same words as the text, safe, foldable, and named for a screen reader."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rustlab.exercise.exercise import CheckResult, Misconception, Verdict
from rustlab.run.outcome import Run
from rustlab.show import html, text
from rustlab.show.provided import Provided
from rustlab.show.verdict import verdict_html
from tests.show.values import BORROW, BUILT, CRASH, FAILED, UNUSED

VOID = {"br"}
VERDICT = Verdict(
    exercise="X06",
    outcome="not_yet",
    checks=(CheckResult(name="a <b>", outcome="failed", message="`x` < 1"),),
    misconception=Misconception(
        id="M1", text="wrong & known", link="a.md#b", belief="It is `1 < 2`"
    ),
    next_hint="try `drop`",
)
OUTPUTS = {
    "built": html.built_html(BUILT, (Provided(name="add", kind="function", signature="(a, /)"),)),
    "warned": html.built_html(replace(BUILT, diagnostics=(UNUSED,))),
    "failed": html.failed_html(FAILED),
    "expected": html.expected_html(FAILED),
    "crash": html.crash_html(CRASH),
    "run": html.run_expected_html(Run(ending="crashed", crash=CRASH)),
    "verdict": verdict_html(VERDICT, "Give back"),
}


class Reader(HTMLParser):
    """Collects tags in order, and complains about one that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def read(source: str) -> Reader:
    reader = Reader()
    reader.feed(source)
    reader.close()
    assert not reader.open
    return reader


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_is_a_named_region(name: str) -> None:
    regions = [attrs for tag, attrs in read(OUTPUTS[name]).tags if tag == "section"]

    assert len(regions) == 1
    assert regions[0]["aria-label"]


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_scrolls_takes_the_focus_and_has_a_name(name: str) -> None:
    for tag, attrs in read(OUTPUTS[name]).tags:
        if tag == "pre" and "rl-plain" not in (attrs.get("class") or ""):
            assert attrs["tabindex"] == "0"
            assert attrs["aria-label"]


@pytest.mark.parametrize("name", OUTPUTS)
def test_headings_stay_out_of_the_table_of_contents(name: str) -> None:
    for tag, attrs in read(OUTPUTS[name]).tags:
        if tag[0] == "h" and tag[1:].isdigit():
            assert "jp-toc-ignore" in (attrs["class"] or "").split()


@pytest.mark.parametrize("name", OUTPUTS)
def test_nothing_is_loaded_and_nothing_runs(name: str) -> None:
    for tag, attrs in read(OUTPUTS[name]).tags:
        assert tag not in {"script", "img", "link", "iframe"}
        assert not {"src", "onclick", "style"} & attrs.keys()


def test_the_learners_text_is_text() -> None:
    assert "<b>" not in OUTPUTS["failed"]
    assert 'String::from("&lt;b&gt;")' in OUTPUTS["failed"]
    assert "a &lt;b&gt;" in OUTPUTS["verdict"]


def test_the_idea_and_what_holds_are_a_contrast_with_a_link() -> None:
    assert (
        "<p><em>You may have thought: It is <code>1 &lt; 2</code>.</em></p>"
        '<p>wrong &amp; known <a href="a.md#b">read on</a></p>'
    ) in OUTPUTS["verdict"]


def test_the_code_is_a_badge_and_the_message_a_heading() -> None:
    assert (
        '<code class="rl-badge">E0502</code> cannot borrow <code>names</code>' in OUTPUTS["failed"]
    )


def test_the_level_is_a_word_not_a_colour() -> None:
    words = "".join(read(OUTPUTS["failed"]).words)

    assert "error E0502 cannot borrow" in words
    assert "warning unused_variables unused variable" in words


def test_the_same_words_are_not_drawn_twice() -> None:
    assert OUTPUTS["failed"].count("because it is also borrowed as immutable") == 1


def test_places_are_said_in_words() -> None:
    assert "<li>line 3, columns 5 to 9: mutable borrow occurs here</li>" in OUTPUTS["failed"]


def test_the_explanation_is_folded() -> None:
    words = read(OUTPUTS["failed"]).words

    assert "<details><summary>What E0502 means</summary>" in OUTPUTS["failed"]
    assert "Note" in words
    assert "hidden" not in "".join(words)
    assert "let x = <1>;" in "".join(words)


def test_an_expected_failure_shows_no_warning() -> None:
    assert "unused" not in OUTPUTS["expected"]
    assert "fails to compile, as it should" in OUTPUTS["expected"]


def test_the_c_stack_is_folded_and_the_python_stack_is_not() -> None:
    before, after = OUTPUTS["crash"].split("<details>")

    assert "line 1 in &lt;module&gt;" in before
    assert "at boom" in after


def test_html_says_what_the_text_says() -> None:
    words = "".join(read(OUTPUTS["run"]).words)

    assert text.crash_title(CRASH) in words
    assert CRASH.quoted in words


def test_a_diagnostic_without_code_has_no_badge() -> None:
    bare = replace(BORROW, code=None, explanation=None)

    assert (
        "rl-badge"
        not in html.failed_html(replace(FAILED, diagnostics=(bare,))).split("</style>")[1]
    )
