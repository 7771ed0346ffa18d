"""Gold items by their ids."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from asknext.errors import DataError
from asknext.labelling.label_file import LabelFile
from asknext.labelling.queue import Queue
from asknext.labelling.work import Work
from asknext.project.folder import Project
from asknext.store.items import items_by_id

if TYPE_CHECKING:
    from asknext.formats.exchange import Options

__all__ = ["make_gold", "make_gold_of_file"]

SHOWN = 20


def make_gold(project: Project, answers: Mapping[str, Sequence[str]], *, by: str) -> int:
    """Make items gold by their ids; gives how many.

    Parameters
    ----------
    answers : item id -> class names. by : whoever does it.

    Raises
    ------
    DataError : an id is no item's, or a class is none; nothing is stored.
    """
    ids_of = {each.name: each.id for each in project.classes}
    with project.database.write() as conn:
        known = items_by_id(conn, list(answers))
        missing = [name for name in answers if name not in known]
        if missing:
            raise DataError(f"No item has the id {missing[0]!r}; nothing was stored.")
        _store(conn, project, {known[name].first: _ids(ids_of, names) for name, names in answers.items()}, by)
    return len(answers)


def make_gold_of_file(
    project: Project, path: Path, *, by: str, format: str | None = None, options: Options | None = None
) -> int:
    """Make the items gold that a file of any exchange format has annotations for; gives how many.

    Raises
    ------
    DataError : the file cannot be read, names an item that is none, or has an annotation that the project does not
    allow; nothing is stored. InputError : the project's labels are no annotations.
    """
    file = LabelFile(project, path, format, options)
    with project.database.write() as conn:
        brought = {each.pos: json.loads(each.value) for each in file.brought(conn)}
        if file.rejects:
            listed = [f"{each.raw or each.source}: {each.reason}" for each in file.rejects[:SHOWN]]
            raise DataError("Nothing was stored, because of:\n" + "\n".join(listed), source=str(path))
        _store(conn, project, brought, by)
    return len(brought)


def _store(conn: Connection, project: Project, values: Mapping[int, Any], by: str) -> None:
    work = Work(Queue(project), multilabel=project.config.multilabel)
    given = [
        {"uid": f"gold-{uuid.uuid4().hex}", "kind": "gold", "item": which, "value": value}
        for which, value in values.items()
    ]
    refused = [each.message for each in work.do(conn, "gold", by, given) if each.status == "refused"]
    if refused:
        raise DataError(f"{refused[0]} Nothing was stored.")


def _ids(ids_of: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [ids_of.get(name, name) for name in names]
