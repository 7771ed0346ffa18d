"""Labels of exchange formats for ``asknext import``."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.errors import DataError

if TYPE_CHECKING:
    from asknext.labelling.label_import import LabelImport
    from asknext.project.folder import Project

__all__ = ["import_label_files", "labels_format", "refusals"]

SURE = ("asknext", "coco", "conll", "label-studio", "labelme", "voc", "yolo")
"""Formats that hold labels and are never the items of a project."""


def labels_format(project: Project, files: Sequence[Path], read_as: str | None) -> str | None:
    """The format of labels that the files have; None where they hold items."""
    from asknext.formats.exchange import guessed

    if read_as is not None or not project.config.annotated:
        return read_as
    try:
        found = guessed(files[0])
    except DataError:
        return None
    if project.config.content == "text" and files[0].is_dir():
        return None  # a folder of texts looks like CoNLL files
    return found if found in SURE and files[0].suffix.lower() != ".txt" else None


def import_label_files(
    project: Project, files: Sequence[Path], read_as: str | None, images: Path | None, console: Console
) -> None:
    """Bring the labels of every file and tell what came of it."""
    from asknext.formats.exchange import Options
    from asknext.labelling.label_import import import_labels

    done = []
    for path in files:
        with console.progress("Importing labels"):
            options = Options(images=images or project.media)
            done.append(import_labels(project, path, format=read_as, options=options))
    data: dict[str, Any] = {"files": [_plain(each) for each in done]}
    console.result(data, "\n".join(_sentence(each) for each in done))


def _plain(done: LabelImport) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Path) else value for name, value in dataclasses.asdict(done).items()}


def _sentence(done: LabelImport) -> str:
    parts = [f"{counted(done.labels, 'label')} read as {done.format}"]
    if done.known:
        parts.append(f"{done.known:,} known already")
    if done.conflicts:
        parts.append(f"{done.conflicts:,} left out since the item has another label")
    return "\n".join([", ".join(parts) + f", in {done.seconds:.1f} s.", *refusals(done)])


def refusals(done: Any) -> list[str]:
    """Sentences on what a file of labels or predictions held that could not be used."""
    lines = []
    if done.boxed:
        what = counted(done.boxed, "shape was", "shapes were")
        lines.append(f"{what} taken as the boxes around them, since the project has no such shape.")
    if done.rejected:
        unmatched = f", {done.unmatched:,} of them because no item has their name" if done.unmatched else ""
        what = counted(done.rejected, "thing was", "things were")
        lines.append(f"{what} refused{unmatched}; what and why: {done.rejects_file}")
    return lines
