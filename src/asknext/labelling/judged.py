"""Items as a reviewer sees them: the label at hand, who answered what, and what was said before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.present import STATE_NAMES, unleased_item
from asknext.labelling.queue import Queue
from asknext.project.config import Config
from asknext.store.browse import item_rows
from asknext.store.events import labels_on, notes_on
from asknext.store.leases import Lease
from asknext.store.votes import votes_on

__all__ = ["judged_items", "shown_label", "shown_votes"]


def judged_items(conn: Connection, config: Config, queue: Queue, leases: Sequence[Lease]) -> list[dict[str, Any]]:
    """The items behind ``leases`` of a reviewer, in their order."""
    positions = [each.item for each in leases]
    if not positions:
        return []
    rows, votes, labels = item_rows(conn, positions), votes_on(conn, positions), labels_on(conn, positions)
    notes = notes_on(conn, positions)
    return [
        {
            **unleased_item(config, queue, rows[each.item], labels.get(each.item), notes.get(each.item, [])),
            "stream": each.stream,
            "leased_until": each.expires,
            "state": STATE_NAMES[rows[each.item].state],
            "proposed": shown_label(labels.get(each.item)),
            "votes": shown_votes(votes.get(each.item, [])),
            "rejections": [
                {"reason": note.reason, "annotator": note.annotator, "at": note.at, "to": note.value}
                for note in notes.get(each.item, [])
                if note.kind == "reject"
            ],
        }
        for each in leases
    ]


def shown_label(label: Any) -> dict[str, Any] | None:
    """A label with what it rests on: {value, annotator, at, decided, votes, confidence}."""
    if label is None:
        return None
    names = ("annotator", "at", "decided", "votes", "confidence")
    return {"value": json.loads(label.value), **{name: getattr(label, name) for name in names}}


def shown_votes(votes: Sequence[Any]) -> list[dict[str, Any]]:
    """Answers side by side, oldest first: {annotator, value, at, seconds, kind}."""
    names = ("annotator", "at", "seconds", "kind")
    return [{"value": json.loads(each.value), **{name: getattr(each, name) for name in names}} for each in votes]
