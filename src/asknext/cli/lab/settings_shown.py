"""The cells of a store by what tells them apart, so that a table has no column that says the same in every line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asknext.lab.run_store import CellRecord

__all__ = ["SETTING", "grouped", "shown_fields"]

SETTING = ("data_set", "target", "model", "strategy", "schedule", "oracle")


def grouped(cells: Iterable[CellRecord]) -> dict[tuple[str | None, ...], list[CellRecord]]:
    """Values of `SETTING` -> the cells that differ in their seed alone."""
    found: dict[tuple[str | None, ...], list[CellRecord]] = {}
    for cell in cells:
        found.setdefault(tuple(getattr(cell, name) for name in SETTING), []).append(cell)
    return found


def shown_fields(settings: Iterable[Mapping[str, str | None]]) -> list[str]:
    """Those of `SETTING` that differ between lines; the strategy always."""
    listed = list(settings)
    return [name for name in SETTING if name == "strategy" or len({each[name] for each in listed}) > 1]
