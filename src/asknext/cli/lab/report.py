"""``asknext lab report``: what a study found, as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json

__all__ = ["report"]


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study that was run.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The page; default: report.html in DIR.")
    ] = None,
    figures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write every figure as a file, too, and its numbers as CSV.")
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format", help="Of the figures: svg, png, pdf, with commas between; png and pdf need matplotlib."
        ),
    ] = "svg",
    metric: Annotated[str | None, typer.Option(help="The main metric; default: the first that the study took.")] = None,
    as_json: Json = False,
) -> None:
    """Write the report of a study: which strategy, how many labels, when to stop.

    One HTML file that loads nothing from anywhere. A study that is still running can be reported, too.

    \b
    asknext lab report first_look
    asknext lab report first_look --figures figures --format svg,pdf
    """
    from asknext.lab.report import write_report

    console = Console(as_json=as_json)
    kinds = list(dict.fromkeys(each.strip().lower() for each in formats.split(",") if each.strip()))
    with console.progress("Reading", "cells") as advance:
        written = write_report(folder, output, figures=figures, formats=kinds, metric=metric, on_progress=advance)
    data = {
        "report": str(written.page), "bytes": written.size, "figures": [str(each) for each in written.figures],
        "sentences": list(written.sentences),
    }  # fmt: skip
    lines = [*written.sentences, "", f"The report: {written.page} ({_size(written.size)})"]
    if written.figures:
        lines.append(f"Figures and their numbers: {len(written.figures):,} files in {figures}")
    console.result(data, "\n".join(lines))


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
