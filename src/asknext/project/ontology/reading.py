"""The ontology as it stands in a project's database, now or at a version of the past."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.project.ontology.ontology import Ontology, arranged
from asknext.store.classes import class_of_json, every_class
from asknext.store.ontology import newest_version, version_row

__all__ = ["ontology_at", "read_ontology", "recorded_ontology"]


def read_ontology(conn: Connection) -> Ontology:
    """The classes as they are now."""
    return arranged(every_class(conn), newest_version(conn))


def ontology_at(conn: Connection, version: int) -> Ontology:
    """The classes as they were at ``version``; at the newest one as they are now.

    Raises
    ------
    InputError : there is no such version.
    """
    if version == newest_version(conn):
        return read_ontology(conn)
    return recorded_ontology(conn, version)


def recorded_ontology(conn: Connection, version: int) -> Ontology:
    """The classes as the record of ``version`` has them. Raises InputError where there is none."""
    row = version_row(conn, version)
    if row is None:
        newest = newest_version(conn)
        known = (
            f"there are versions 1 to {newest}" if newest else "the classes were never changed, so there is one state"
        )
        raise InputError(f"There is no version {version} of the classes; {known}.")
    return arranged([class_of_json(each) for each in json.loads(row.tree)], version)
