"""What machines suggest to people: beside an item, and never on one that measures something."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.machines.keeping import annotator_of
from asknext.project.config import Config
from asknext.project.ontology import Ontology
from asknext.project.ontology.reading import read_ontology
from asknext.store.label_value import annotations_in
from asknext.store.machine_rows import suggested_on

__all__ = ["suggestions"]


def suggestions(conn: Connection, config: Config, items: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """item -> [{by, value, confidence}] of the machines that are as sure as they must be to be shown.

    Of annotations the newest of each machine, with ``annotations`` and ``score``: those came from a file that somebody
    chose to bring, so there is no bound.
    """
    if config.annotated:
        return {} if config.guess == "never" else _annotated(conn, items)
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


def _annotated(conn: Connection, items: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    newest = {(row.item, row.annotator): row for row in suggested_on(conn, items)}
    if not newest:
        return {}
    ontology, found = read_ontology(conn), dict[int, list[dict[str, Any]]]()
    for (which, annotator), row in newest.items():
        said = annotations_in(json.loads(row.value)) or []
        name = annotator.removeprefix(annotator_of(""))
        annotations = [_ghost(each, name, ontology) for each in said if _is_live(each, ontology)]
        shown = {"by": name, "value": {"annotations": annotations}, "confidence": row.score}
        found.setdefault(which, []).append({**shown, "score": row.score, "annotations": annotations})
    return found


def _is_live(each: Mapping[str, Any], ontology: Ontology) -> bool:
    named = each.get("class")
    return named is None or each["type"] == "relation" or ontology.meaning_of(named) is not None


def _ghost(each: Mapping[str, Any], name: str, ontology: Ontology) -> dict[str, Any]:
    """A suggestion by the classes of now, with an id that no answer and no other machine has."""
    told = {**each, "id": f"{name}-{each['id']}", "by": name}
    if each["type"] == "relation":
        return told | {end: f"{name}-{each[end]}" for end in ("source", "target")}
    return told | ({"class": ontology.meaning_of(each["class"])} if "class" in each else {})
