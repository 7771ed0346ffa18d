"""`LabelledData`: embeddings and labels for a simulation, from a project or straight from a file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.errors import DataError, ProjectError
from asknext.project.folder import Project

__all__ = ["LabelledData", "labelled_file", "labelled_project"]

FEWEST = 20


@dataclass(frozen=True)
class LabelledData:
    """What a simulation needs.

    Attributes
    ----------
    title : what to call it. X : (m, d) float32. y : m class names, or for a multi-label task m tuples of them.
    kind : what X was made from. left_out : items without a label, or copies.
    """

    title: str
    X: Any
    y: list[Any]
    kind: str
    left_out: int


def labelled_project(folder: Path, console: Console) -> LabelledData:
    """The labelled items of a project; exact copies stand in once, so that none is both learnt and tested.

    Raises
    ------
    ProjectError : the folder is no project, or has too few labels.
    """
    from asknext.project.folder import open_project

    with open_project(folder) as project:
        return _labelled(project, project.config.title, console)


def labelled_file(
    path: Path, columns: Mapping[str, str | None], *, task: str, embeddings: str, console: Console
) -> LabelledData:
    """The labelled rows of a file, by way of a project that is thrown away.

    Raises
    ------
    DataError : there is no such file, or rows cannot be used. UnknownName : a column is not there.
    """
    from asknext.cli.data_shape import content_of, media_of
    from asknext.cli.import_ import import_with_progress
    from asknext.cli.typed_settings import embeddings_of
    from asknext.project.config import Columns, Config
    from asknext.project.folder import create_project

    content = content_of([path], text=columns["text"], image=columns["image"])
    config = Config(
        title=path.stem,
        task=task,
        content=content,
        columns=Columns(**columns),
        media=media_of([path], content),
        control=0.0,
        embeddings=embeddings_of(embeddings),
    )
    with tempfile.TemporaryDirectory() as folder, create_project(Path(folder) / "simulated", config) as project:
        report = import_with_progress(project, [path], strict=False, console=console)
        if report.rejected:
            refused = counted(report.rejected, "row was", "rows were")
            console.note(f"{refused} refused, the first: {_first_reject(report.rejects_file)}")
        return _labelled(project, path.stem, console)


def _labelled(project: Project, title: str, console: Console) -> LabelledData:
    import numpy as np

    from asknext.labelling.snapshot import take_snapshot
    from asknext.project.embeddings import pool_embeddings

    snapshot = take_snapshot(project)
    rows = np.sort(np.concatenate([snapshot.rows, snapshot.control_rows]))
    if len(rows) < FEWEST:
        raise ProjectError(
            f"A simulation needs at least {FEWEST} labelled items, and {title} has {len(rows)}. Name the column of "
            "labels with --label, or bring labels with asknext tell."
        )
    with console.progress("Computing embeddings", "items") as advance:
        embeddings = pool_embeddings(project, progress=advance)
    X = np.array(embeddings[rows], dtype=np.float32)
    return LabelledData(title, X, _names(project, rows), project.config.content, snapshot.n - len(rows))


def _names(project: Project, rows: Any) -> list[Any]:
    from asknext.project.snapshot import current_labels

    labels = current_labels(project)
    names = {each.id: each.name for each in project.classes}
    of_row = dict(zip(labels.rows.tolist(), labels.values, strict=True))
    values = [tuple(names[each] for each in of_row[row]) for row in rows.tolist()]
    return values if project.config.multilabel else [value[0] for value in values]


def _first_reject(path: Path | None) -> str:
    import json

    if path is None:
        return "unknown"
    first: dict[str, Any] = json.loads(path.read_text(encoding="utf-8").partition("\n")[0])
    return str(DataError(str(first.get("reason")), source=str(first.get("source") or ""), line=first.get("line")))
