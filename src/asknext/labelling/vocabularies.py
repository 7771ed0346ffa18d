"""`Vocabularies`: the classes of a project, read from the database only when they have changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from asknext.labelling.policy import Policy
from asknext.labelling.vocabulary import Vocabulary
from asknext.store.classes import every_class
from asknext.store.ontology import newest_version, ontology_marker

__all__ = ["Vocabularies", "vocabulary_of"]


def vocabulary_of(conn: Connection, policy: Policy) -> Vocabulary:
    """The classes as they are now, and what an answer may say by ``policy``."""
    known = every_class(conn), policy.multilabel, newest_version(conn)
    return Vocabulary(*known, task=policy.task, annotate=policy.annotate)


class Vocabularies:
    """Keeps the newest `Vocabulary`; for one thread.

    Parameters
    ----------
    policy : the project's, which says what an answer is.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._kept: tuple[Any, Vocabulary] | None = None

    def of(self, conn: Connection) -> Vocabulary:
        """The classes as they are now."""
        marker = ontology_marker(conn)
        if self._kept is None or self._kept[0] != marker:
            self._kept = marker, vocabulary_of(conn, self._policy)
        return self._kept[1]

    def forget(self) -> None:
        """Read anew next time, as after a write that was taken back."""
        self._kept = None
