"""``asknext workspace status``: what is in a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.table import table

__all__ = ["status"]


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace's folder.")], as_json: Json = False
) -> None:
    """Which projects are there, how far are they, and how many people work on each?

    \b
    asknext workspace status team
    """
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        rows = [_row(name, where, len(opened.people.members.of(name))) for name, where in opened.projects().items()]
        data = {"title": opened.settings.title, "people": len(opened.people.accounts.all()), "projects": rows}
    heads = ("project", "items", "labelled", "people", "problem")
    text = table(heads, [[row[head] for head in heads] for row in rows], wide="problem")
    Console(as_json=as_json).result(data, text if rows else f"There is no project in {folder} yet.")


def _row(name: str, folder: Path, people: int) -> dict[str, Any]:
    from asknext.errors import AsknextError
    from asknext.project.folder import open_project
    from asknext.store.counts import count_labels
    from asknext.store.items import count_items

    found = {"project": name, "folder": str(folder), "items": None, "labelled": None, "people": people, "problem": ""}
    try:
        with open_project(folder) as project, project.database.read() as conn:
            return {**found, "items": count_items(conn), "labelled": count_labels(conn)}
    except AsknextError as error:
        return {**found, "problem": str(error)}
