"""What a kernel sends while a page runs, gathered as notebook outputs and widget state."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat.v4 import output_from_msg

SHOWN = ("stream", "display_data", "execute_result", "error")


@dataclass(slots=True)
class CellTranscript:
    """The outputs of one cell, and `said`: the same plus the updates it sent to older displays."""

    outputs: list[Any] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    count: int | None = None  # the number in the brackets
    clear_next: bool = False  # clear_output(wait=True): the next output replaces all


@dataclass(slots=True)
class Transcript:
    """The outputs of a page's cells by number; a later cell may update an older display."""

    cells: dict[int, CellTranscript] = field(default_factory=dict)
    displays: dict[str, list[Any]] = field(default_factory=dict)
    widgets: dict[str, dict[str, Any]] = field(default_factory=dict)

    def begin(self, number: int) -> CellTranscript:
        """Start a cell afresh."""
        self.cells[number] = CellTranscript()
        return self.cells[number]

    def take(self, cell: CellTranscript, message: Mapping[str, Any]) -> None:
        """Add one iopub message that belongs to `cell`."""
        kind, content = message["msg_type"], message["content"]
        if kind == "execute_input":
            cell.count = content["execution_count"]
        elif kind == "clear_output":
            self._clear(cell, wait=bool(content.get("wait")))
        elif kind == "update_display_data":
            self._update(cell, content)
        elif kind in SHOWN:
            self._show(cell, message)
        elif kind.startswith("comm_"):
            self._comm(kind, content, message.get("buffers", []))

    def _clear(self, cell: CellTranscript, *, wait: bool) -> None:
        cell.clear_next = wait
        if not wait:
            cell.outputs.clear()
            cell.said.clear()

    def _show(self, cell: CellTranscript, message: Mapping[str, Any]) -> None:
        if cell.clear_next:
            self._clear(cell, wait=False)
        output = output_from_msg(message)  # type: ignore[no-untyped-call]
        last = cell.outputs[-1] if cell.outputs else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text  # one pipe, several messages
            return
        cell.outputs.append(output)
        cell.said.append(output)
        name = message["content"].get("transient", {}).get("display_id")
        if name:
            self.displays.setdefault(name, []).append(output)

    def _update(self, cell: CellTranscript, content: Mapping[str, Any]) -> None:
        name = content.get("transient", {}).get("display_id")
        shown = self.displays.get(name, [])
        for output in shown:
            output["data"] = copy.deepcopy(content["data"])
        # The golden of an older cell was compared already: what changes it is on record here.
        if not any(output is own for output in shown for own in cell.outputs):
            update = {"output_type": "update_display_data", "data": content["data"]}
            cell.said.append(update)

    def _comm(self, kind: str, content: Mapping[str, Any], buffers: list[Any]) -> None:
        data = content.get("data", {})
        if kind == "comm_close":
            self.widgets.pop(content["comm_id"], None)
        elif buffers or "state" not in data:
            return  # binary state belongs to pictures and arrays, which the book does not use
        elif kind == "comm_open" or data.get("method") in ("update", "echo_update"):
            self.widgets.setdefault(content["comm_id"], {}).update(data["state"])

    def widget_state(self) -> dict[str, Any]:
        """The state of every widget, in the form a notebook's metadata holds it."""
        models = {
            name: {
                "model_name": state.get("_model_name", ""),
                "model_module": state.get("_model_module", ""),
                "model_module_version": state.get("_model_module_version", ""),
                "state": state,
            }
            for name, state in self.widgets.items()
        }
        return {"version_major": 2, "version_minor": 0, "state": models}
