"""What a change of the classes would do to labels, answers and gold items: counts, before anything is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.ontology.plan import Plan
from asknext.labelling.present import STATE_NAMES
from asknext.project.ontology.difference import differences, lost_classes, meanings_changed
from asknext.project.ontology.shortcut import moved_actions
from asknext.store.classes import LabelClass
from asknext.store.counts import label_values
from asknext.store.label_value import classes_in, decoded_value
from asknext.store.ontology import count_by_state, count_gold, count_votes

__all__ = ["impact_of", "labels_of_each", "refuse_loss", "uses_of"]


def impact_of(conn: Connection, plan: Plan) -> dict[str, Any]:
    """What people see before they decide, as JSON values.

    ``differences``; ``changed``: uses of the classes whose answers will mean another class; ``lost``: of those whose
    answers will say nothing, with the names; ``keys``: what the label page does by another key because of a shortcut.
    """
    lost = lost_classes(plan.before, plan.after)
    gone = {each.id for each in lost}
    changed = [each for each in meanings_changed(plan.before, plan.after) if each not in gone]
    return {
        "differences": [each.as_json() for each in differences(plan.before, plan.after)],
        "changed": uses_of(conn, changed),
        "lost": {**uses_of(conn, sorted(gone)), "classes": [each.name for each in lost]},
        "keys": moved_actions(plan.after.live),
    }


def uses_of(conn: Connection, class_ids: Sequence[str]) -> dict[str, Any]:
    """{labels, by_state, votes, annotators, gold} that name one of the classes."""
    if not class_ids:
        return {"labels": 0, "by_state": {}, "votes": 0, "annotators": [], "gold": 0}
    states, people = count_by_state(conn, class_ids), count_votes(conn, class_ids)
    return {
        "labels": sum(states.values()),
        "by_state": {STATE_NAMES.get(state, str(state)): number for state, number in sorted(states.items())},
        "votes": sum(number for _, number in people),
        "annotators": [{"name": name, "answers": number} for name, number in people[:20]],
        "gold": count_gold(conn, class_ids),
    }


def labels_of_each(conn: Connection) -> Counter[str]:
    """How many labels name a class: class id -> number. One look at all labels, however many classes there are."""
    counts: Counter[str] = Counter()
    for value, _, number in label_values(conn):
        counts.update(dict.fromkeys(classes_in(decoded_value(value)), number))
    return counts


def refuse_loss(conn: Connection, plan: Plan) -> None:
    """Refuse a change after which answers say nothing, unless it was told that their items are asked again.

    Raises
    ------
    InputError : names the classes, and what can be done.
    """
    unsaid = [each for each in lost_classes(plan.before, plan.after) if not _told(plan, each)]
    used = [(each, uses_of(conn, [each.id])) for each in unsaid]
    found = [(each, uses) for each, uses in used if uses["labels"] or uses["votes"] or uses["gold"]]
    if found:
        raise InputError(" ".join(_sentence(*each) for each in found[:5]) + f" {_remedy(plan)} Nothing was changed.")


def _told(plan: Plan, lost: LabelClass) -> bool:
    change = plan.change
    if change["do"] == "split" or change.get("requeue"):
        return True
    return lost.id in change.get("requeued", ()) or lost.name in change.get("requeued", ())


def _sentence(lost: LabelClass, uses: dict[str, Any]) -> str:
    gold = f" and {uses['gold']:,} gold items" if uses["gold"] else ""
    return f"{lost.name!r} is in use: {uses['labels']:,} labels and {uses['votes']:,} answers{gold} would say nothing."


def _remedy(plan: Plan) -> str:
    if plan.change["do"] == "apply":
        return (
            "Say what becomes of each: renamed (--rename OLD=NEW), merged (--merge OLD=NEW), or asked again "
            "(--requeue OLD)."
        )
    return "Merge it into another class, or say that its items are asked again (--requeue)."
