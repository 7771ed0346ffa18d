"""`Layout`: which tables a database has, of which version, and the steps that lead there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import MetaData

from asknext.store.schema import metadata

__all__ = ["PROJECT_TABLES", "Layout"]


@dataclass(frozen=True)
class Layout:
    """What `Database` makes and expects.

    Attributes
    ----------
    metadata : the tables as they are now. version : the revision of the newest step.
    steps : the package whose modules are the steps, e.g. ``asknext.store.migrations.versions``.
    """

    metadata: MetaData
    version: str
    steps: str


PROJECT_TABLES = Layout(metadata, "0003", "asknext.store.migrations.versions")
