"""What a cell said, reduced to what a golden holds; the same from a kernel and from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rustlab.book.scrub import Places, scrub, scrub_value

# One output in a golden: {"stdout": text}, {"result": {...}}, {"display": {...}}, {"error": {...}}.
Output = Mapping[str, Any]
RECORD = "application/vnd.rustlab+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
TEXTS = ("text/markdown", "text/latex", "application/json")
OPAQUE = re.compile(r"<[\w.]+ object( at 0x<address>)?>|<Figure size .*>")


def reduce(outputs: Sequence[Mapping[str, Any]], places: Places) -> tuple[Output, ...]:
    """The outputs of one cell as a golden holds them.

    Streams come first, each as one text: how two pipes interleave is chance. Then results,
    displays and the exception, in order.
    """
    streams: dict[str, str] = {}
    others: list[Output] = []
    for output in outputs:
        if output["output_type"] == "stream":
            streams[output["name"]] = streams.get(output["name"], "") + output["text"]
        else:
            others.append(_one(output, places))
    texts = {name: scrub(streams.get(name, ""), places) for name in ("stdout", "stderr")}
    said: list[Output] = [{name: text} for name, text in texts.items() if text]
    return (*said, *others)


def _one(output: Mapping[str, Any], places: Places) -> Output:
    if output["output_type"] == "error":
        words = {"ename": output["ename"], "evalue": scrub(output["evalue"], places)}
        return {"error": words}
    kind = {"execute_result": "result", "update_display_data": "update"}.get(
        output["output_type"], "display"
    )
    return {kind: _data(output["data"], places)}


def _data(data: Mapping[str, Any], places: Places) -> Mapping[str, Any]:
    """The part of a MIME bundle that must repeat.

    A record stands for all other forms: it holds codes, places and our own words, while the text
    beside it quotes rustc, whose prose changes between releases. Of a widget the class repeats.
    """
    if RECORD in data:
        return {"record": scrub_value(data[RECORD], places)}
    if WIDGET in data:
        return {"widget": re.match(r"\w*", data.get("text/plain", ""))[0]}  # type: ignore[index]
    plain = scrub(data.get("text/plain", ""), places)
    kept = {mime: scrub_value(data[mime], places) for mime in TEXTS if mime in data}
    if "text/html" in data and (OPAQUE.fullmatch(plain) or not plain):
        kept["text/html"] = scrub(data["text/html"], places)
    pictures = sorted(mime for mime in data if mime.startswith("image/"))
    return {"text/plain": plain, **kept, **({"pictures": pictures} if pictures else {})}
