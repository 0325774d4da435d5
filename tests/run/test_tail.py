"""Following a file: what is new, in order, at most so much."""

from __future__ import annotations

from pathlib import Path

from rustlab.run.tail import CAP, Tail


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def test_what_is_new_is_delivered_once(tmp_path: Path) -> None:
    seen: list[str] = []
    tail = Tail(tmp_path / "out", seen.append)
    append(tmp_path / "out", b"one")
    tail.pump()
    append(tmp_path / "out", "zwei é".encode())
    tail.pump()
    tail.pump()

    assert seen == ["one", "zwei é"]
    assert tail.text() == "onezwei é"
    tail.begin()
    assert tail.text() == tail.recent() == ""


def test_a_character_in_two_pieces_is_one(tmp_path: Path) -> None:
    seen: list[str] = []
    tail = Tail(tmp_path / "out", seen.append)
    for piece in (b"\xc3", b"\xa9", b"\xff"):
        append(tmp_path / "out", piece)
        tail.pump()

    assert "".join(seen) == "é\\xff"


def test_a_flood_is_cut_its_end_is_known_and_the_file_is_emptied(tmp_path: Path) -> None:
    seen: list[str] = []
    tail = Tail(tmp_path / "out", seen.append)
    append(tmp_path / "out", b"x" * (3 * CAP) + b"the last words")
    tail.pump()

    assert "".join(seen).startswith("x" * CAP + "\n[the output is cut here")
    assert len("".join(seen)) < CAP + 100
    assert tail.recent().endswith("the last words")
    assert (tmp_path / "out").stat().st_size == 0
    tail.begin()
    append(tmp_path / "out", b"again")
    tail.pump()
    assert tail.text() == "again"
