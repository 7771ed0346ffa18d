"""`settle`: bring what the database says of an item in line with its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.derive import Derived, GivenLabel, derive
from asknext.labelling.ontology.meant import meant
from asknext.labelling.policy import Policy
from asknext.labelling.replay import MACHINE, replay
from asknext.labelling.stream import JUDGING
from asknext.project.ontology import Ontology
from asknext.store.events import drop_label, replayable, set_item, set_label
from asknext.store.leases import release_item_from
from asknext.store.schema import DISPUTED, REVIEW
from asknext.store.votes import keep_votes

__all__ = ["Rules", "settle"]

KINDS = {"import": "import", "tell": "import", MACHINE: "machine"}


@dataclass(frozen=True)
class Rules:
    """By what answers become labels just now.

    Attributes
    ----------
    policy : the project's. n_classes : there are to choose from. skills : how often annotators are right.
    ontology : the classes as they are now, in which answers of before are understood; None: as they stand there.
    """

    policy: Policy
    n_classes: int = 2
    skills: Mapping[str, float] | None = None
    ontology: Ontology | None = None


def settle(conn: Connection, row: Any, rules: Rules, *, answered: bool = False) -> Derived:
    """Derive state, label and votes of the item ``row`` (see `asknext.store.events.target_item`) and store them.

    ``answered`` : all that happened since the last time is one answer.
    """
    events = replayable(conn, row.pos)
    story = replay(events if rules.ontology is None else meant(events, rules.ontology))
    derived = derive(
        story, rules.policy, which=row.pos, wanted=row.wanted, n_classes=rules.n_classes, skills=rules.skills
    )
    set_item(
        conn,
        row.pos,
        state=derived.state,
        flagged=derived.flagged,
        votes=derived.votes,
        assigned=derived.assigned,
        gold=derived.gold,
    )
    if row.state in (REVIEW, DISPUTED) and derived.state != row.state:
        release_item_from(conn, row.pos, JUDGING)  # or its annotator would wait for a reviewer who has nothing left
    is_first = answered and len(events) == 1  # there is nothing to be replaced: the usual answer should cost least
    _keep_label(conn, row.pos, derived.label, is_first)
    keep_votes(conn, row.pos, derived.answers, KINDS, is_first=is_first)
    return derived


def _keep_label(conn: Connection, which: int, given: GivenLabel | None, is_first: bool) -> None:
    if given is None:
        drop_label(conn, which)
        return
    event = given.event
    set_label(
        conn,
        which,
        is_first=is_first,
        value=given.value,
        seq=event.seq,
        annotator=event.annotator,
        at=event.at,
        stream=event.stream,
        confidence=given.confidence,
        votes=given.votes,
        decided=given.decided,
    )
