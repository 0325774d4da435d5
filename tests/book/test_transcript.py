"""What a kernel's messages come to: the two kinds that nbval does not know, and widget state."""

from __future__ import annotations

from typing import Any

from rustlab.book.transcript import Transcript


def say(transcript: Transcript, number: int, *messages: tuple[str, dict[str, Any]]) -> list[Any]:
    cell = transcript.cells.get(number) or transcript.begin(number)
    for kind, content in messages:
        transcript.take(cell, {"msg_type": kind, "content": content, "header": {"msg_type": kind}})
    return cell.outputs


def text(name: str, words: str) -> tuple[str, dict[str, Any]]:
    return "stream", {"name": name, "text": words}


def shown(words: str, name: str | None = None) -> tuple[str, dict[str, Any]]:
    transient = {"display_id": name} if name else {}
    return "display_data", {
        "data": {"text/plain": words}, "metadata": {}, "transient": transient,
    }  # fmt: skip


def test_pieces_of_one_stream_are_one_output() -> None:
    outputs = say(Transcript(), 0, text("stdout", "a"), text("stdout", "b"), text("stderr", "c"))
    assert [(o.name, o.text) for o in outputs] == [("stdout", "ab"), ("stderr", "c")]


def test_clear_output_clears() -> None:
    clear = ("clear_output", {"wait": False})
    assert [o.text for o in say(Transcript(), 0, text("stdout", "a"), clear)] == []


def test_clear_output_can_wait_for_the_next() -> None:
    transcript, clear = Transcript(), ("clear_output", {"wait": True})
    assert [o.text for o in say(transcript, 0, text("stdout", "a"), clear)] == ["a"]
    assert [o.text for o in say(transcript, 0, text("stdout", "b"))] == ["b"]


def test_a_display_is_updated_in_its_place() -> None:
    transcript = Transcript()
    update = ("update_display_data", shown("2", "d")[1])
    outputs = say(transcript, 0, shown("1", "d"), shown("x"), update)

    assert [o.data["text/plain"] for o in outputs] == ["2", "x"]
    assert len(transcript.cells[0].said) == 2


def test_an_update_of_an_older_cell_is_on_record_where_it_happens() -> None:
    transcript = Transcript()
    say(transcript, 0, shown("1", "d"))
    say(transcript, 1, ("update_display_data", shown("2", "d")[1]))

    assert transcript.cells[0].outputs[0].data["text/plain"] == "2"
    assert transcript.cells[1].outputs == []
    assert transcript.cells[1].said[0]["data"]["text/plain"] == "2"


def test_widget_state_is_kept() -> None:
    transcript = Transcript()
    state = {"_model_name": "IntSliderModel", "_model_module": "@jupyter-widgets/controls"}
    opened = ("comm_open", {"comm_id": "1", "data": {"state": state}})
    moved = ("comm_msg", {"comm_id": "1", "data": {"method": "update", "state": {"value": 3}}})
    say(transcript, 0, opened, moved, ("comm_open", {"comm_id": "2", "data": {"state": {}}}),
        ("comm_close", {"comm_id": "2"}))  # fmt: skip

    model = transcript.widget_state()["state"]["1"]
    assert transcript.widget_state()["state"].keys() == {"1"}
    assert (model["model_name"], model["state"]["value"]) == ("IntSliderModel", 3)
