"""``asknext import``: add data to a project."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json, Strict

if TYPE_CHECKING:
    from asknext.project.folder import Project
    from asknext.project.import_report import ImportReport

__all__ = ["counts", "import_", "import_with_progress", "sentence"]


def import_(
    folder: Folder,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files or folders to read.", show_default=False)
    ],
    read_as: Annotated[
        str | None,
        typer.Option("--as", metavar="FORMAT", help="The files hold labels in this format: coco, yolo, voc, spans ..."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", help="Of labels: where the images of YOLO or Label Studio lie.")
    ] = None,
    strict: Strict = False,
    as_json: Json = False,
) -> None:
    """Add the items of files or folders, or labels in a format of labels.

    What is there already is left as it is. A bad row is set aside in DIR/rejects with its file, line, column and
    reason, and the rest goes in.

    \b
    asknext import tweets more-tweets.csv
    asknext import tweets more-tweets.csv --strict

    In a project of boxes, spans or other annotations a file or folder of COCO, YOLO, Pascal VOC, LabelMe, CoNLL, Label
    Studio or asknext's own JSON Lines brings labels to the items that are there, by their id or file name; other
    formats of labels (spans, table, huggingface, predictions) are named with --as.

    \b
    asknext import cells annotations_coco.json
    asknext import news tagged.jsonl --as spans
    """
    from asknext.cli.label_import import import_label_files, labels_format
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    with open_project(folder) as project:
        format = labels_format(project, files, read_as)
        if format is not None:
            import_label_files(project, files, read_as, images, console)
            return
        report = import_with_progress(project, files, strict=strict, console=console)
    console.result(counts(report), sentence(report))


def import_with_progress(project: Project, sources: list[Path], *, strict: bool, console: Console) -> ImportReport:
    """`import_data` with a bar on the terminal."""
    from asknext.project.importing import import_data

    with console.progress("Importing") as advance:
        return import_data(
            project,
            sources,
            strict=strict,
            progress=lambda rows, done, total: advance(done, total, f"{rows:,} rows"),
        )


def counts(report: ImportReport) -> dict[str, Any]:
    """The report as plain values."""
    return {
        name: str(value) if isinstance(value, Path) else value for name, value in dataclasses.asdict(report).items()
    }


def sentence(report: ImportReport) -> str:
    """The report for a person."""
    parts = [f"{counted(report.added, 'item')} added"]
    if report.known:
        parts.append(f"{report.known:,} known already")
    if report.copies:
        whose = "its" if report.copies == 1 else "their"
        parts.append(f"{counted(report.copies, 'exact copy', 'exact copies')}, asked once with {whose} first")
    if report.labels:
        parts.append(f"{counted(report.labels, 'label')} read")
    if report.gold:
        parts.append(f"{counted(report.gold, 'gold item')}")
    lines = [f"{', '.join(parts)}, in {report.seconds:.1f} s."]
    if report.rejected:
        lines.append(f"{counted(report.rejected, 'row was', 'rows were')} refused; what and why: {report.rejects_file}")
    if report.unread:
        what = counted(report.unread, "label is no class, and its item is", "labels are no class, and their items are")
        lines.append(f"{what} in without it; what and why: {report.rejects_file}")
    if report.conflicts:
        differ = counted(report.conflicts, "label differs", "labels differ")
        was = "was" if report.conflicts == 1 else "were"
        lines.append(f"{differ} from those there are, and {was} left out: {report.rejects_file}")
    return "\n".join([*lines, *report.notes])
