"""`prune`: predictions of some rounds taken out of a store, for the room that they take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from asknext.errors import InputError
from asknext.lab.run_store.database import told
from asknext.lab.run_store.layout import PREDICTIONS_DB
from asknext.lab.run_store.run_store import RunStore
from asknext.lab.run_store.writer import StoreWriter

__all__ = ["Pruned", "prune"]

_EVERY = re.compile(r"every:([1-9][0-9]{0,5})")


@dataclass(frozen=True)
class Pruned:
    """What was taken out.

    Attributes
    ----------
    removed, left : predictions of a round, those on test and on pool counted by themselves.
    freed : bytes on the disk.
    """

    removed: int
    left: int
    freed: int


def prune(folder: str | Path, keep: str, parts: tuple[str, ...] = ("test", "pool")) -> Pruned:
    """Take out the predictions of all rounds but some; everything else stays, the metrics that were taken too.

    Parameters
    ----------
    keep : ``"every:5"`` (rounds 0, 5, 10, .. and the last of each cell), ``"last"`` (of each cell), ``"none"``.
    parts : of "test" (the rows scored) and "pool".

    Raises
    ------
    InputError : ``keep`` is none of these, or somebody is writing to the store.  DataError : there is no store.
    """
    kept = _condition(keep)
    if not set(parts) <= {"test", "pool"} or not parts:
        raise InputError(f"parts are {parts!r}, but must be of 'test' and 'pool'.")
    with RunStore.open(folder) as store:
        before = store.sizes()["predictions"]
    with StoreWriter(folder) as writer:
        removed, left = _removed(writer, kept, parts)
    with RunStore.open(folder) as store:
        return Pruned(removed, left, before - store.sizes()["predictions"])


def _condition(keep: str) -> str:
    """Which rounds stay, in SQL."""
    last = "round = (SELECT max(round) FROM predictions p WHERE p.cell = predictions.cell)"
    if every := _EVERY.fullmatch(keep):
        return f"(round % {int(every[1])} = 0 OR {last})"
    if keep not in ("last", "none"):
        raise InputError(f"keep is {keep!r}, but must be every:N (such as every:5), last or none.")
    return last if keep == "last" else "0"


def _removed(writer: StoreWriter, kept: str, parts: tuple[str, ...]) -> tuple[int, int]:
    connection = writer.predictions
    chosen = ", ".join(f"'{part}'" for part in parts)
    with told(writer.folder / PREDICTIONS_DB):
        # The rounds to go are all found before the first of them goes, as what is the last depends on the others.
        cursor = connection.execute(
            "DELETE FROM predictions WHERE number IN "  # noqa: S608 - made of constants alone
            f"(SELECT number FROM predictions WHERE part IN ({chosen}) AND NOT {kept})"
        )
        left = connection.execute("SELECT count(*) FROM predictions").fetchone()[0]
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return cursor.rowcount, int(left)
