"""Names for contents: equal names, equal bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["file_hash", "pixel_hash"]

_BLOCK = 1 << 20


def file_hash(path: Path) -> str:
    """32 hexadecimal digits of BLAKE2b over the bytes, read in pieces. Raises `DataError` where it cannot be read."""
    made = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                made.update(block)
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", source=str(path)) from None
    return made.hexdigest()


def pixel_hash(pixels: npt.NDArray[Any]) -> bytes:
    """16 bytes for a picture's shape and pixels."""
    made = hashlib.blake2b(repr(pixels.shape).encode(), digest_size=16)
    made.update(np.ascontiguousarray(pixels).data)
    return made.digest()
