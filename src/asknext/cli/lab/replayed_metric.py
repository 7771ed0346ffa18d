"""A replayed metric for a person, for a program, and as CSV."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asknext.cli.counted import counted
from asknext.cli.lab.settings_shown import SETTING, facts_of, grouped, shown_columns
from asknext.cli.lab.without_nan import without_nan
from asknext.cli.table import table
from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.lab.replay import Replay
    from asknext.lab.run_store import CellRecord
    from asknext.measures.mean_curve import MeanCurve

__all__ = ["metric_data", "metric_text", "write_metric"]


def metric_text(found: Replay, cells: list[CellRecord], output: Path | None) -> str:
    """A line for each setting: the mean over its seeds at the last round that all reach."""
    curves = _curves(found, cells)
    columns, settings = shown_columns(curves)
    heads = [*columns, "labels", found.metric, "95 % interval", "seeds"]
    rows = [(*setting, *_last(curve)) for setting, curve in zip(settings, curves.values(), strict=True)]
    done = f"{found.metric} over {counted(found.rounds, 'round')} of {counted(len(found.curves), 'cell')}"
    notes = [f"{done}; the last labels that every seed reaches:", table(heads, rows)]
    if found.undefined:
        notes.append(f"{counted(found.undefined, 'value')} not defined{_pruned(found)}.")
    if output is not None:
        notes.append(f"Every value: {output}")
    return "\n".join(notes)


def metric_data(found: Replay, cells: list[CellRecord]) -> dict[str, Any]:
    """Every curve, with its cell."""
    known = {cell.id: cell for cell in cells}
    curves = [
        {**facts_of(known[name]), "labels": labels.tolist(), "values": without_nan(values.tolist())}
        for name, (labels, values) in found.curves.items()
    ]
    return {
        "metric": found.metric, "rounds": found.rounds, "undefined": found.undefined, "pruned": found.pruned,
        "curves": curves,
    }  # fmt: skip


def write_metric(found: Replay, cells: list[CellRecord], path: Path) -> None:
    """One line a round."""
    from asknext.formats.csv_file import write_csv

    known = {cell.id: cell for cell in cells}
    columns = ["cell", *SETTING, "seed", "round", "labels", found.metric]
    rows = (
        [*facts_of(known[name]).values(), number, count, value]
        for name, (labels, values) in found.curves.items()
        for number, (count, value) in enumerate(zip(labels.tolist(), values.tolist(), strict=True))
    )
    path.write_bytes(b"".join(write_csv(columns, rows)))


def _curves(found: Replay, cells: list[CellRecord]) -> dict[tuple[str | None, ...], MeanCurve | None]:
    from asknext.measures.mean_curve import mean_curve

    curves: dict[tuple[str | None, ...], MeanCurve | None] = {}
    for setting, members in grouped(cell for cell in cells if cell.id in found.curves).items():
        try:
            curves[setting] = mean_curve([found.curves[cell.id] for cell in members])
        except InputError:  # rounds without a new label, or seeds that have no number of labels in common
            curves[setting] = None
    return curves


def _last(curve: MeanCurve | None) -> tuple[object, ...]:
    if curve is None:
        return "-", "-", "-", "-"
    low, high = curve.low[-1], curve.high[-1]
    span = "-" if math.isnan(low) else f"{low:.4f} to {high:.4f}"
    return int(curve.labels[-1]), f"{curve.mean[-1]:.4f}", span, int(curve.seeds[-1])


def _pruned(found: Replay) -> str:
    return f", {found.pruned:,} of them because their predictions were not kept" if found.pruned else ""
