"""``asknext export``: write the labels to a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json
from asknext.errors import InputError, UnknownName

if TYPE_CHECKING:
    from asknext.project.folder import Project

__all__ = ["export"]

FORMATS = ("csv", "jsonl", "parquet")


def export(
    folder: Folder,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write; - for stdout.", show_default=False)
    ],
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="csv, jsonl or parquet (default: by the file's name); of annotations also coco, yolo, voc, labelme, "
            "conll, spans, spacy, doccano, label-studio, label-studio-video, huggingface, table, native.",
        ),
    ] = None,
    yolo_task: Annotated[str | None, typer.Option("--yolo", help="Of YOLO: detect, segment, pose or obb.")] = None,
    scheme: Annotated[str, typer.Option("--scheme", help="Of CoNLL's tags: bio, iob1, bioes, bilou or io.")] = "bio",
    approximate: Annotated[
        bool, typer.Option("--approximate", help="Write what is near where the format has nothing that fits.")
    ] = False,
    copy_images: Annotated[bool, typer.Option("--copy-images", help="Of YOLO: copy the images, too.")] = False,
    ontology_version: Annotated[
        int | None,
        typer.Option(min=1, help="Tell labels by the class names of this version; default: those of today."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Write the items without a label, too.")] = False,
    votes: Annotated[
        bool, typer.Option("--votes", help="Write every answer of every annotator instead, a row each.")
    ] = False,
    card: Annotated[
        bool, typer.Option("--card", help="Write a data card beside the file: what is in it and how it was made.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the labels to a file.

    Each with who gave it, when, and why the item was asked. The file appears whole or not at all; one of the same
    name is replaced.

    \b
    asknext export tweets --format csv --output labels.csv
    asknext export tweets --votes --output answers.jsonl --card
    asknext export cells --format coco --output cells.json
    """
    if file_format is not None and file_format not in FORMATS:
        from asknext.cli.annotated_export import Wanted, export_media

        wanted = Wanted(file_format, output, everything, yolo_task, scheme, approximate, copy_images)
        export_media(folder, wanted, Console(as_json=as_json))
        return
    from asknext.project.exporting import export as write
    from asknext.project.exporting_votes import export_votes
    from asknext.project.folder import open_project

    console, chosen = Console(as_json=as_json), _format(file_format, output)
    with open_project(folder) as project, console.progress("Exporting"):
        target = sys.stdout.buffer if str(output) == "-" else output
        if votes:
            rows = export_votes(project, chosen, target)
        else:
            rows = write(project, chosen, target, only_labelled=not everything, ontology_version=ontology_version)
        beside = _card_beside(project, output) if card else None
    if str(output) == "-":
        console.note(f"{counted(rows, 'row')} written.")
        return
    data = {"rows": rows, "format": chosen, "output": str(output)}
    text = f"{counted(rows, 'row')} written to {output}."
    if beside is not None:
        data, text = {**data, "card": str(beside)}, f"{text} The data card is {beside}."
    console.result(data, text)


def _card_beside(project: Project, output: Path) -> Path:
    """The card of what is exported to ``output``, as Markdown and JSON; the path of the former."""
    from asknext.labelling.data_card import data_card, write_card

    if str(output) == "-":
        raise InputError("A data card is written beside a file: give --output a file's name, or leave --card out.")
    return write_card(data_card(project), output.with_name(f"{output.stem}.card.md"))


def _format(given: str | None, output: Path) -> str:
    chosen = given or output.suffix.lstrip(".").lower()
    if not chosen:
        raise InputError(f"{output} has no ending that names a format; add --format csv, jsonl or parquet.")
    if chosen not in FORMATS:
        raise UnknownName("export format", chosen, FORMATS)
    return chosen
