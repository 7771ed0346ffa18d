"""What happened, as programs are told it: by webhooks and by the log of events."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["event_shown"]

VALUED = ("label", "correct", "adjudicate", "accept", "gold", "suggest", "prioritise")
NAMES = ("seq", "uid", "kind", "at", "annotator", "seconds", "stream", "strategy", "score", "ranking", "reason")


def event_shown(row: Any) -> dict[str, Any]:
    """A row of `asknext.store.webhooks.events_after` as JSON values; the item's content stays here."""
    value = json.loads(row.value) if row.kind in VALUED and row.value else row.value
    about = {"item": {"item": row.item, "id": row.id}, "value": value}
    return {**{name: getattr(row, name) for name in NAMES}, **about, "late": not row.current, "undoes": row.undone_uid}
