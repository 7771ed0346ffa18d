"""``asknext ontology merge``: several classes become one."""

from __future__ import annotations

from typing import Annotated

import typer

from asknext.cli.ontology.changing import Preview, class_id, make_change
from asknext.cli.options import Folder, Json

__all__ = ["merge"]


def merge(
    folder: Folder,
    classes: Annotated[list[str], typer.Argument(metavar="CLASS...", help="The classes to end, by name or id.")],
    into: Annotated[str, typer.Option(help="The class that their labels become.")],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Make the labels of some classes those of another one. What people answered is kept, and undo brings it back.

    \b
    asknext ontology merge tweets angry furious --into negative --preview
    """
    make_change(
        folder,
        lambda conn: {
            "do": "merge",
            "classes": [class_id(conn, each) for each in classes],
            "into": class_id(conn, into),
        },
        preview=preview,
        as_json=as_json,
    )
