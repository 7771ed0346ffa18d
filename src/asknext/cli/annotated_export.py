"""Exports of annotations for ``asknext export``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.formats.exchange.carried import Noted

__all__ = ["Wanted", "export_media"]


@dataclass(frozen=True)
class Wanted:
    """What the options said."""

    format: str
    output: Path
    everything: bool
    yolo_task: str | None
    scheme: str
    approximate: bool
    copy_images: bool


def export_media(folder: Path, wanted: Wanted, console: Console) -> None:
    """Write the labels and tell what did not come along.

    Raises
    ------
    InputError, UnknownName : it cannot be written like that.
    """
    from asknext.formats.exchange import Options
    from asknext.labelling.annotated_export import export_annotations
    from asknext.project.folder import open_project

    if str(wanted.output) == "-":
        raise InputError(f"{wanted.format} is a file or folder of its own: give --output a name.")
    with open_project(folder) as project, console.progress("Exporting"):
        options = Options(
            project.media,
            wanted.yolo_task,
            wanted.scheme,
            approximate=wanted.approximate,
            copy_images=wanted.copy_images,
        )
        carried = export_annotations(
            project, wanted.format, wanted.output, everything=wanted.everything, options=options
        )
    data = {
        "items": carried.items,
        "annotations": carried.annotations,
        "format": wanted.format,
        "output": str(wanted.output),
        "lost": _plain(carried.lost),
        "changed": _plain(carried.changed),
    }
    items, annotations = counted(carried.items, "item"), counted(carried.annotations, "annotation")
    lines = [f"{items} with {annotations} written to {wanted.output}."]
    for title, notes in (("Not carried over", carried.lost), ("Written in another way", carried.changed)):
        lines += [f"{title}: {each.count:,} x {what} (first: {each.first})" for what, each in notes.items()]
    console.result(data, "\n".join(lines))


def _plain(notes: dict[str, Noted]) -> dict[str, dict[str, object]]:
    return {what: {"count": each.count, "first": each.first} for what, each in notes.items()}
