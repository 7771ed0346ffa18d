"""One sha256 for everything of a data set that can change a result."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np

__all__ = ["fingerprint_of"]


def fingerprint_of(*parts: Any) -> str:
    """Hexadecimal sha256 of arrays (with type and shape), lists, mappings and plain values, in order."""
    digest = sha256()
    for part in parts:
        _add(digest, part)
    return digest.hexdigest()


def _add(digest: Any, part: Any) -> None:
    if isinstance(part, np.ndarray) and part.dtype.kind != "O":
        # Little-endian on every machine, so that a data set keeps its fingerprint.
        plain = np.ascontiguousarray(part.astype(part.dtype.newbyteorder("<"), copy=False))
        digest.update(f"array {plain.dtype.str} {plain.shape};".encode())
        digest.update(plain.tobytes())
    elif isinstance(part, list | tuple | np.ndarray):
        digest.update(f"{len(part)} values;".encode())
        for each in part:
            text = repr(each).encode("utf-8", "backslashreplace")
            digest.update(f"{len(text)}:".encode() + text)
    elif isinstance(part, dict):
        for key in sorted(part):
            digest.update(f"key {key!r};".encode())
            _add(digest, part[key])
    else:
        digest.update(f"value {part!r};".encode())
