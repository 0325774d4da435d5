"""The figure of a structure: every field at its place, and the same in words."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

from rustlab.show.layout import Layout, figure

LIST = Layout.of(
    "PyListObject",
    40,
    [
        ("allocated", 32, 8),
        ("ob_refcnt", 0, 8),
        ("ob_item", 24, 8),
        ("ob_type", 8, 8),
        ("ob_size", 16, 8),
    ],
)


def boxes(layout: Layout) -> list[ET.Element]:
    svg = figure(layout).partition("<svg")[2].partition("</svg>")[0]
    return list(ET.fromstring(f"<svg{svg}</svg>").iter("rect"))


def test_a_box_for_each_field_in_the_order_of_memory() -> None:
    assert [f.name for f in LIST.fields] == [
        "ob_refcnt",
        "ob_type",
        "ob_size",
        "ob_item",
        "allocated",
    ]
    tops = [float(box.attrib["y"]) for box in boxes(LIST)]
    assert len(tops) == 5
    assert tops == sorted(tops)
    assert len(set(tops)) == 5


def test_narrow_fields_share_a_row() -> None:
    head = Layout.of("PyObject", 16, [("a", 0, 4), ("b", 4, 2), ("c", 6, 2), ("ob_type", 8, 8)])
    lefts = [(float(box.attrib["x"]), float(box.attrib["width"])) for box in boxes(head)[:3]]
    assert all(x + width == right for (x, width), (right, _) in pairwise(lefts))


def test_a_field_over_several_rows_has_several_boxes_and_an_open_one_is_dashed() -> None:
    layout = Layout.of("x", 24, [("wide", 0, 16), ("rest", 16, 0)])
    assert ["stroke-dasharray" in box.attrib for box in boxes(layout)] == [False, False, True]


def test_the_figure_says_in_words_what_it_draws() -> None:
    html = figure(LIST)
    assert "ob_item at byte 24, 8 long" in html
    assert "<td><code>allocated</code></td><td>32</td><td>8</td>" in html
    assert "fill:#" not in html.partition("<svg")[2]


def test_names_are_escaped() -> None:
    assert "<b>" not in figure(Layout.of("<b>", 8, [("<b>", 0, 8)]))


def test_the_plain_text_is_the_same_on_every_build() -> None:
    other = Layout.of("PyListObject", 56, [("ob_tid", 0, 8)])
    assert other._repr_mimebundle_()["text/plain"] == LIST._repr_mimebundle_()["text/plain"]
