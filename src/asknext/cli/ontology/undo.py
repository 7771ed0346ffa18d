"""``asknext ontology undo``: take a version back."""

from __future__ import annotations

from typing import Annotated

import typer

from asknext.cli.ontology.changing import Preview, make_change
from asknext.cli.options import Folder, Json

__all__ = ["undo"]


def undo(
    folder: Folder,
    version: Annotated[int, typer.Argument(metavar="VERSION", min=1, help="As `asknext ontology versions` shows it.")],
    requeue: Annotated[
        bool, typer.Option("--requeue", help="Items labelled with a class that goes by it are asked again.")
    ] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Take back what a version changed; what later versions changed stays. The undo is a version, too.

    \b
    asknext ontology undo tweets 4
    """
    change = {"do": "undo", "version": version, "requeue": requeue}
    make_change(folder, change, preview=preview, as_json=as_json)
