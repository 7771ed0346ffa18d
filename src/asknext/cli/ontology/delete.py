"""``asknext ontology delete``: away with a class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.ontology.changing import Preview, class_id, make_change
from asknext.cli.options import Folder, Json

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["delete"]


def delete(
    folder: Folder,
    which: Annotated[str, typer.Argument(metavar="CLASS", help="The class, by name or id.")],
    merge_into: Annotated[str | None, typer.Option(metavar="CLASS", help="Its labels become this class.")] = None,
    requeue: Annotated[bool, typer.Option("--requeue", help="The items it labels are asked again.")] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Delete a class. One that is in use is deleted only with --merge-into or --requeue.

    \b
    asknext ontology delete tweets spam --requeue
    """

    def change(conn: Connection) -> dict[str, Any]:
        into = None if merge_into is None else class_id(conn, merge_into)
        return {"do": "delete", "class": class_id(conn, which), "merge_into": into, "requeue": requeue}

    make_change(folder, change, preview=preview, as_json=as_json)
