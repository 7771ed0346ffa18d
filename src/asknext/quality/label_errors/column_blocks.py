"""Probabilities a block of rows at a time, with contiguous columns: what numpy goes through fastest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["checked", "column_blocks"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_BYTES, _FEWEST = 512 << 10, 4096  # a block stays near the processor, and is worth the calls


def column_blocks(probabilities: npt.NDArray[Any]) -> Iterator[tuple[slice, Floats]]:
    """Slices of rows, and the (K, rows) float64 columns of each; the array is the caller's until the next block."""
    n, classes = probabilities.shape
    size = max(_FEWEST, _BYTES // (8 * max(classes, 1)))
    room = np.empty((classes, min(size, n)))
    for start in range(0, n, size):
        rows = slice(start, min(start + size, n))
        columns = room if rows.stop - start == room.shape[1] else np.empty((classes, rows.stop - start))
        np.copyto(columns, probabilities[rows].T)
        yield rows, columns


def checked(labels: npt.ArrayLike, probabilities: npt.ArrayLike) -> tuple[Codes, npt.NDArray[Any]]:
    """``labels`` (n,) as int64 and ``probabilities`` (n, K) as floats.

    Raises
    ------
    InputError : shapes that do not fit, no rows, labels that are not class codes below K.
    """
    codes, table = np.asarray(labels), np.asarray(probabilities)
    if table.ndim != 2 or codes.shape != table.shape[:1] or codes.dtype.kind not in "iu" or len(codes) == 0:
        raise InputError(
            f"Labels are n class codes and probabilities n x K; found {codes.shape} of {codes.dtype} and {table.shape}."
        )
    if table.dtype.kind != "f":
        table = table.astype(np.float64)
    if codes.min() < 0 or codes.max() >= table.shape[1]:
        raise InputError(
            f"Labels number the {table.shape[1]} columns of the probabilities from 0; found {codes.min()} to "
            f"{codes.max()}."
        )
    return codes.astype(np.int64, copy=False), table
