"""Why an item is asked again, and among which classes, where an answer to it named one that is gone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.project.ontology import Ontology
from asknext.store.classes import LabelClass
from asknext.store.ontology import newest_answers

__all__ = ["asked_again", "why_gone"]


def why_gone(lost: LabelClass) -> str:
    """A sentence on a class whose answers say nothing any more."""
    if lost.retired is None:
        return f"{lost.name!r} was split into several classes."
    return f"The class {lost.name!r} was deleted."


def asked_again(conn: Connection, ontology: Ontology, items: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """{again: why, choices: class ids or None} for those of ``items`` whose newest answer says nothing any more."""
    if not items or len(ontology.choosable) == len(ontology.classes):
        return {}
    found: dict[int, Mapping[str, Any]] = {}
    for item, text in newest_answers(conn, items).items():
        value = json.loads(text)
        lost = ontology.lost(value)
        if lost is not None:
            found[item] = {
                "again": f"{why_gone(lost)} Please answer this item again.",
                "choices": ontology.narrowed(value),
            }
    return found
