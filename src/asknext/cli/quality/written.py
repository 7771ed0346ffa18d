"""`written`: make the report, print it, and write its page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from asknext.cli.console import Console

__all__ = ["written"]

SUMMARY = 70
COVERED = (
    "The labels of this project are annotations. Agreement, annotators and consensus look at whole answers; the other "
    "subjects at which classes occur in an item and who said so, and not at where."
)


def written(folder: Path, subjects: Sequence[str], output: Path | None, shown: int, as_json: bool) -> None:
    """Print the ``subjects`` (with - for _) of the project in ``folder``, ``shown`` items of each."""
    from asknext.cli.quality.text import report_text
    from asknext.labelling.quality.page import quality_page
    from asknext.labelling.quality.report import quality_report
    from asknext.labelling.quality.summaries import with_summaries
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    with open_project(folder) as project:
        found = quality_report(project, [each.replace("-", "_") for each in subjects])
        if output is not None:
            output.write_text(quality_page(with_summaries(project, found, max(shown, 50))), encoding="utf-8")
        printed = with_summaries(project, found, shown, SUMMARY)
        annotated = project.config.annotated
    text = report_text(printed, folder) + (f"\n\n{COVERED}" if annotated else "")
    console.result(printed, text if output is None else f"{text}\n\nThe page: {output}")
