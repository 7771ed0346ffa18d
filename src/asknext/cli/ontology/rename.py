"""``asknext ontology rename``: another name for a class."""

from __future__ import annotations

from typing import Annotated

import typer

from asknext.cli.ontology.changing import Preview, class_id, make_change
from asknext.cli.options import Folder, Json

__all__ = ["rename"]


def rename(
    folder: Folder,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The class, by its name or id.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Give a class another name, in every label, queue and export at once.

    \b
    asknext ontology rename tweets neg negative
    """
    make_change(
        folder,
        lambda conn: {"do": "edit", "class": class_id(conn, old), "set": {"name": new}},
        preview=preview,
        as_json=as_json,
    )
