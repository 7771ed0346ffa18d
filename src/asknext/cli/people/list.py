"""``asknext people list``: everybody, and what they are where."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import Workspace
from asknext.cli.table import table

__all__ = ["list_"]


def list_(
    folder: Workspace,
    project: Annotated[str | None, typer.Option(help="Only the people of this project.")] = None,
    as_json: Json = False,
) -> None:
    """Everybody, and what they are in which project.

    \b
    asknext people list team --project tweets
    """
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        everybody = opened.people.accounts.all()
    found = [each for each in everybody if project is None or project in each["roles"] or each["admin"]]
    rows = [(each["name"], _server(each), _roles(each)) for each in found]
    text = table(("name", "", "projects"), rows, wide="projects")
    Console(as_json=as_json).result({"people": found}, text if rows else "There is nobody yet.")


def _server(person: dict[str, Any]) -> str:
    return "disabled" if person["disabled"] else "admin" if person["admin"] else ""


def _roles(person: dict[str, Any]) -> str:
    return ", ".join(f"{project}: {role}" for project, role in person["roles"].items())
