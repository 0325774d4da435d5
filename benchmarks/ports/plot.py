"""C's time over the port's, by size, as an SVG of its own: readable in light and dark."""

from __future__ import annotations

from math import log10
from typing import Any

from words import label

LEFT, RIGHT, TOP, BOTTOM = 48, 540, 24, 288
COLOURS = ("#b7410e", "#3a6ea5")
LEVELS = (1, 3, 10, 30, 100)


def plot(runs: list[dict[str, Any]]) -> str:
    """One colour for each Python; encode full, decode dashed. The scale is logarithmic."""

    def height(ratio: float) -> float:
        share = (log10(max(ratio, 0.5)) - log10(0.5)) / (log10(150) - log10(0.5))
        return BOTTOM - share * (BOTTOM - TOP)

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 320" role="img">',
        '<g font-family="sans-serif" font-size="12" fill="#888">',
        "<title>base64: time of C over time of the port, by size of the input</title>",
    ]
    for level in LEVELS:
        y = height(level)
        parts.append(f'<path d="M{LEFT} {y:.0f}H{RIGHT}" stroke="#8886" stroke-dasharray="2 4"/>')
        parts.append(f'<text x="8" y="{y + 4:.0f}">{level}x</text>')
    sizes: list[int] = []
    ends: list[tuple[float, str]] = []
    for run, colour in zip(runs, COLOURS, strict=False):
        for work, dash in (("encode", ""), ("decode", ' stroke-dasharray="6 4"')):
            rows = [r for r in run["rows"] if r["work"] == work and r["threads"] == 1]
            sizes = [row["size"] for row in rows]
            step = (RIGHT - LEFT) / max(1, len(rows) - 1)
            ratios = [row["seconds"]["C"] / row["seconds"]["port"] for row in rows]
            points = [f"{LEFT + n * step:.0f},{height(r):.0f}" for n, r in enumerate(ratios)]
            parts.append(
                f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash}'
                f' points="{" ".join(points)}"/>'
            )
            version = run["python"].rsplit(".", 1)[0]
            ends.append((height(ratios[-1]) + 4, f'fill="{colour}">{work} {version}'))
    lowest = 0.0
    for y, words in sorted(ends):
        lowest = max(y, lowest + 14)  # one under the other, where lines end close together
        parts.append(f'<text x="{RIGHT + 6}" y="{lowest:.0f}" {words}</text>')
    parts.append(f'<text x="{LEFT}" y="312">{label(sizes[0])}</text>')
    parts.append(f'<text x="{RIGHT}" y="312" text-anchor="end">{label(sizes[-1])}</text></g></svg>')
    return "\n".join(parts) + "\n"
