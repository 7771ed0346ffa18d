"""The cells of a store by what tells them apart, so that a table has no column that says the same in every line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asknext.lab.run_store import CellRecord

__all__ = ["SETTING", "facts_of", "grouped", "shown_columns", "shown_fields"]

# The fields of `CellRecord.combination`, here as well so that no command has to load the lab for its help.
SETTING = ("data_set", "target", "model", "strategy", "schedule", "oracle")


def grouped(cells: Iterable[CellRecord]) -> dict[tuple[str | None, ...], list[CellRecord]]:
    """Values of `SETTING` -> the cells that differ in their seed alone."""
    found: dict[tuple[str | None, ...], list[CellRecord]] = {}
    for cell in cells:
        found.setdefault(cell.combination, []).append(cell)
    return found


def shown_fields(settings: Iterable[Mapping[str, str | None]]) -> list[str]:
    """Those of `SETTING` that differ between lines; the strategy always."""
    listed = list(settings)
    return [name for name in SETTING if name == "strategy" or len({each[name] for each in listed}) > 1]


def shown_columns(settings: Iterable[tuple[str | None, ...]]) -> tuple[list[str], list[list[str | None]]]:
    """For values of `SETTING`, a line each: the heads of the columns that are shown, and the lines."""
    named = [dict(zip(SETTING, each, strict=True)) for each in settings]
    fields = shown_fields(named)
    return [name.replace("_", " ") for name in fields], [[each[name] for name in fields] for each in named]


def facts_of(cell: CellRecord) -> dict[str, Any]:
    """What tells the cell from every other, by name."""
    return {"cell": cell.id, **dict(zip(SETTING, cell.combination, strict=True)), "seed": cell.seed}
