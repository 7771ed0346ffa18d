"""``asknext people role``: what somebody is in a project."""

from __future__ import annotations

from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import Name, Workspace, operator
from asknext.cli.people.leaving import give_up

__all__ = ["role"]


def role(
    folder: Workspace,
    name: Name,
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="The project's name.", show_default=False)],
    given: Annotated[str, typer.Argument(metavar="ROLE", help="annotator, reviewer or manager; none takes them out.")],
    skills: Annotated[
        list[str] | None, typer.Option("--skill", help="A tag for items that need it. Repeatable.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Give somebody a role in a project, or take them out of it.

    \b
    asknext people role team Ann tweets reviewer
    asknext people role team Ann tweets none
    """
    from asknext.errors import UnknownName
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        if project not in opened.projects():
            raise UnknownName("project", project, opened.projects())
        person = opened.people.accounts.by_name(name)
        if given == "none":
            opened.people.members.drop(person["id"], project, by=operator())
            give_up([opened.projects()[project]], person["name"])
        else:
            opened.people.members.put(person["id"], project, given, skills or (), by=operator())
    text = f"{person['name']} is {given} in {project}." if given != "none" else f"{person['name']} is out of {project}."
    Console(as_json=as_json).result({"name": person["name"], "project": project, "role": given}, text)
