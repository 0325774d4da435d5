"""An answer is kept until one of the files that it depends on changes."""

from __future__ import annotations

import os
from pathlib import Path

from rustlab.machine.memo import Answer, remember


class Question:
    def __init__(self, *watched: Path) -> None:
        self.asked = 0
        self.watched = watched

    def __call__(self) -> Answer:
        self.asked += 1
        return Answer(value={"asked": self.asked}, watched=self.watched)


def test_asked_once(tmp_path: Path) -> None:
    question = Question()

    assert [remember(tmp_path / "m", "q", question) for _ in range(3)] == [{"asked": 1}] * 3
    assert question.asked == 1


def test_two_questions_have_two_answers(tmp_path: Path) -> None:
    question = Question()

    assert remember(tmp_path, "a", question) != remember(tmp_path, "b", question)


def test_a_changed_file_asks_again(tmp_path: Path) -> None:
    watched = tmp_path / "tool"
    question = Question(watched)
    answers = [remember(tmp_path / "m", "q", question)]
    watched.write_text("here now")
    answers.append(remember(tmp_path / "m", "q", question))
    os.utime(watched, ns=(1, 1))
    answers.append(remember(tmp_path / "m", "q", question))
    watched.unlink()
    answers.append(remember(tmp_path / "m", "q", question))

    assert [a["asked"] for a in answers] == [1, 2, 3, 4]


def test_a_broken_record_is_asked_again(tmp_path: Path) -> None:
    question = Question()
    remember(tmp_path, "q", question)
    for record in tmp_path.iterdir():
        record.write_text("{", encoding="utf-8")

    assert remember(tmp_path, "q", question) == {"asked": 2}


def test_a_folder_that_cannot_be_made_costs_the_memory_only(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert remember(tmp_path / "file" / "m", "q", Question()) == {"asked": 1}
