"""``asknext lab resume``: the rest of a study that was broken off."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.lab.run import Workers
from asknext.cli.lab.run_report import report_run
from asknext.cli.options import Json

__all__ = ["resume"]


def resume(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study that was run.")],
    failed: Annotated[bool, typer.Option("--failed", help="Try cells that have failed again, too.")] = False,
    paths_from: Annotated[
        Path | None, typer.Option(help="Where relative paths of the study start, if its data have moved.")
    ] = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Go on with a study where it was broken off: no finished round is computed again.

    \b
    asknext lab resume results
    asknext lab resume results --failed
    """
    from asknext.lab import resume_study

    with report_run(Console(as_json=as_json), folder) as shown:
        summary = resume_study(
            folder, workers=workers, retry_failed=failed, on_progress=shown.progress, paths_from=paths_from
        )
    shown.end(summary)
