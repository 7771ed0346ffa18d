"""From class names in a file to class ids."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from asknext.errors import DataError, InputError, UnknownName
from asknext.project.ontology.reading import read_ontology
from asknext.store.class_name import folded_name
from asknext.store.classes import add_class

__all__ = ["ClassNames", "several_forms"]

NEW_LIMIT = 1_000


def several_forms(name: str) -> str:
    """A sentence on how several classes are written, where ``name`` seems to be several; else nothing."""
    if not any(sign in name for sign in ",;/"):
        return ""
    return ' Several classes are written a|b or as a JSON list, ["a", "b"].'


class ClassNames:
    """The names of a project's classes; where none were given, the names found in the data become classes.

    Parameters
    ----------
    column : where labels stand, for messages. grow : whether an unknown name becomes a class. multilabel : whether
        several names may stand in a cell.
    """

    def __init__(self, column: str | None, *, grow: bool, multilabel: bool = False) -> None:
        self._column, self._grow, self._multilabel = column, grow, multilabel
        self._ids: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._order: dict[str, int] = {}

    def load(self, conn: Connection) -> None:
        """Read the classes as they are now; names that a batch which failed had added are forgotten."""
        ontology = read_ontology(conn)
        self._shown = {each.id: each.name for each in ontology.choosable}
        self._order = {each.id: each.position for each in ontology.classes}
        self._ids = {folded_name(each.name): each.id for each in ontology.choosable}
        for each in ontology.classes:  # a file from before a merge says what the labels of then mean now
            means = ontology.meaning_of(each.id)
            if each.retired is not None and means is not None:
                self._ids.setdefault(folded_name(each.name), means)

    def names(self) -> dict[str, str]:
        """Names by id."""
        return dict(self._shown)

    def ids(self, conn: Connection, names: Sequence[str]) -> list[str]:
        """The ids in the order of the classes. Raises DataError for a name that is no class."""
        return sorted({self._id(conn, name) for name in names}, key=self._order.__getitem__)

    def _id(self, conn: Connection, name: str) -> str:
        if (found := self._ids.get(folded_name(name))) is not None:
            return found
        if not self._grow:
            forms = several_forms(name) if self._multilabel else ""
            raise DataError(str(UnknownName("class", name[:100], self._shown.values())) + forms, column=self._column)
        return self._added(conn, name)

    def _added(self, conn: Connection, name: str) -> str:
        if len(self._ids) >= NEW_LIMIT:
            raise DataError(f"more than {NEW_LIMIT:,} classes; is this the label column?", column=self._column)
        try:
            made = add_class(conn, name)
        except InputError as error:
            raise DataError(str(error), column=self._column) from None
        self._ids[folded_name(name)], self._order[made.id] = made.id, made.position
        self._shown[made.id] = made.name
        return made.id
