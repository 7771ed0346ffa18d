"""`Pool`: what there is to ask about, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, InputError
from asknext.pool.content_hash import fingerprint, row_hashes
from asknext.pool.folder import read_folder
from asknext.pool.rows import indexable, n_rows, take_rows
from asknext.pool.table import column_names, column_of, content_of
from asknext.pool.view import IntArray

__all__ = ["Pool"]


class Pool:
    """Items to ask about. Read-only: what a learner learns about them is kept by the learner.

    Parameters
    ----------
    content : one entry an item, in whatever form the model takes: (n, ...) array, DataFrame, sparse matrix, list of
        texts, list of paths.
    ids : n distinct values (str or int), the user's own; default: hashes of the content, so that the same item has
        the same id in every run (copies of an item get ``-2``, ``-3``, ... after the hash).
    labels : what is known already, one entry an item, None or NaN where it is not known.
    embeddings : (n, d) float32 array, possibly memory-mapped.
    groups : one value an item; items of one group belong together (same patient, same thread).
    columns : further columns, name -> n values.
    ignored : rows that are never asked.

    Raises
    ------
    InputError : lengths differ, rows out of range.  DataError : an id occurs twice or is missing.
    """

    def __init__(
        self,
        content: Any,
        *,
        ids: Sequence[Any] | npt.NDArray[Any] | None = None,
        labels: Any = None,
        embeddings: npt.NDArray[Any] | None = None,
        groups: Any = None,
        columns: Mapping[str, Any] | None = None,
        ignored: Iterable[int] = (),
    ) -> None:
        self.content = indexable(content)
        self.n = n_rows(self.content)
        self._ids = None if ids is None else _distinct([_plain(value) for value in self._full("ids", ids)])
        self.labels = None if labels is None else self._full("labels", labels)
        self.embeddings = None if embeddings is None else self._vectors(embeddings)
        self.groups = None if groups is None else self._full("groups", groups)
        self.columns = {name: self._full(f"column {name!r}", values) for name, values in (columns or {}).items()}
        self.ignored = self._rows_in_range(ignored)

    @classmethod
    def from_arrays(cls, X: Any, y: Any = None, **more: Any) -> Pool:
        """A pool of the rows of ``X``; ``y`` are labels known already. ``more`` as for `Pool`."""
        return cls(X, labels=y, **more)

    @classmethod
    def from_table(
        cls,
        table: Any,
        *,
        content: str | Sequence[str] | None = None,
        id: str | None = None,
        label: str | None = None,
        group: str | None = None,
        embeddings: npt.NDArray[Any] | None = None,
    ) -> Pool:
        """A pool of the rows of a table.

        Parameters
        ----------
        table : DataFrame, pyarrow Table, or mapping of column name to values.
        content : the column that is asked about (text), or several (a table row); default: all that are not named
            below. Columns not named anywhere become metadata.
        id, label, group : columns; None = there is none.

        Raises
        ------
        UnknownName : no such column; the nearest names are offered.
        """
        named = [name for name in (id, label, group) if name is not None]
        known = column_names(table)
        chosen = content if content is not None else [name for name in known if name not in named]
        used = {*named, *([chosen] if isinstance(chosen, str) else chosen)}
        one = {name: column_of(table, name) for name in named}
        return cls(
            content_of(table, chosen),
            ids=one.get(id or ""),
            labels=one.get(label or ""),
            groups=one.get(group or ""),
            embeddings=embeddings,
            columns={name: column_of(table, name) for name in known if name not in used},
        )

    @classmethod
    def from_folder(cls, folder: str | Path, *, label: str | None = None, encoding: str = "utf-8", **more: Any) -> Pool:
        """A pool of the images (content: paths) or ``.txt`` files (content: their text) below ``folder``.

        Ids are the paths relative to the folder. With ``label="folder"`` the name of the folder a file lies in is
        its label. Files of other kinds are left out; links that lead out of the folder are refused.

        Raises
        ------
        DataError : no such folder, nothing usable in it, both kinds mixed, a link outwards, undecodable text.
        """
        if label not in (None, "folder"):
            raise InputError(f"label is None or 'folder' (the name of the folder a file lies in); found {label!r}.")
        found = read_folder(Path(folder), encoding)
        labels = [Path(name).parent.name or None for name in found.names] if label else None
        return cls(found.content, ids=found.names, labels=labels, **more)

    def __len__(self) -> int:
        return self.n

    def __repr__(self) -> str:
        known = "" if self.labels is None else ", with labels"
        return f"Pool({self.n} items of {type(self.content).__name__}{known})"

    @cached_property
    def ids(self) -> list[Any]:
        """n distinct ids, in row order."""
        return self._ids if self._ids is not None else _numbered(self._hashes)

    @cached_property
    def copy_of(self) -> IntArray:
        """(n,) int64: the first row with exactly the same content, or -1 where there is none before.

        To ask about copies once: ``learner.ignore(np.flatnonzero(pool.copy_of >= 0))``; their label is then that of
        row ``copy_of``.
        """
        first: dict[str, int] = {}
        earlier = [first.setdefault(value, row) for row, value in enumerate(self._hashes)]
        table = np.asarray(earlier, dtype=np.int64)
        return np.where(table == np.arange(self.n), -1, table)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of content, ids given and embeddings given: the same for the same pool in any process."""
        return fingerprint([self.content, self._ids, self.embeddings])

    def rows(self, ids: Iterable[Any]) -> IntArray:
        """Rows of these ids, int64; raises `InputError` for an id that is not in the pool."""
        wanted = list(ids)
        missing = [value for value in wanted if value not in self._place]
        if missing:
            raise InputError(f"There is no item with the id {missing[0]!r} in this pool of {self.n} items.")
        return np.array([self._place[value] for value in wanted], dtype=np.int64)

    def take(self, rows: npt.ArrayLike) -> Any:
        """The content of these rows, in the same kind of container."""
        return take_rows(self.content, np.asarray(rows, dtype=np.int64))

    @cached_property
    def _hashes(self) -> list[str]:
        return row_hashes(self.content)

    @cached_property
    def _place(self) -> dict[Any, int]:
        return {value: row for row, value in enumerate(self.ids)}

    def _full(self, what: str, values: Any) -> Any:
        entries = values if hasattr(values, "ndim") or hasattr(values, "tocsr") else list(values)
        if n_rows(entries) != self.n:
            raise InputError(f"{what} has {n_rows(entries)} entries for {self.n} items; expected one an item.")
        return entries

    def _vectors(self, embeddings: npt.NDArray[Any]) -> npt.NDArray[Any]:
        if np.ndim(embeddings) != 2 or len(embeddings) != self.n:
            raise InputError(f"embeddings have shape {np.shape(embeddings)}; expected ({self.n}, d).")
        return embeddings

    def _rows_in_range(self, rows: Iterable[int]) -> IntArray:
        table = np.unique(np.asarray(list(rows), dtype=np.int64))
        if len(table) and (table[0] < 0 or table[-1] >= self.n):
            raise InputError(f"ignored holds rows from {table[0]} to {table[-1]}; the pool has rows 0 to {self.n - 1}.")
        return table


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _distinct(ids: list[Any]) -> list[Any]:
    first: dict[Any, int] = {}
    for row, value in enumerate(ids):
        if value is None or value != value or value == "":
            raise DataError(f"the id is missing in row {row}; give every row one, or none at all to use content hashes")
        if value in first:
            raise DataError(f"the id {value!r} occurs twice, in rows {first[value]} and {row}; ids have to be distinct")
        first[value] = row
    return ids


def _numbered(hashes: list[str]) -> list[Any]:
    seen: dict[str, int] = {}
    ids = []
    for value in hashes:
        seen[value] = seen.get(value, 0) + 1
        ids.append(value if seen[value] == 1 else f"{value}-{seen[value]}")
    return ids
