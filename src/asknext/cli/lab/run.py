"""``asknext lab run``: a study, on all cores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.lab.run_report import report_run
from asknext.cli.lab.settings_shown import SETTING
from asknext.cli.lab.spoken_time import spoken_time
from asknext.cli.options import Json

if TYPE_CHECKING:
    from asknext.lab.running import Forecast
    from asknext.lab.study import Cell, LoadedStudy

__all__ = ["Workers", "run"]

Workers = Annotated[int | None, typer.Option(min=1, help="Processes at a time; default: one a core.")]
SHOWN = 20


def run(
    source: Annotated[Path, typer.Argument(metavar="STUDY.yaml", help="What is to be tried.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where all that is found is kept.")],
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the study's data lie; default: beside STUDY.yaml.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Stop after so long; asknext lab resume goes on.")
    ] = None,
    workers: Workers = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be run, and for how long.")] = False,
    with_forecast: Annotated[
        bool, typer.Option("--forecast/--no-forecast", help="Try one round of each combination first.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Run every cell of a study that is not there yet.

    A cell is one data set, model, strategy, schedule, oracle and seed, in a process of its own. What is finished stays,
    whatever happens: run it again, or asknext lab resume DIR, and it goes on.

    \b
    asknext lab run first_look.yaml -o first_look --dry-run
    asknext lab run first_look.yaml -o first_look --minutes 5
    """
    from asknext.lab import load_study, read_study, run_study
    from asknext.lab.running import forecast, open_cells
    from asknext.pool.resources import Resources

    console, began = Console(as_json=as_json), monotonic()
    study = read_study(source)
    loaded = load_study(study if folder is None else replace(study, folder=folder.resolve()))
    for name, data in loaded.data.items():
        for note in data.notes:
            console.note(f"{name}: {note}")
    cells = open_cells(loaded, output)
    expected = forecast(loaded, cells, workers or Resources().workers) if with_forecast else None
    if dry_run:
        console.result(_grid(loaded, cells, expected), _as_text(loaded, cells, expected))
        return
    if expected is not None and cells:
        console.note("\n".join(_told(expected)))
    with report_run(console, output) as shown:
        seconds = None if minutes is None else max(0.0, 60 * minutes - (monotonic() - began))
        summary = run_study(loaded, output, workers=workers, on_progress=shown.progress, seconds=seconds)
    shown.end(summary)


def _told(expected: Forecast) -> list[str]:
    from asknext.pool.resources import in_words

    head = f"{counted(expected.cells, 'cell')} to compute, {counted(expected.rounds, 'round')}"
    if expected.seconds is not None:
        about = "more than" if expected.at_least else "about"
        head += f": {about} {spoken_time(expected.seconds)} in {counted(expected.workers, 'process', 'processes')}"
    return [
        f"{head}, about {in_words(expected.bytes)} on the disk.",
        *(f"will fail: {each}" for each in expected.problems),
    ]


def _as_text(loaded: LoadedStudy, cells: list[Cell], expected: Forecast | None) -> str:
    shown = [f"  {cell.id}  {cell.shown}, {loaded.planned_rounds(cell)} rounds" for cell in cells[:SHOWN]]
    more = [f"  ... and {len(cells) - SHOWN:,} more"] if len(cells) > SHOWN else []
    there = len(loaded.cells) - len(cells)
    return "\n".join(
        [
            loaded.study.describe(),
            "",
            f"{counted(len(loaded.cells), 'cell')}, {there:,} of them there already. To compute:",
            *(shown or ["  none"]),
            *more,
            *(["", *_told(expected)] if expected is not None else []),
        ]
    )


def _grid(loaded: LoadedStudy, cells: list[Cell], expected: Forecast | None) -> dict[str, Any]:
    to_compute = [
        {"id": cell.id, **dict(zip(SETTING, cell.combination, strict=True)), "seed": cell.seed,
         "rounds": loaded.planned_rounds(cell)}
        for cell in cells
    ]  # fmt: skip
    return {
        "study": loaded.study.as_mapping(), "cells": len(loaded.cells), "to_compute": to_compute,
        "forecast": None if expected is None else vars(expected),
    }  # fmt: skip
