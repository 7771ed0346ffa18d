"""What was found out about contents, kept on disk, so that a run that was ended goes on where it stood."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["SeenCache"]

Arrays = dict[str, npt.NDArray[Any]]
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError)


class SeenCache:
    """Arrays by content hash, by what they are (with the fingerprint of the model that made them), and by block.

    Written in transactions: a block is there as a whole or not at all. Raises `DataError` where the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS seen (hash TEXT, what TEXT, block INTEGER, data BLOB,"
                " PRIMARY KEY (hash, what, block))"
            )
        except (sqlite3.Error, OSError) as error:
            raise DataError(f"is no cache that can be used ({error}): delete it", source=str(path)) from None

    def get(self, hash: str, what: str, block: int) -> Arrays | None:
        """What `put` was given, or None."""
        query = "SELECT data FROM seen WHERE hash = ? AND what = ? AND block = ?"
        try:
            row = self._db.execute(query, (hash, what, block)).fetchone()
            return None if row is None else _unpacked(row[0])
        except (sqlite3.Error, *_UNREADABLE) as error:
            raise DataError(f"is damaged ({error}): delete it", source=str(self.path)) from None

    def has(self, hash: str, what: str, block: int) -> bool:
        """Whether there is something."""
        query = "SELECT 1 FROM seen WHERE hash = ? AND what = ? AND block = ?"
        return self._db.execute(query, (hash, what, block)).fetchone() is not None

    def blocks(self, hash: str, what: str) -> Iterator[Arrays]:
        """All blocks of a content, in order."""
        block = 0
        while (found := self.get(hash, what, block)) is not None:
            yield found
            block += 1

    def put(self, hash: str, what: str, block: int, arrays: Mapping[str, Any]) -> None:
        """Keep ``arrays``. Raises `DataError` where the disk does not take them."""
        try:
            if not self._db.in_transaction:
                self._db.execute("BEGIN")
            self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", (hash, what, block, _packed(arrays)))
        except sqlite3.Error as error:
            raise DataError(
                f"cannot be written ({error}): make room, or name another cache", source=str(self.path)
            ) from None

    def commit(self) -> None:
        """What was put is safe from now on."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def close(self) -> None:
        self.commit()
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _packed(arrays: Mapping[str, Any]) -> bytes:
    """A line that names the arrays, then their bytes; several times faster to read than .npz, and as harmless."""
    made = {name: np.ascontiguousarray(each) for name, each in arrays.items()}
    head = [[name, each.dtype.str, each.shape] for name, each in made.items()]
    return b"".join([json.dumps(head).encode(), b"\n", *(each.tobytes() for each in made.values())])


def _unpacked(data: bytes) -> Arrays:
    at, found = data.index(b"\n"), Arrays()
    head, at = json.loads(data[:at]), at + 1
    for name, kind, shape in head:
        count = int(np.prod(shape, dtype=np.int64))
        found[name] = np.frombuffer(data, np.dtype(kind), count, at).reshape(shape)
        at += found[name].nbytes
    return found
