"""`table`: rows as aligned plain text, cut to the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from asknext.cli.printable import printable, shortened, width

__all__ = ["table"]

GAP = "  "


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], *, wide: str | None = None) -> str:
    """Rows as text: numbers to the right, and the column ``wide`` shortened where a line would not fit.

    The terminal's width decides; where there is none (a pipe), nothing is cut.
    """
    cells = [[_shown(cell) for cell in row] for row in rows]
    if wide is not None:
        _cut(cells, list(heads).index(wide), heads)
    widths = [max([width(head), *(width(row[at]) for row in cells)]) for at, head in enumerate(heads)]
    right = [bool(rows) and all(isinstance(row[at], int | float) for row in rows) for at in range(len(heads))]
    lines = [_line(heads, widths, right), GAP.join("-" * each for each in widths)]
    return "\n".join(lines + [_line(row, widths, right) for row in cells])


def _cut(cells: list[list[str]], at: int, heads: Sequence[str]) -> None:
    room = shutil.get_terminal_size((10_000, 24)).columns
    for other, head in enumerate(heads):
        if other != at:
            room -= len(GAP) + max([width(head), *(width(row[other]) for row in cells)])
    for row in cells:
        row[at] = shortened(row[at], max(room, 12))


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        " " * (space - width(cell)) + cell if is_right else cell + " " * (space - width(cell))
        for cell, space, is_right in zip(row, widths, right, strict=True)
    )
    return GAP.join(padded).rstrip()


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else printable(cell)
