"""``asknext restore``: a project from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Json

__all__ = ["restore"]


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What asknext backup wrote.", show_default=False)],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Into PostgreSQL: postgresql://user@host/name, or env:NAME; default: a file."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a project from a backup, on either database; so a project is moved, too.

    Nothing that is there is overwritten, and every sum is checked before anything is made.

    \b
    asknext restore tweets.tar tweets-again
    asknext restore tweets.tar tweets --database postgresql://asknext@localhost/asknext
    """
    from asknext.project.database_config import DatabaseConfig
    from asknext.project.restore import restore as make

    console = Console(as_json=as_json)
    with console.progress("Reading", "rows", left=True) as advance:
        project = make(file, folder, database=DatabaseConfig(url=database), progress=advance)
    with project:
        items, place = project.n, project.database.place
    console.result(
        {"project": str(folder), "items": items, "database": place},
        f"{counted(items, 'item')} restored in {folder}. To label: asknext serve {folder}",
    )
