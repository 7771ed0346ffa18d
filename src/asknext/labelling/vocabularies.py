"""`Vocabularies`: the classes of a project, read from the database only when they have changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from asknext.labelling.vocabulary import Vocabulary
from asknext.store.classes import every_class
from asknext.store.ontology import newest_version, ontology_marker

__all__ = ["Vocabularies"]


class Vocabularies:
    """Keeps the newest `Vocabulary`; for one thread.

    Parameters
    ----------
    multilabel : whether an item may have any number of classes.
    """

    def __init__(self, multilabel: bool) -> None:
        self._multilabel = multilabel
        self._kept: tuple[Any, Vocabulary] | None = None

    def of(self, conn: Connection) -> Vocabulary:
        """The classes as they are now."""
        marker = ontology_marker(conn)
        if self._kept is None or self._kept[0] != marker:
            made = Vocabulary(every_class(conn), self._multilabel, newest_version(conn))
            self._kept = marker, made
        return self._kept[1]

    def forget(self) -> None:
        """Read anew next time, as after a write that was taken back."""
        self._kept = None
