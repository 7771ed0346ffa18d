"""`Section`: one subject of the report, in a form that text, JSON, a page and the browser can show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from asknext.labelling.quality.studied import Studied

__all__ = [
    "ACT",
    "FINE",
    "LISTED",
    "LOOK",
    "UNKNOWN",
    "Section",
    "Table",
    "bars",
    "count_of",
    "lines",
    "listed",
    "matrix",
]

FINE, LOOK, ACT, UNKNOWN = "fine", "look", "act", "unknown"
LISTED = 500
"""Items that a section names at most; ``found`` says how many there are."""


@dataclass(frozen=True)
class Table:
    """Numbers in rows; the first cell names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Section:
    """One subject.

    Attributes
    ----------
    name : for programs and commands. title : for people.
    level : ``act`` there is something to do, ``look`` there may be, ``fine``, or ``unknown``: too little to tell.
    sentence : what was found. todo : what to do about it, "" for nothing. source : where the measure comes from.
    numbers : by name, plain JSON values. tables, charts : see `Table`, `bars`, `lines` and `matrix`.
    items : the items in question, most urgent first, at most `LISTED`; see `listed`. found : how many there are.
    """

    name: str
    title: str
    level: str
    sentence: str
    todo: str = ""
    source: str = ""
    numbers: dict[str, Any] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    charts: tuple[dict[str, Any], ...] = ()
    items: tuple[dict[str, Any], ...] = ()
    found: int = 0


def listed(
    studied: Studied, row: int, why: str, *, suggested: list[str] | None = None, sure: float | None = None, **more: Any
) -> dict[str, Any]:
    """An item of a list: position, id, label or None, who gave it, why it is here, what it may be instead, how sure."""
    return {
        "item": int(studied.items[row]),
        "id": studied.ids[row],
        "label": studied.said(row) if studied.has_label[row] else None,
        "by": studied.givers[row],
        "suggested": suggested,
        "sure": None if sure is None else round(float(sure), 4),
        "why": why,
        **more,
    }


def bars(title: str, names: list[str], values: list[float], marks: list[float | None] | None = None) -> dict[str, Any]:
    """A bar for each name; ``marks`` are wanted values."""
    return {"kind": "bars", "title": title, "names": names, "values": values, "marks": marks}


def lines(title: str, x: list[float], series: list[tuple[str, list[float]]], *, x_label: str) -> dict[str, Any]:
    """Curves over shared x."""
    shown = [{"name": name, "values": values} for name, values in series]
    return {"kind": "lines", "title": title, "x": x, "series": shown, "x_label": x_label}


def matrix(
    title: str, rows: list[str], columns: list[str], values: list[list[float]], *, row_label: str, column_label: str
) -> dict[str, Any]:
    """A number for each pair of a row and a column."""
    return {
        "kind": "matrix",
        "title": title,
        "rows": rows,
        "columns": columns,
        "values": values,
        "row_label": row_label,
        "column_label": column_label,
    }


def count_of(number: int, one: str, several: str | None = None) -> str:
    """``1 item``, ``2 items``."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
