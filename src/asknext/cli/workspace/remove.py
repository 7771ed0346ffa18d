"""``asknext workspace remove``: take a project out of a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import BY

__all__ = ["remove"]


def remove(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace's folder.")],
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="The project's name in the workspace.")],
    as_json: Json = False,
) -> None:
    """Take a project out of the workspace. No file is deleted; everybody's roles in it and its invitations end.

    \b
    asknext workspace remove team tweets
    """
    from asknext.people.workspace import open_workspace, remove_project_folder

    with open_workspace(folder) as opened:
        place = remove_project_folder(opened, project, by=BY)
    text = [
        f"{project} is out of the workspace {folder}, and nobody has a role in it any more. Its files stay in {place}.",
        "A server that runs lets it go when it is started again.",
    ]
    Console(as_json=as_json).result({"name": project, "folder": str(place)}, "\n".join(text))
