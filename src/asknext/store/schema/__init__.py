"""The tables of a project's database, the same on SQLite and PostgreSQL.

``event`` is append-only and is the truth about what people did; ``item.state``, ``item.flagged``, ``item.votes``,
``label``, ``vote`` and ``lease`` are derived from it (or short-lived) and kept in the same transaction as the event.
"""

from __future__ import annotations

from asknext.store.schema.answers import event, label, qualification, vote
from asknext.store.schema.classes import guideline_version, label_class, ontology_version
from asknext.store.schema.items import DISPUTED, IGNORED, LABELLED, OPEN, REJECTED, REVIEW, SKIPPED, item, lease
from asknext.store.schema.metadata import metadata
from asknext.store.schema.rounds import ranking, round_
from asknext.store.schema.service import delivery, job, setting, web_session, webhook

__all__ = [
    "DISPUTED",
    "IGNORED",
    "LABELLED",
    "OPEN",
    "REJECTED",
    "REVIEW",
    "SKIPPED",
    "delivery",
    "event",
    "guideline_version",
    "item",
    "job",
    "label",
    "label_class",
    "lease",
    "metadata",
    "ontology_version",
    "qualification",
    "ranking",
    "round_",
    "setting",
    "vote",
    "web_session",
    "webhook",
]
