"""``asknext ontology show``: the classes as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Folder, Json

__all__ = ["show"]


def show(
    folder: Folder,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write it to this file.")] = None,
    version: Annotated[int | None, typer.Option(min=1, help="As it was at this version; default: now.")] = None,
    as_json: Json = False,
) -> None:
    """Show the classes as YAML, to read, edit and apply here or to other projects.

    \b
    asknext ontology show tweets --output ontology.yaml
    """
    from asknext.labelling.ontology.shown import shown_ontology
    from asknext.project.folder import open_project
    from asknext.project.ontology.ontology_file import written_ontology
    from asknext.project.ontology.reading import ontology_at, read_ontology
    from asknext.store.settings import get_setting

    with open_project(folder) as project, project.database.read() as conn:
        found = read_ontology(conn) if version is None else ontology_at(conn, version)
        text = written_ontology(found, get_setting(conn, "uid"))
    console = Console(as_json=as_json)
    if output is None:
        console.result(shown_ontology(found), text.rstrip())
        return
    output.write_text(text, encoding="utf-8")
    console.result(
        {"output": str(output), "classes": len(found.live)}, f"{len(found.live)} classes written to {output}."
    )
