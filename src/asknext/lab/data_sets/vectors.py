"""Content as a matrix, and the embeddings of a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.lab.data_sets.source import Read
from asknext.lab.data_sets.unpacked import existing_file
from asknext.lab.settings import Settings
from asknext.pool.rows import n_rows

__all__ = ["content_matrix", "vectors_for"]

_ITSELF = ("content", "none")


def content_matrix(content: Any) -> Any:
    """Texts as they are; arrays as (n, d) float, bytes of pictures from 0 to 1."""
    if isinstance(content, list):
        return content
    flat = np.asarray(content).reshape(len(content), -1)
    if content.dtype == np.uint8 and content.ndim > 2:
        return flat.astype(np.float32) / 255
    return flat if flat.dtype.kind == "f" else flat.astype(np.float64)


def vectors_for(how: str, read: Read, folder: Path, given: Settings) -> npt.NDArray[np.float32] | None:
    """(n, d) float32 as ``embeddings`` of a study says, or None for ``none`` and ``content``.

    Raises
    ------
    DataError : the file does not fit the rows.
    """
    if how == "content" and isinstance(read.content, list):
        raise given.wrong("embeddings", "default, none, or a file, as the content is texts")
    if how in _ITSELF:
        return None
    if how == "default":
        from asknext.embed import embed_any

        return np.asarray(embed_any(read.content, 0), dtype=np.float32)
    return _brought(how, folder, n_rows(read.content), given)


def _brought(name: str, folder: Path, n: int, given: Settings) -> npt.NDArray[np.float32]:
    from asknext.formats.array_file import read_array

    file, _, member = name.rpartition(":") if ".npz:" in name else (name, "", "")
    if not file.endswith((".npy", ".npz")):
        raise given.wrong("embeddings", "default, content, none, or a file that ends in .npy or .npz")
    path = existing_file(file, folder)
    found = read_array(f"{path}:{member}" if member else path)
    if found.ndim != 2 or len(found) != n or found.dtype.kind not in "fiu":
        expected = f"expected numbers of shape ({n}, d), one row for each row read, in order"
        raise DataError(f"Found {found.dtype} of shape {found.shape}; {expected}.", source=str(path))
    vectors = np.array(found, dtype=np.float32)
    bad = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(bad):
        raise DataError(f"Row {bad[0]} (from 0) holds NaN or infinity; so do {len(bad) - 1} more.", source=str(path))
    return vectors
