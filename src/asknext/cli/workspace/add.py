"""``asknext workspace add``: take in a project that lies elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import BY

__all__ = ["add"]


def add(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace's folder.")],
    project: Annotated[Path, typer.Argument(metavar="PROJECT", help="The project's folder; it stays where it is.")],
    name: Annotated[str | None, typer.Option(help="Its name in addresses; default: the folder's name.")] = None,
    as_json: Json = False,
) -> None:
    """Take in a project that lies elsewhere. Projects inside of the workspace's folder are there by themselves.

    \b
    asknext workspace add team ~/old/tweets
    """
    from asknext.people.workspace import add_project_folder, open_workspace

    with open_workspace(folder) as opened:
        chosen = name or project.resolve().name
        add_project_folder(opened, chosen, project, by=BY)
    text = f"The workspace {folder} has the project {chosen}. A server that runs takes it in when it is started again."
    Console(as_json=as_json).result({"name": chosen, "folder": str(project)}, text)
