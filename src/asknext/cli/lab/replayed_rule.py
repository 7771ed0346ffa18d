"""A replayed stopping rule for a person, for a program, and as CSV."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from asknext.cli.counted import counted
from asknext.cli.lab.settings_shown import SETTING, facts_of, grouped, shown_columns
from asknext.cli.lab.without_nan import without_nan
from asknext.cli.table import table

if TYPE_CHECKING:
    from asknext.lab.replay_rule import RuleReplay, Stopped
    from asknext.lab.run_store import CellRecord

__all__ = ["rule_data", "rule_text", "write_rule"]


def rule_text(found: RuleReplay, cells: list[CellRecord], output: Path | None) -> str:
    """A line for each setting."""
    stopped = {each.cell: each for each in found.stopped}
    groups = grouped(cell for cell in cells if cell.id in stopped)
    columns, settings = shown_columns(groups)
    heads = [
        *columns, "stops", "median labels", found.metric, "best", "labels wasted",
        "score lost", "costs more",
    ]  # fmt: skip
    rows = [
        (*setting, *_row([stopped[cell.id] for cell in members]))
        for setting, members in zip(settings, groups.values(), strict=True)
    ]
    notes = [
        f"{_named(found)}: runs it stops, and where; means over seeds. A rule that never stops pays for the whole run.",
        table(heads, rows),
        f"Cost is labels + {found.error_cost:,.0f} x the {found.metric} short of perfect; 'costs more' is over the "
        f"cheapest round in hindsight.",
    ]
    unknown = [each.unknown for each in found.stopped if each.unknown]
    if unknown:
        notes.append(f"{counted(len(unknown), 'cell')}: {unknown[0]}")
    if output is not None:
        notes.append(f"Every cell: {output}")
    return "\n".join(notes)


def rule_data(found: RuleReplay, cells: list[CellRecord]) -> dict[str, Any]:
    """Every cell, with where the rule stops it."""
    known = {cell.id: cell for cell in cells}
    return {
        "metric": found.metric,
        "error_cost": found.error_cost,
        "stopped": [without_nan({**facts_of(known[each.cell]), **asdict(each)}) for each in found.stopped],
    }


def write_rule(found: RuleReplay, cells: list[CellRecord], path: Path) -> None:
    """One line a cell."""
    from asknext.formats.csv_file import write_csv

    known = {cell.id: cell for cell in cells}
    heads = ("cell", *SETTING, "seed", "round", "labels", found.metric, "best", "final", "labels_wasted", "score_lost",
             "excess_cost")  # fmt: skip
    rows = []
    for each in found.stopped:
        cost = each.cost
        known_cost = ("", "", "") if cost is None else (cost.labels_wasted, cost.score_lost, cost.excess)
        rows.append(
            [
                *facts_of(known[each.cell]).values(),
                each.round,
                each.labels,
                each.score,
                each.best,
                each.final,
                *known_cost,
            ]
        )
    path.write_bytes(b"".join(write_csv(heads, rows)))


def _row(stopped: list[Stopped]) -> tuple[object, ...]:
    costs = [each.cost for each in stopped if each.cost is not None]
    return (
        f"{sum(each.round is not None for each in stopped)} of {len(stopped)}",
        f"{median(each.labels for each in stopped):.0f}",
        f"{fmean(each.score for each in stopped):.4f}",
        f"{fmean(each.best for each in stopped):.4f}",
        f"{fmean(each.labels_wasted for each in costs):.0f}" if costs else "-",
        f"{fmean(each.score_lost for each in costs):.4f}" if costs else "-",
        f"{fmean(each.excess for each in costs):.1%}" if costs else "-",
    )


def _named(found: RuleReplay) -> str:
    if not found.stopped:
        return "No cell has rounds"
    rule = dict(found.stopped[0].rule)
    name = rule.pop("name", "")
    given = ", ".join(f"{key} {value}" for key, value in rule.items() if value is not None)
    return f"{name} ({given})" if given else str(name)
