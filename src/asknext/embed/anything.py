"""`embed_any`: vectors for whatever stands in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.embed.folding import right_singular_vectors
from asknext.embed.image import ImageEmbedder
from asknext.embed.table import TableEmbedder
from asknext.embed.text import TextEmbedder
from asknext.errors import InputError

__all__ = ["embed_any"]

_BLOCK = 1_024
_DENSE = 256


def embed_any(X: Any, seed: int = 0) -> npt.NDArray[np.float32]:
    """(n, d) float32 for a pool in memory.

    Parameters
    ----------
    X : texts; an (n, d) array of numbers (columns scaled, NaN filled in); a DataFrame or a sequence of mappings;
        a sparse matrix (folded by truncated SVD); pictures as an (n, h, w) or (n, h, w, 3) uint8 array.
    seed : of the embedders' random parts.

    Raises
    ------
    InputError : something else.
    """
    if hasattr(X, "tocsr"):
        return _sparse(X, seed)
    if hasattr(X, "to_dict") and hasattr(X, "columns"):
        return _transformed(TableEmbedder(seed=seed), _records(X))
    if isinstance(X, np.ndarray):
        return _array(X, seed)
    items = list(X)
    if items and all(isinstance(each, str) for each in items):
        return _transformed(TextEmbedder(seed=seed), items)
    if items and all(isinstance(each, Mapping) for each in items):
        return _transformed(TableEmbedder(seed=seed), items)
    if items and all(isinstance(each, np.ndarray) and each.dtype == np.uint8 and each.ndim > 1 for each in items):
        return _transformed(ImageEmbedder(seed=seed), items)
    made = _as_array(items)
    if made.dtype.kind == "O" and made.ndim == 1:
        raise _refused(f"a list that starts with a {type(items[0]).__name__}")
    return _array(made, seed)


def _records(table: Any) -> list[dict[str, Any]]:
    columns = {str(name): table[name].tolist() for name in table.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _as_array(items: list[Any]) -> npt.NDArray[Any]:
    try:
        return np.asarray(items)
    except ValueError:
        raise _refused(f"items of different shapes, the first a {type(items[0]).__name__}") from None


def _array(X: npt.NDArray[Any], seed: int) -> npt.NDArray[np.float32]:
    if X.dtype.kind in "US" and X.ndim == 1:
        return _transformed(TextEmbedder(seed=seed), [str(each) for each in X])
    if X.dtype.kind == "O":
        return _objects(X, seed)
    if X.dtype == np.uint8 and X.ndim in (3, 4):
        return _transformed(ImageEmbedder(seed=seed), list(X))
    if X.dtype.kind not in "fiub" or X.ndim < 1 or not len(X):
        raise _refused(f"{X.dtype} of shape {X.shape}")
    return _numbers(X.reshape(len(X), -1))


def _objects(X: npt.NDArray[Any], seed: int) -> npt.NDArray[np.float32]:
    if X.ndim == 1:
        return embed_any(X.tolist(), seed)
    rows = [{str(name): value for name, value in enumerate(row)} for row in X.reshape(len(X), -1).tolist()]
    return _transformed(TableEmbedder(seed=seed), rows)


def _numbers(X: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    values = X.astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0).sum(axis=0) / count
    centred = np.where(known, values - mean, 0)
    spread = np.sqrt((centred**2).sum(axis=0) / count)
    return np.asarray(centred / np.where(spread > 0, spread, 1), dtype=np.float32)


def _sparse(X: Any, seed: int) -> npt.NDArray[np.float32]:
    X = X.tocsr().astype(np.float32)
    if min(X.shape) <= _DENSE:
        return np.asarray(X.toarray() if X.shape[1] <= _DENSE else (X @ X.T).toarray(), dtype=np.float32)
    return np.asarray(X @ right_singular_vectors(X, 128, seed), dtype=np.float32)


def _transformed(embedder: Any, items: Sequence[Any]) -> npt.NDArray[np.float32]:
    embedder.fit([items])
    blocks = [embedder.transform(items[at : at + _BLOCK]) for at in range(0, len(items), _BLOCK)]
    return np.concatenate(blocks)


def _refused(found: str) -> InputError:
    return InputError(
        f"No embedding can be made of {found}; pass texts, numbers, a table, a sparse matrix or uint8 pictures, "
        "or bring your own with embeddings=."
    )
