"""`briefs`: some items with their content, state and label, and nothing of their history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.content import content_of
from asknext.labelling.present import STATE_NAMES
from asknext.project.config import Config
from asknext.store.browse import item_rows
from asknext.store.events import labels_on
from asknext.store.schema import OPEN

__all__ = ["briefs"]


def briefs(conn: Connection, config: Config, items: Sequence[int]) -> list[dict[str, Any]]:
    """{item, id, content, state, flagged, label} of those of ``items`` that exist, in their order."""
    rows = item_rows(conn, items)
    labels = labels_on(conn, [_first(each) for each in rows.values()])
    return [_brief(config, rows[each], labels.get(_first(rows[each]))) for each in items if each in rows]


def _first(row: Any) -> int:
    return int(row.pos if row.copy_of is None else row.copy_of)


def _brief(config: Config, row: Any, label: Any) -> dict[str, Any]:
    return {
        "item": row.pos,
        "id": row.id,
        "content": content_of(config, row),
        "state": "labelled" if row.state == OPEN and label is not None else STATE_NAMES[row.state],
        "flagged": row.flagged,
        "label": None if label is None else json.loads(label.value),
    }
