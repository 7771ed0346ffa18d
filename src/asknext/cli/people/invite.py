"""``asknext people invite``: a link by which somebody comes in."""

from __future__ import annotations

from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import BY, Workspace, operator
from asknext.cli.people.link import Url, adapted, link_to

__all__ = ["invite"]


def invite(
    folder: Workspace,
    project: Annotated[str | None, typer.Option(help="To which project; default: to none yet.")] = None,
    role: Annotated[str, typer.Option(help="annotator, reviewer or manager.")] = "annotator",
    skills: Annotated[
        list[str] | None, typer.Option("--skill", help="A tag for items that need it. Repeatable.")
    ] = None,
    admin: Annotated[bool, typer.Option("--admin", help="As an admin of the whole server.")] = False,
    note: Annotated[str, typer.Option(help="For whom it is; you see it in the list of invitations.")] = "",
    days: Annotated[float, typer.Option(help="For how long the link works.")] = 7.0,
    url: Url = None,
    as_json: Json = False,
) -> None:
    """Make a link by which one person makes an account, once. Send it to them yourself.

    \b
    asknext people invite team --project tweets --role annotator --note "Ann" --url https://labels.example.org
    """
    from asknext.errors import UnknownName
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        invitations = opened.people.invitations
        if project is None:
            secret = invitations.to_server(by=BY, admin=admin, note=note, days=days)
        elif project not in opened.projects():
            raise UnknownName("project", project, opened.projects())
        else:
            secret = invitations.to_project(project, role, by=operator(), skills=skills or (), note=note, days=days)
        address = url or opened.settings.public_url
    link = link_to(secret, address)
    Console(as_json=as_json).result(
        {"link": link}, adapted(f"This link works once, within {days:g} days:\n  {link}", address)
    )
