"""``asknext restore``: a project or a workspace from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Json
from asknext.cli.people.by import BY

__all__ = ["restore"]


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What asknext backup wrote.", show_default=False)],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Into PostgreSQL (a workspace: its people): postgresql://user@host/name or env:NAME; default: a file.",
        ),
    ] = None,
    trusted: Annotated[
        bool, typer.Option("--trusted", help="Let its machines and webhooks go on; only for a backup of your own.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a project from a backup, on either database; so a project is moved, too.

    Nothing that is there is overwritten, and every sum is checked before anything is made. Unless it is trusted, what
    comes back sends nothing out by itself: what was switched off is printed.

    \b
    asknext restore tweets.tar tweets-again
    asknext restore tweets.tar tweets --database postgresql://asknext@localhost/asknext
    """
    from asknext.cli.workspace.backing_up import is_workspace_backup
    from asknext.people.workspace import begin_without_members
    from asknext.project.database_config import DatabaseConfig
    from asknext.project.restore import restore as make

    console, said = Console(as_json=as_json), list[str]()
    if is_workspace_backup(file):
        _workspace(file, folder, database, trusted, console)
        return
    settled = DatabaseConfig(url=database)
    with console.progress("Reading", "rows", left=True) as advance:
        project = make(file, folder, database=settled, progress=advance, trusted=trusted, tell=said.append)
    begin_without_members(folder, by=BY)
    with project:
        items, place = project.n, project.database.place
    text = [f"{counted(items, 'item')} restored in {folder}. To label: asknext serve {folder}", *_switched_off(said)]
    data = {"project": str(folder), "items": items, "database": place, "switched_off": said}
    console.result(data, "\n".join(text))


def _workspace(source: Path, folder: Path, database: str | None, trusted: bool, console: Console) -> None:
    from asknext.cli.workspace.backing_up import restore_workspace

    said: list[str] = []
    with console.progress("Reading"):
        names = restore_workspace(source, folder, database=database, trusted=trusted, tell=said.append)
    text = (
        f"The people and {counted(len(names), 'project')} restored in {folder}. To serve them: asknext serve {folder}"
    )
    data = {"workspace": str(folder), "projects": names, "switched_off": said}
    console.result(data, "\n".join([text, *_switched_off(said)]))


def _switched_off(said: list[str]) -> list[str]:
    if not said:
        return []
    title = "Switched off, for a backup may come from anybody (--trusted leaves all as it was):"
    return [title, *(f"  {each}" for each in said)]
