"""`PoolColumns`: what a map shows of all items, made once for each version and kept compressed."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass

from asknext.labelling.desk import Desk
from asknext.labelling.explore import item_columns, map_positions, packed
from asknext.labelling.ranking import current_ranking
from asknext.project.ontology.reading import read_ontology
from asknext.project.pool_map import PoolMap
from asknext.store.browse import newest_item
from asknext.store.events import last_event
from asknext.store.ontology import newest_version
from asknext.store.rankings import newest_version as newest_ranking

__all__ = ["Columns", "PoolColumns"]

LEVEL = 1
"""The quickest: of what is random anyway, more work saves nothing."""


@dataclass(frozen=True)
class Columns:
    """Bytes as `asknext.labelling.explore.packed` makes them, compressed by gzip, and what changes when they do."""

    version: str
    data: bytes

    def plain(self) -> bytes:
        """For a client that cannot read gzip."""
        return gzip.decompress(self.data)


class PoolColumns:
    """The columns of one project; whoever asks while they are made waits for them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._making = threading.Lock()
        self._columns: Columns | None = None
        self._positions: Columns | None = None

    def version(self) -> str:
        """Changes with every event, import, ranking and change of the classes."""
        with self._desk.project.database.read() as conn:
            last, event, classes, ranking = (
                newest_item(conn),
                last_event(conn),
                newest_version(conn),
                newest_ranking(conn),
            )
        return f"{-1 if last is None else last}.{event}.{ranking or 0}.{classes}"

    def columns(self) -> Columns:
        """State, label, guess, score, round and annotator of every item as they are now."""
        with self._making:
            version = self.version()
            if self._columns is None or self._columns.version != version:
                self._columns = Columns(version, self._made(version))
            return self._columns

    def positions(self, found: PoolMap) -> Columns:
        """Where the items lie on a map."""
        version = f"{found.method}-{found.digest}"
        with self._making:
            if self._positions is None or self._positions.version != version:
                places, about = map_positions(found.positions)
                data = packed({"positions": places}, {"method": found.method, "n": len(places), **about})
                self._positions = Columns(version, gzip.compress(data, LEVEL, mtime=0))
            return self._positions

    def _made(self, version: str) -> bytes:
        ranking = current_ranking(self._desk.project)
        with self._desk.project.database.read() as conn:
            found = item_columns(conn, read_ontology(conn), ranking)
        return gzip.compress(packed(found.arrays(), {**found.about, "version": version}), LEVEL, mtime=0)
