"""Nothing is used before it is introduced: in reading order, on each track, exercises included."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rustlab.book.concepts import Concept, read_concepts, too_early, unknown_words
from rustlab.book.lesson import Lesson
from rustlab.book.paths import Track, open_course
from rustlab.data import locate

DATA = locate()
COURSE = open_course(DATA)
CONCEPTS = read_concepts(DATA.book / "concepts.toml")


def test_every_word_of_a_page_is_in_the_glossary() -> None:
    # An exercise may introduce a word that only its own statement explains.
    pages = [page for part in COURSE.parts.values() for page in part]
    assert unknown_words(pages, CONCEPTS) == []


def test_every_word_of_the_glossary_is_introduced_somewhere() -> None:
    introduced = {word for lesson in COURSE.lessons() for word in lesson.introduces}
    assert {concept.id for concept in CONCEPTS} - introduced == set()


def test_in_reading_order_nothing_is_used_too_early() -> None:
    assert too_early(COURSE.lessons(), CONCEPTS) == []


@pytest.mark.parametrize("track", COURSE.tracks, ids=lambda track: track.id)
def test_on_a_track_nothing_is_used_too_early(track: Track) -> None:
    assert too_early(COURSE.lessons(track), CONCEPTS, COURSE.known(track)) == []


@pytest.mark.parametrize("track", COURSE.tracks, ids=lambda track: track.id)
def test_an_exercise_comes_after_those_it_needs(track: Track) -> None:
    everything = {e.id: e for page in COURSE.exercises.values() for e in page}
    order = [lesson.name for lesson in COURSE.lessons(track)]
    for name in order:
        needs = everything[name].needs if name in everything else ()
        # Without tools an exercise that needs a compiler is read, not done.
        wanted = [n for n in needs if not track.kinds or everything[n].kind in track.kinds]
        assert [n for n in wanted if n not in order[: order.index(name)]] == [], name


@pytest.mark.parametrize("track", COURSE.tracks, ids=lambda track: track.id)
def test_minutes_add_up(track: Track) -> None:
    by_part = [COURSE.minutes(track, caption) for caption in track.parts]
    assert COURSE.minutes(track) == sum(by_part) == sum(x.minutes for x in COURSE.lessons(track))


def test_tracks_name_parts_of_the_table_of_contents() -> None:
    planned = DATA.toc.read_text(encoding="utf-8")  # a part without pages stands there as a comment
    for track in COURSE.tracks:
        assert [name for name in (*track.parts, *track.knows) if name not in planned] == []


def test_a_short_track_names_pages_that_are_there() -> None:
    named = [(track, page) for track in COURSE.tracks for page in track.pages]
    assert named
    for track, page in named:
        assert page in [lesson.name for lesson in COURSE.lessons(track)], page
    for track in COURSE.tracks:
        whole = COURSE.lessons(replace(track, pages=()))
        assert not track.pages or len(COURSE.lessons(track)) < len(whole)


def lesson(name: str, *, introduces: str = "", uses: str = "", rust: str = "") -> Lesson:
    return Lesson(
        name=name, title=name, minutes=1, introduces=frozenset(introduces.split()),
        uses=frozenset(uses.split()), rust=rust,
    )  # fmt: skip


def test_the_checker_sees_what_is_said_and_what_is_shown() -> None:
    owner = Concept(id="owner", term="owner", text="", rust=None)
    pointer = Concept(id="raw", term="raw", text="", rust=re.compile(r"\*mut "))
    words = [owner, pointer]
    first = lesson("first", introduces="owner")
    second = lesson("second", uses="owner", rust="x: *mut u8")
    assert too_early([second, first], words)[0].startswith("second: uses `owner`")
    (shown,) = too_early([first, second], words)
    assert shown == "second: its Rust uses `raw` too early: '*mut'"
    assert too_early([first, replace(second, previews=frozenset({"raw"}))], words) == []
    assert too_early([first, second], words, {"raw"}) == []
    (idle,) = too_early([replace(first, previews=frozenset({"raw"}))], words)
    assert "is no preview" in idle
    assert unknown_words([lesson("x", uses="new")], words) == ["x: `new` is not in concepts.toml"]
