"""Vectors that the user brings: an .npy file in the order of the items, or a Parquet file with ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, MissingExtra

__all__ = ["read_brought"]

Vectors = npt.NDArray[np.float32]


def read_brought(path: Path, ids: Sequence[str]) -> Vectors:
    """(n, d) float32 for ``ids``, the items in order.

    An ``.npy`` file holds an (n, d) array of numbers, row i for the i-th item: the order of the rows that an import
    took in, refused rows not counted, over all imports. A ``.parquet`` file has a column ``id`` and one column of
    lists of equal length (``vector``, ``embedding``, or the only other one); it may hold more ids than needed.

    Raises
    ------
    DataError : another shape, type or number of rows, an id without a vector, or a number that is not finite.
    """
    if not path.is_file():
        raise DataError("There is no such file of embeddings.", source=str(path))
    readers = {".npy": _read_npy, ".parquet": _read_parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DataError(f"Embeddings come as {' or '.join(readers)}, not {path.suffix!r}.", source=str(path))
    return reader(path, ids)


def _read_npy(path: Path, ids: Sequence[str]) -> Vectors:
    try:
        found = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"This is not an .npy file of numbers ({error}).", source=str(path)) from None
    if found.ndim != 2 or found.dtype.kind not in "fiu" or found.shape[1] < 1:
        raise DataError(f"Found {found.dtype} of shape {found.shape}, expected numbers (n, d).", source=str(path))
    if len(found) != len(ids):
        raise DataError(
            f"{len(found):,} rows for {len(ids):,} items; there must be one row for each item, in the order they were "
            "imported (refused rows not counted). With a Parquet file of ids and vectors the order does not matter.",
            source=str(path),
        )
    return _finite(np.array(found, dtype=np.float32), path, ids)


def _read_parquet(path: Path, ids: Sequence[str]) -> Vectors:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtra(f"Reading {path}", "pyarrow", "parquet") from None

    try:
        file = pq.ParquetFile(path)
        column = _vector_column(file.schema_arrow.names, path)
        places = {id: row for row, id in enumerate(ids)}
        made, seen = _gathered(file.iter_batches(4_096, columns=["id", column]), column, places, path)
    except pa.ArrowException as error:
        raise DataError(f"This cannot be read as Parquet: {error}", source=str(path)) from None
    if len(missing := np.flatnonzero(~seen)):
        raise DataError(
            f"{len(missing):,} of {len(ids):,} items have no vector, the first is {ids[missing[0]]!r}.",
            source=str(path),
        )
    return _finite(made, path, ids)


def _vector_column(names: Sequence[str], path: Path) -> str:
    others = [name for name in names if name != "id"]
    named = [name for name in ("vector", "embedding") if name in others]
    if "id" not in names or not (named or len(others) == 1):
        raise DataError(f"Columns {', '.join(names)}; expected id and vector.", source=str(path))
    return (named or others)[0]


def _gathered(
    batches: Any, column: str, places: Mapping[str, int], path: Path
) -> tuple[Vectors, npt.NDArray[np.bool_]]:
    made, seen = np.zeros((len(places), 0), dtype=np.float32), np.zeros(len(places), dtype=bool)
    for batch in batches:
        vectors = _matrix(batch.column(column), path)
        if made.shape[1] == 0:
            made = np.zeros((len(places), vectors.shape[1]), dtype=np.float32)
        if vectors.shape[1] != made.shape[1]:
            raise DataError(f"Vectors of {made.shape[1]} and of {vectors.shape[1]} numbers.", source=str(path))
        for id, vector in zip(batch.column("id").to_pylist(), vectors, strict=True):
            row = places.get(str(id))
            if row is not None:
                made[row], seen[row] = vector, True
    return made, seen


def _matrix(column: Any, path: Path) -> Vectors:
    lengths = {None if each is None else len(each) for each in column.to_pylist()} if len(column) else {1}
    if len(lengths) != 1 or None in lengths or 0 in lengths:
        raise DataError("The vectors are missing, empty, or of different lengths.", source=str(path))
    try:
        flat = np.asarray(column.flatten().to_numpy(zero_copy_only=False), dtype=np.float32)
    except (TypeError, ValueError):
        raise DataError("The vectors do not hold numbers.", source=str(path)) from None
    return flat.reshape(len(column), -1)


def _finite(vectors: Vectors, path: Path, ids: Sequence[str]) -> Vectors:
    bad = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(bad):
        raise DataError(
            f"Row {bad[0]} (counted from 0; item {ids[bad[0]]!r}) holds NaN or infinity; so do {len(bad) - 1:,} more.",
            source=str(path),
        )
    return vectors
