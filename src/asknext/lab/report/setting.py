"""`Setting`: what strategies meet on; the stored curves in groups of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from asknext.lab.report.runs import Run, Runs, runs_of
from asknext.lab.run_store import CellRecord

__all__ = ["Setting", "by_schedule", "runs_by_setting"]

Key = tuple[str, str | None, str, str]


class Setting(NamedTuple):
    """The same for every strategy that is compared."""

    data_set: str
    target: str | None
    model: str
    schedule: str
    oracle: str

    @classmethod
    def of(cls, cell: CellRecord) -> Setting:
        """The cell's."""
        return cls(cell.data_set, cell.target, cell.model, cell.schedule, cell.oracle)


def runs_by_setting(
    cells: Sequence[CellRecord], curves: Mapping[str, Run], strategies: Sequence[str]
) -> dict[Setting, dict[str, Runs]]:
    """Setting -> strategy -> its runs, both in the order of the study."""
    found: dict[Setting, dict[str, dict[int, Run]]] = {}
    for cell in cells:
        if cell.id in curves:
            found.setdefault(Setting.of(cell), {}).setdefault(cell.strategy, {})[cell.seed] = curves[cell.id]
    return {
        setting: {name: runs_of(seeds[name]) for name in strategies if name in seeds}
        for setting, seeds in found.items()
    }


def by_schedule(tables: Mapping[Setting, Mapping[str, Runs]]) -> dict[Key, dict[str, Mapping[str, Runs]]]:
    """(data set, target, model, oracle) -> schedule -> strategy -> its runs."""
    found: dict[Key, dict[str, Mapping[str, Runs]]] = {}
    for setting, several in tables.items():
        key = (setting.data_set, setting.target, setting.model, setting.oracle)
        found.setdefault(key, {})[setting.schedule] = several
    return found
