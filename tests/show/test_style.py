"""The palettes: every pair of text and background can be read."""

from __future__ import annotations

import re

import pytest

from rustlab.show.style import PALETTE, Theme, css


def luminance(colour: str) -> float:
    """WCAG 2: relative luminance of `#rrggbb`."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("background", ["bg", "code-bg"])
@pytest.mark.parametrize("text", ["fg", "muted", "error", "warning", "ok", "note"])
def test_text_stands_out(theme: Theme, background: str, text: str) -> None:
    assert contrast(PALETTE[theme][text], PALETTE[theme][background]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_stand_out(theme: Theme) -> None:
    assert contrast(PALETTE[theme]["border"], PALETTE[theme]["bg"]) >= 3


def test_both_palettes_have_the_same_colours() -> None:
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()


def test_every_rule_stays_inside_our_outputs() -> None:
    """A style sheet in an output must not touch the page around it."""
    for selectors in re.findall(r"(?:^|[}{])([^{}@]+)\{", css().replace("\n", "")):
        for selector in selectors.split(","):
            assert ".rustlab" in selector, selector


def test_every_variable_is_defined() -> None:
    used = set(re.findall(r"var\(--rl-([\w-]+)", css()))

    assert used - {"accent"} <= PALETTE["light"].keys()


def test_nothing_is_loaded() -> None:
    assert "url(" not in css()
    assert "@import" not in css()
