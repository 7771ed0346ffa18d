"""Rows of whatever content comes in: arrays, DataFrames, sparse matrices, lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["indexable", "n_rows", "take_rows"]


def indexable(content: Any) -> Any:
    """``content`` in a form whose rows can be taken; raises `InputError` for what has no rows."""
    if isinstance(content, str | bytes | dict | set) or (not hasattr(content, "__len__") and not _sparse(content)):
        raise InputError(
            f"Content of type {type(content).__name__} has no rows. Give an array, a DataFrame, a sparse matrix or a "
            f"list with one entry an item (for a table by columns, use Pool.from_table)."
        )
    if _sparse(content):
        return content.tocsr()
    if hasattr(content, "iloc") or isinstance(content, np.ndarray):
        return content
    return list(content)


def n_rows(content: Any) -> int:
    """The number of items."""
    return int(content.shape[0]) if hasattr(content, "shape") else len(content)


def take_rows(content: Any, rows: npt.NDArray[np.int64]) -> Any:
    """The given rows, in that order, in the same kind of container."""
    if hasattr(content, "iloc"):
        return content.iloc[rows]
    if isinstance(content, list):
        return [content[row] for row in rows.tolist()]
    return content[rows]


def _sparse(content: Any) -> bool:
    return hasattr(content, "tocsr")
