"""Gold items by their ids."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from asknext.errors import DataError
from asknext.labelling.queue import Queue
from asknext.labelling.work import Work
from asknext.project.folder import Project
from asknext.store.items import items_by_id

__all__ = ["make_gold"]


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
    queue = Queue(project)
    work = Work(queue, multilabel=project.config.multilabel)
    with project.database.write() as conn:
        known = items_by_id(conn, list(answers))
        missing = [name for name in answers if name not in known]
        if missing:
            raise DataError(f"No item has the id {missing[0]!r}; nothing was stored.")
        given = [
            {"uid": f"gold-{uuid.uuid4().hex}", "kind": "gold", "item": known[name].first, "value": _ids(ids_of, names)}
            for name, names in answers.items()
        ]
        refused = [each.message for each in work.do(conn, "gold", by, given) if each.status == "refused"]
        if refused:
            raise DataError(f"{refused[0]} Nothing was stored.")
    return len(given)


def _ids(ids_of: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [ids_of.get(name, name) for name in names]
