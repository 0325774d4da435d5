"""Values -> MIME bundles: plain text, HTML and our record side by side, for `IPython.display`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rustlab.cargo.build import Build
from rustlab.exercise.exercise import Verdict
from rustlab.exercise.ladder import Rung
from rustlab.run.outcome import Crash, Run, Xray
from rustlab.show import card as cards
from rustlab.show import html, record, text
from rustlab.show.card import Card
from rustlab.show.ladder import ladder_html, ladder_record, ladder_text
from rustlab.show.provided import Provided
from rustlab.show.verdict import verdict_html
from rustlab.show.xray import xray_html, xray_record, xray_text

Bundle = dict[str, Any]


def built(build: Build, provided: Sequence[Provided] = ()) -> Bundle:
    """A cell that compiled."""
    return _bundle(
        text.built_text(build, provided),
        html.built_html(build, provided),
        record.built(build, provided),
    )


def failed(build: Build) -> Bundle:
    """A cell that did not compile."""
    return _bundle(text.failed_text(build), html.failed_html(build), record.failed(build))


def failed_as_expected(build: Build) -> Bundle:
    """A cell that promised to fail and did."""
    said = record.failed_as_expected(build)
    return _bundle(text.expected_text(build), html.expected_html(build), said)


def crashed(crash: Crash) -> Bundle:
    """The worker is gone."""
    return _bundle(text.crash_text(crash), html.crash_html(crash), record.crashed(crash))


def ended_as_expected(run: Run) -> Bundle:
    """`%%isolated --expect WORD` came true."""
    assert run.crash is not None, "only an ending that has a word can be expected"
    said = record.ended_as_expected(run.crash.word)
    return _bundle(text.run_expected_text(run), html.run_expected_html(run), said)


def verdict(value: Verdict, title: str = "") -> Bundle:
    """What came of a submission."""
    return _bundle(
        text.verdict_text(value, title), verdict_html(value, title), record.verdict(value)
    )


def xray(value: Xray) -> Bundle:
    """What a call did to the counts of its objects."""
    return _bundle(xray_text(value), xray_html(value), xray_record(value))


def card(value: Card) -> Bundle:
    """An exercise."""
    return _bundle(cards.card_text(value), cards.card_html(value), cards.card_record(value))


def progress(rungs: Sequence[Rung], up: str = "") -> Bundle:
    """What a learner has done, on the map; `up` leads from the notebook to their folder."""
    return _bundle(ladder_text(rungs), ladder_html(rungs, up), ladder_record(rungs))


def _bundle(plain: str, rich: str, said: record.Record) -> Bundle:
    return {"text/plain": plain, "text/html": rich, record.MIME: said}
