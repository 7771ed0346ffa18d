"""``asknext tell``: bring labels that were given elsewhere."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json
from asknext.errors import DataError

if TYPE_CHECKING:
    from asknext.cli.labels_file import Answer

__all__ = ["tell"]

SHOWN = 20


def tell(
    folder: Folder,
    labels_file: Annotated[
        Path, typer.Argument(metavar="LABELS_FILE", help="CSV, JSONL or Parquet with an id and a label a row.")
    ],
    id_column: Annotated[str, typer.Option("--id", metavar="COLUMN", help="The column of ids.")] = "id",
    label_column: Annotated[str, typer.Option("--label", metavar="COLUMN", help="The column of labels.")] = "label",
    annotator: Annotated[str | None, typer.Option(help="Who gave them; default: your login name.")] = None,
    as_json: Json = False,
) -> None:
    """Bring labels that were given elsewhere.

    All of the file's labels are stored, or none and a list of what is wrong. Rows with an empty label are passed
    over. In multi-label projects, separate classes by | or give a JSON list.

    \b
    asknext ask tweets -n 50 --output batch.csv
    asknext tell tweets batch.csv
    """
    from asknext.cli.labels_file import read_labels
    from asknext.labelling.tell import tell as store
    from asknext.labelling.tell import unknown_ids
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    with open_project(folder) as project:
        read = read_labels(
            labels_file,
            id_column=id_column,
            label_column=label_column,
            known=[each.name for each in project.classes],
            multilabel=project.config.multilabel,
        )
        strange = set(unknown_ids(project, [each.id for each in read.answers]))
        troubles = [*read.troubles, *_unknown(labels_file, [a for a in read.answers if a.id in strange])]
        if troubles:
            raise DataError(_report(troubles))
        told = store(project, {each.id: each.classes for each in read.answers}, annotator=annotator or _login())
    data = {"stored": told.stored, "changed": told.changed, "same": told.same, "empty": read.empty}
    console.result(data, _sentence(told.stored, told.changed, told.same, read.empty))


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        return "command line"


def _unknown(path: Path, answers: Sequence[Answer]) -> list[str]:
    return [
        str(DataError(f"No item has the id {answer.id!r}.", source=str(path), line=answer.line)) for answer in answers
    ]


def _report(troubles: Sequence[str]) -> str:
    more = f"\n... and {len(troubles) - SHOWN:,} more" if len(troubles) > SHOWN else ""
    return "Nothing was stored, because of:\n" + "\n".join(troubles[:SHOWN]) + more


def _sentence(stored: int, changed: int, same: int, empty: int) -> str:
    parts = [f"{counted(stored, 'label')} stored"]
    if changed:
        parts.append(f"{changed:,} changed")
    if same:
        parts.append(f"{same:,} the same as before")
    if empty:
        parts.append(f"{counted(empty, 'row')} without a label passed over")
    return ", ".join(parts) + "."
