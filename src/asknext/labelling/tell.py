"""`tell`: labels given elsewhere, stored like answers, all of them or none."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from asknext.errors import DataError
from asknext.labelling.policy import Policy
from asknext.labelling.settle import Rules, settle
from asknext.project.folder import Project
from asknext.project.ontology.reading import read_ontology
from asknext.store.events import append_event, target_item
from asknext.store.items import Known, items_by_id

__all__ = ["TELL", "Told", "tell", "unknown_ids"]

TELL = "tell"
SHOWN = 20


@dataclass(frozen=True)
class Told:
    """What became of labels: ``stored`` items got a first label, ``changed`` another one, ``same`` had it already."""

    stored: int
    changed: int
    same: int


def unknown_ids(project: Project, ids: Sequence[str]) -> list[str]:
    """Those of ``ids`` that no item has, in their order."""
    with project.database.read() as conn:
        known = items_by_id(conn, ids)
    return [each for each in ids if each not in known]


def tell(project: Project, answers: Mapping[str, Sequence[str]], *, annotator: str) -> Told:
    """Store labels by item id; in one durable transaction.

    Parameters
    ----------
    answers : item id -> class names; for a single-label project exactly one. annotator : who gave them.

    Raises
    ------
    DataError : an id is no item's, or two copies of one item were given different labels; nothing is stored.
    """
    with project.database.write() as conn:
        ontology = read_ontology(conn)
        ids_of = {each.name: each.id for each in ontology.choosable}
        rules = Rules(Policy.of(project.config), len(ids_of), ontology=ontology)
        known = items_by_id(conn, list(answers))
        _check(known, answers)
        values = {name: _value(names, ids_of) for name, names in answers.items()}
        new = {known[name].first: value for name, value in values.items() if known[name].label != value}
        had = {known[name].first for name in values if known[name].label is not None}
        for first, value in new.items():
            _store(conn, first, value, annotator, rules)
    return Told(len(new.keys() - had), len(new.keys() & had), len({known[name].first for name in values}) - len(new))


def _check(known: Mapping[str, Known], answers: Mapping[str, Sequence[str]]) -> None:
    missing = [name for name in answers if name not in known]
    if missing:
        raise DataError(f"No item has the id {_listed(missing)}; nothing was stored.")
    given: dict[int, tuple[str, frozenset[str]]] = {}
    for name, names in answers.items():
        other, label = given.setdefault(known[name].first, (name, frozenset(names)))
        if label != frozenset(names):
            raise DataError(
                f"The items {other!r} and {name!r} have the same content and were given different labels; "
                "give them the same. Nothing was stored."
            )


def _value(names: Sequence[str], ids_of: Mapping[str, str]) -> str:
    return json.dumps([id_ for name, id_ in ids_of.items() if name in names])


def _store(conn: Connection, item: int, value: str, annotator: str, rules: Rules) -> None:
    now = time.time()
    append_event(
        conn,
        uid=f"tell-{uuid.uuid4().hex}",
        at=now,
        annotator=annotator,
        session=TELL,
        item=item,
        kind="label",
        value=value,
        stream=TELL,
        strategy=TELL,
    )
    settle(conn, target_item(conn, item), rules)


def _listed(names: Iterable[str]) -> str:
    shown = [repr(name) for name in names]
    more = f" and {len(shown) - SHOWN:,} more" if len(shown) > SHOWN else ""
    return ", ".join(shown[:SHOWN]) + more
