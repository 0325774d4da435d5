"""What a golden holds of an output."""

from __future__ import annotations

from typing import Any

import pytest

from rustlab.book.outputs import RECORD, WIDGET, reduce
from rustlab.book.scrub import Places


def stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def shown(data: dict[str, Any], kind: str = "display_data") -> dict[str, Any]:
    return {"output_type": kind, "data": data}


def check(outputs: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert list(map(dict, reduce(outputs, Places()))) == expected


def test_streams_come_first_and_whole() -> None:
    check(
        [stream("stderr", "e"), stream("stdout", "a"), shown({"text/plain": "x"}),
         stream("stdout", "b")],
        [{"stdout": "ab"}, {"stderr": "e"}, {"display": {"text/plain": "x"}}],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({RECORD: {"code": "E0308"}, "text/plain": "p", "text/html": "<p>"},
         {"record": {"code": "E0308"}}),
        ({WIDGET: {"model_id": "1"}, "text/plain": "CargoPanel(children=())"},
         {"widget": "CargoPanel"}),
        ({"text/plain": "42", "text/html": "<b>42</b>"}, {"text/plain": "42"}),
        ({"text/plain": "<IPython.core.display.HTML object>", "text/html": "<b>"},
         {"text/plain": "<IPython.core.display.HTML object>", "text/html": "<b>"}),
        ({"text/plain": "m", "text/markdown": "**m**"},
         {"text/plain": "m", "text/markdown": "**m**"}),
        ({"text/plain": "f", "image/png": "…"}, {"text/plain": "f", "pictures": ["image/png"]}),
    ],
)  # fmt: skip
def test_a_bundle_is_reduced_to_what_repeats(data: dict[str, Any], kept: dict[str, Any]) -> None:
    check([shown(data)], [{"display": kept}])


def test_results_updates_and_exceptions_are_told_apart() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "at 0x7f3a5c0d1e40", "traceback": []}
    check(
        [shown({"text/plain": "1"}, "execute_result"),
         shown({"text/plain": "2"}, "update_display_data"), error],
        [{"result": {"text/plain": "1"}}, {"update": {"text/plain": "2"}},
         {"error": {"ename": "E", "evalue": "at 0x<address>"}}],
    )  # fmt: skip
