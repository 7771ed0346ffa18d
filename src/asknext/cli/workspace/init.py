"""``asknext workspace init``: make a workspace, and the link for its first admin."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import BY
from asknext.cli.people.link import FIRST_HOURS, Url, link_to

__all__ = ["init"]


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace's folder; it may hold projects.")],
    title: Annotated[str | None, typer.Option(help="What the pages say; default: the folder's name.")] = None,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="postgresql://user@host/database or env:NAME; default: the file people.db."),
    ] = None,
    url: Url = None,
    as_json: Json = False,
) -> None:
    """Make a workspace: a folder of projects with people, roles and a log of who did what.

    Nobody has an account at first, and nobody can make one without an invitation. The link that is printed makes the
    first admin, once, within a day.

    \b
    asknext workspace init team --title "Street signs"
    """
    from asknext.people.workspace import create_workspace

    with create_workspace(folder, title or folder.resolve().name, database) as made:
        secret = made.people.invitations.to_server(by=BY, admin=True, days=FIRST_HOURS / 24)
    link = link_to(secret, url)
    text = [
        f"Made the workspace {folder}. Next:",
        f"  asknext init {folder}/NAME ...   makes a project in it",
        f"  asknext serve {folder}",
        f"Then open this link, which makes the first admin, once, within {FIRST_HOURS} hours:",
        f"  {link}",
    ]
    Console(as_json=as_json).result({"folder": str(folder), "link": link}, "\n".join(text))
