"""``asknext backup``: a whole project in one file, while people go on working."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json

__all__ = ["backup"]


def backup(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The tar file to write.", show_default=False)],
    media: Annotated[bool, typer.Option("--media/--no-media", help="Also the images that items stand for.")] = False,
    as_json: Json = False,
) -> None:
    """Write a whole project to one file, as it is at one moment; people may go on working.

    The file appears whole or not at all. What can be computed again is left out.

    \b
    asknext backup tweets tweets.tar
    asknext restore tweets.tar tweets-again
    """
    from asknext.project.backup import back_up
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    with open_project(folder) as project, console.progress("Writing", "rows", left=True) as advance:
        manifest = back_up(project, file, media=media, progress=advance)
    rows = {name: each.rows for name, each in manifest.files.items() if each.rows is not None}
    size = file.stat().st_size
    console.result(
        {"file": str(file), "bytes": size, "event": manifest.event, "rows": rows},
        f"{counted(sum(rows.values()), 'row')} written to {file} ({size:,} bytes).",
    )
