"""``asknext backup``: a whole project in one file, or a workspace in a folder, while people go on working."""

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
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The tar file to write; of a workspace a new folder.", show_default=False),
    ],
    media: Annotated[
        bool, typer.Option("--media/--no-media", help="Also the images, frames and recordings that items stand for.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write a whole project to one file, as it is at one moment; people may go on working.

    The file appears whole or not at all. What can be computed again is left out. Of a workspace a folder is written:
    its people, roles, tokens and audit log, wherever they are kept, and a file for each project.

    \b
    asknext backup tweets tweets.tar
    asknext restore tweets.tar tweets-again
    """
    from asknext.people.workspace import is_workspace
    from asknext.project.backup import back_up
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    if is_workspace(folder):
        _workspace(folder, file, media, console)
        return
    with open_project(folder) as project, console.progress("Writing", "rows", left=True) as advance:
        manifest = back_up(project, file, media=media, progress=advance)
        owned = not media and project.media is not None and project.media.is_relative_to(project.folder)
    if owned:
        console.note(f"Pictures and recordings in {folder} are not in it: add --media, or copy them yourself.")
    rows = {name: each.rows for name, each in manifest.files.items() if each.rows is not None}
    size = file.stat().st_size
    console.result(
        {"file": str(file), "bytes": size, "event": manifest.event, "rows": rows},
        f"{counted(sum(rows.values()), 'row')} written to {file} ({size:,} bytes).",
    )


def _workspace(folder: Path, target: Path, media: bool, console: Console) -> None:
    from asknext.cli.workspace.backing_up import back_up_workspace

    with console.progress("Writing"):
        rows, names = back_up_workspace(folder, target, media=media)
    console.result(
        {"folder": str(target), "people_rows": rows, "projects": names},
        f"{counted(rows, 'row')} about people and {counted(len(names), 'project')} written to {target}.",
    )
