"""``asknext lab run``: a study, on all cores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.lab.run_report import report_run
from asknext.cli.options import Json

__all__ = ["Workers", "run"]

Workers = Annotated[int | None, typer.Option(min=1, help="Processes at a time; default: one a core.")]


def run(
    source: Annotated[Path, typer.Argument(metavar="STUDY.yaml", help="What is to be tried.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where all that is found is kept.")],
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Run every cell of a study that is not there yet.

    A cell is one data set, model, strategy, schedule, oracle and seed, in a process of its own. What is finished stays,
    whatever happens: run it again, or asknext lab resume DIR, and it goes on.

    \b
    asknext lab run first_look.yaml -o first_look
    """
    from asknext.lab import read_study, run_study

    console = Console(as_json=as_json)
    loaded = read_study(source).load()
    with report_run(console) as shown:
        summary = run_study(loaded, output, workers=workers, on_progress=shown.progress)
    shown.end(summary)
