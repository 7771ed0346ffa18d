"""What machines suggest to people: beside an item, and never on one that measures something."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.machines.keeping import annotator_of
from asknext.project.config import Config
from asknext.store.machine_rows import suggested_on

__all__ = ["suggestions"]


def suggestions(conn: Connection, config: Config, items: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """item -> [{by, value, confidence}] of the machines that are as sure as they must be to be shown."""
    if config.guess == "never" or not any(each.suggest is not None for each in config.machines.values()):
        return {}
    least = {annotator_of(name): (name, each.suggest) for name, each in config.machines.items()}
    found: dict[int, list[dict[str, Any]]] = {}
    for row in suggested_on(conn, items):
        name, bound = least.get(row.annotator, ("", None))
        if bound is not None and row.score is not None and row.score >= bound:
            shown = {"by": name, "value": json.loads(row.value), "confidence": row.score}
            found.setdefault(row.item, []).append(shown)
    return found
