"""The layout of a C structure, drawn from its offsets, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from rustlab.show.html import box

WORD = 8  # bytes in a row of the figure
BYTE = 44  # its width, in units of the figure
ROW = 34  # the height of a row
LEFT = 34  # room for the offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: where it begins and how many bytes it has; 0 for what is as long as it needs."""

    name: str
    offset: int
    size: int

    @property
    def words(self) -> str:
        """The field in words, for who does not see the figure."""
        if not self.size:
            return f"{self.name} from byte {self.offset} on"
        return f"{self.name} at byte {self.offset}, {self.size} long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A structure and its fields. A notebook shows it as a figure."""

    name: str
    size: int
    fields: tuple[Field, ...]

    @classmethod
    def of(cls, name: str, size: int, fields: Iterable[tuple[str, int, int]]) -> Layout:
        """From (name, offset, size) as `offsetof` and `sizeof` give them."""
        made = (Field(name=field, offset=at, size=long) for field, at, long in fields)
        return cls(name=name, size=size, fields=tuple(sorted(made, key=lambda f: f.offset)))

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        # The plain text is the same on every build, since the figure is not.
        plain = f"<figure: the fields of {self.name}, each at its place in memory>"
        return {"text/plain": plain, "text/html": figure(self)}


def figure(layout: Layout) -> str:
    """The drawing and, folded, the same as a table."""
    return box(_drawing(layout) + _table(layout), kind="rl-ok", label=f"layout of {layout.name}")


def _drawing(layout: Layout) -> str:
    end = max([layout.size, *(f.offset + max(f.size, 1) for f in layout.fields)])
    height = -(-end // WORD) * ROW + 2
    words = f"{layout.name}, {layout.size} bytes: " + "; ".join(f.words for f in layout.fields)
    # No fixed colours: the lines are those of the text around, in the light and in the dark.
    return (
        f'<svg role="img" aria-label="{escape(words)}" '
        f'viewBox="0 0 {LEFT + WORD * BYTE + 2} {height}" '
        f'style="width:100%;max-width:26rem;font:12px monospace" fill="currentColor">'
        f"{''.join(_rows(end))}{''.join(part for f in layout.fields for part in _boxes(f))}</svg>"
    )


def _rows(end: int) -> Iterator[str]:
    for row, offset in enumerate(range(0, end, WORD)):
        y = row * ROW + ROW // 2 + 5
        yield f'<text x="{LEFT - 6}" y="{y}" text-anchor="end" opacity=".8">{offset}</text>'


def _boxes(field: Field) -> Iterator[str]:
    """A box for each row that the field is in; the name stands in the first."""
    end = field.offset + (field.size or WORD - field.offset % WORD)
    for start in range(field.offset - field.offset % WORD, end, WORD):
        first, last = max(start, field.offset), min(start + WORD, end)
        x, y = LEFT + first % WORD * BYTE, start // WORD * ROW + 1
        width = (last - first) * BYTE
        dashes = "" if field.size else ' stroke-dasharray="4 3"'
        yield (
            f'<rect x="{x}" y="{y}" width="{width}" height="{ROW}" fill="none" '
            f'stroke="currentColor"{dashes}/>'
        )
        if first == field.offset:
            yield _name(field, x, y, width)


def _name(field: Field, x: int, y: int, width: int) -> str:
    """The field's name, squeezed where the box is narrow."""
    text = field.name + ("" if field.size else " …")
    squeeze = ' lengthAdjust="spacingAndGlyphs"'
    fit = f' textLength="{width - 6}"{squeeze}' if len(text) * 7.3 > width - 6 else ""
    middle = f'x="{x + width // 2}" y="{y + ROW // 2 + 4}" text-anchor="middle"'
    return f"<text {middle}{fit}>{escape(text)}</text>"


def _table(layout: Layout) -> str:
    cells = ((escape(f.name), f.offset, f.size or "open") for f in layout.fields)
    row = "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>"
    rows = "".join(row.format(*values) for values in cells)
    head = "<tr><th>field</th><th>offset</th><th>bytes</th></tr>"
    summary = f"<summary>{escape(layout.name)} as a table: {layout.size} bytes</summary>"
    return f"<details>{summary}<table>{head}{rows}</table></details>"
