"""A verdict in a notebook links the page from where the notebook lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.exercise.exercise import Misconception, Verdict
from rustlab.magic.exercises import told_here

SAID = Verdict(
    exercise="X06",
    outcome="not_yet",
    checks=(),
    misconception=Misconception(id="B02", text="Not yours.", link="book/ownership/counts.md"),
)


@pytest.mark.parametrize(
    ("where", "link"),
    [
        (".", "book/ownership/counts.md"),
        ("book/errors", "../ownership/counts.md"),
        ("book/ownership", "counts.md"),
    ],
)
def test_the_link_leads_there(
    where: str, link: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / where).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / where)

    found = told_here(SAID, tmp_path).misconception

    assert found is not None
    assert found.link == link


def test_elsewhere_it_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)

    assert told_here(SAID, None) == SAID
    assert told_here(SAID, tmp_path / "home") == SAID
