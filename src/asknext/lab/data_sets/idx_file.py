"""IDX, the format of the MNIST files: pictures in one file, labels in another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.lab.data_sets.source import Read
from asknext.lab.data_sets.unpacked import existing_file, unpacked_bytes
from asknext.lab.settings import Settings

__all__ = ["read_idx"]

_BYTES = 8  # the code of unsigned bytes


def read_idx(given: Settings, path: Path, folder: Path) -> Read:
    """Pictures, and the labels in ``labels_file``; both files of unsigned bytes.

    Raises
    ------
    DataError : not IDX, cut short, or not one label a picture.
    """
    pictures = _array(path)
    source = existing_file(given.text("labels_file"), folder)
    labels = _array(source)
    if pictures.ndim < 2 or labels.shape != (len(pictures),):
        reason = f"Labels of shape {labels.shape} for content of shape {pictures.shape}; expected one a picture."
        raise DataError(reason, source=str(source))
    return Read(pictures, labels.tolist())


def _array(path: Path) -> npt.NDArray[Any]:
    raw = unpacked_bytes(path)
    if len(raw) < 4 or raw[:3] != bytes([0, 0, _BYTES]):
        raise DataError("This is not an IDX file of unsigned bytes.", source=str(path))
    sizes = np.frombuffer(raw, ">u4", raw[3], 4).astype(np.int64) if len(raw) >= 4 + 4 * raw[3] else np.array([-1])
    content = raw[4 + 4 * raw[3] :]
    if len(content) != np.prod(sizes):
        reason = f"{len(content):,} bytes of content, expected {' x '.join(map(str, sizes))}: the file is damaged."
        raise DataError(reason, source=str(path))
    return np.frombuffer(content, np.uint8).reshape(sizes)
