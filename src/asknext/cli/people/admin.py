"""``asknext people admin``: who is an admin of the server."""

from __future__ import annotations

from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import BY, Name, Workspace

__all__ = ["admin"]


def admin(
    folder: Workspace,
    name: Name,
    remove: Annotated[bool, typer.Option("--remove", help="Make them an ordinary person again.")] = False,
    as_json: Json = False,
) -> None:
    """Make somebody an admin of the whole server, or an ordinary person again.

    \b
    asknext people admin team Ann
    """
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        person = opened.people.accounts.by_name(name)
        opened.people.accounts.set_admin(person["id"], not remove, by=BY)
    text = f"{person['name']} is {'no admin any more' if remove else 'an admin of the server'}."
    Console(as_json=as_json).result({"name": person["name"], "admin": not remove}, text)
