"""What an item is, given what people did to it: the one place where events become state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asknext.store.schema import IGNORED, LABELLED, OPEN, SKIPPED

__all__ = ["Derived", "replay"]


@dataclass(frozen=True)
class Derived:
    """An item's state, its flag, and the event that gave its label (None unless the state is LABELLED)."""

    state: int
    flagged: bool
    label: Any


def replay(events: Iterable[Any]) -> Derived:
    """Derive an item from its events (with ``kind``), oldest first, without those withdrawn and without late votes.

    A label ends a skip or an ignore; a requeue ends all three; an item that is ignored keeps its label for when
    it is taken back.
    """
    answer, skipped, ignored, flagged = None, False, False, False
    for each in events:
        match each.kind:
            case "label":
                answer, skipped, ignored = each, False, False
            case "skip":
                skipped = True
            case "ignore" | "unignore":
                ignored = each.kind == "ignore"
            case "requeue":
                answer, skipped, ignored = None, False, False
            case "flag" | "unflag":
                flagged = each.kind == "flag"
    state = IGNORED if ignored else LABELLED if answer is not None else SKIPPED if skipped else OPEN
    return Derived(state, flagged, answer if state == LABELLED else None)
