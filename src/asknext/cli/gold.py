"""``asknext gold``: make items gold, so that they check annotators and are no part of what is learnt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json
from asknext.cli.prioritise import login
from asknext.errors import DataError

__all__ = ["gold"]

SHOWN = 20


def gold(
    folder: Folder,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV, JSONL or Parquet with an id and the right label a row; of annotations any format.",
        ),
    ],
    id_column: Annotated[str, typer.Option("--id", metavar="COLUMN", help="The column of ids.")] = "id",
    label_column: Annotated[
        str | None,
        typer.Option("--label", metavar="COLUMN", help="The column of labels; default: label, or else gold."),
    ] = None,
    read_as: Annotated[
        str | None, typer.Option("--from", help="Of annotations: the format of FILE; default: what it looks like.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make items gold: their answer is known, and they check annotators.

    They are mixed in at "gold: rate" of asknext.yaml, looking like any other item, and make the test of
    "qualification". No model learns from them. All of the file is stored, or none and a list of what is wrong.

    Of annotations the file may have any format that asknext convert reads. An answer is right that agrees with it by
    "gold: agreement", as the task measures it: shapes and regions that overlap, the same spans, numbers within a step.

    \b
    asknext gold tweets checked.csv
    asknext gold cells checked.json --from coco
    """
    from asknext.cli.labels_file import read_labels
    from asknext.formats.exchange import Options
    from asknext.labelling.gold import make_gold, make_gold_of_file
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    with open_project(folder) as project:
        if project.config.annotated:
            options = Options(images=project.media)
            made = make_gold_of_file(project, file, by=login(), format=read_as, options=options)
            console.result({"gold": made}, f"{counted(made, 'item is', 'items are')} gold now.")
            return
        classes, several = [each.name for each in project.classes], project.config.multilabel
        column = label_column or _label_column(file)
        read = read_labels(file, id_column=id_column, label_column=column, known=classes, multilabel=several)
        if read.troubles:
            raise DataError("Nothing was stored, because of:\n" + "\n".join(read.troubles[:SHOWN]))
        made = make_gold(project, {each.id: each.classes for each in read.answers}, by=login())
    console.result({"gold": made, "empty": read.empty}, f"{counted(made, 'item is', 'items are')} gold now.")


def _label_column(file: Path) -> str:
    from asknext.formats.opening import open_source

    source = open_source(file, "row")
    for _ in source:
        break  # the columns are known from the first row on
    return "gold" if "gold" in source.columns and "label" not in source.columns else "label"
