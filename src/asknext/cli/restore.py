"""``asknext restore``: a project from a backup."""

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
        typer.Option(metavar="URL", help="Into PostgreSQL: postgresql://user@host/name, or env:NAME; default: a file."),
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
    from asknext.people.workspace import begin_without_members
    from asknext.project.database_config import DatabaseConfig
    from asknext.project.restore import restore as make

    console, said = Console(as_json=as_json), list[str]()
    settled = DatabaseConfig(url=database)
    with console.progress("Reading", "rows", left=True) as advance:
        project = make(file, folder, database=settled, progress=advance, trusted=trusted, tell=said.append)
    begin_without_members(folder, by=BY)
    with project:
        items, place = project.n, project.database.place
    text = [f"{counted(items, 'item')} restored in {folder}. To label: asknext serve {folder}"]
    if said:
        text += ["Switched off, for a backup may come from anybody (--trusted leaves all as it was):"]
    text += [f"  {each}" for each in said]
    data = {"project": str(folder), "items": items, "database": place, "switched_off": said}
    console.result(data, "\n".join(text))
