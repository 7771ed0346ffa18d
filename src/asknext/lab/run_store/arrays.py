"""Arrays as compressed bytes, and back within the bounds that are known before: nothing is unpacked unseen."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["DTYPES", "Packed", "packed", "unpacked"]

DTYPES = ("float16", "float32", "float64", "int8", "int32", "int64")
_LEVEL = 1  # predictions hardly get smaller by higher ones


class Packed(NamedTuple):
    """An array as it is stored."""

    dtype: str
    shape: str
    data: bytes


def packed(array: npt.NDArray[Any]) -> Packed:
    """The dtype, the shape as JSON, and zlib of the little-endian bytes: all first ones, all second ones, and so on."""
    whole = np.ascontiguousarray(array)
    plain = whole.astype(whole.dtype.newbyteorder("<"), copy=False)
    planes = plain.reshape(-1).view(np.uint8).reshape(-1, plain.itemsize).T
    return Packed(plain.dtype.name, json.dumps(list(plain.shape)), zlib.compress(planes.tobytes(), _LEVEL))


def unpacked(dtype: Any, shape: Any, data: Any, expected: Sequence[int | None], source: str) -> npt.NDArray[Any]:
    """The array; ``expected`` is its shape, None where any length will do.

    Raises
    ------
    DataError : another dtype or shape, or bytes that do not unpack to exactly that.
    """
    if dtype not in DTYPES or not isinstance(data, bytes):
        raise DataError(f"holds an array of {str(dtype)[:40]!r}; expected one of {', '.join(DTYPES)}", source=source)
    found = _shape(shape, expected, source)
    kind = np.dtype(dtype).newbyteorder("<")
    size = prod(found) * kind.itemsize
    planes = _inflated(data, size, source)
    flat = np.frombuffer(planes, dtype=np.uint8).reshape(kind.itemsize, -1).T
    values: npt.NDArray[Any] = np.ascontiguousarray(flat).reshape(-1).view(kind).reshape(found)
    return values.astype(np.dtype(dtype), copy=False)


def _shape(text: Any, expected: Sequence[int | None], source: str) -> list[int]:
    found = _lengths(text)
    fits = len(found) == len(expected)
    if not fits or any(want not in (None, have) for have, want in zip(found, expected, strict=True)):
        raise DataError(f"holds an array of shape {str(text)[:40]!r}; expected {_told(expected)}", source=source)
    return found


def _lengths(text: Any) -> list[int]:
    """Empty where it is no shape."""
    try:
        found = json.loads(text) if isinstance(text, str) and len(text) < 100 else None
    except (ValueError, RecursionError):
        return []
    whole = isinstance(found, list) and all(type(each) is int and each >= 0 for each in found)
    return list(found) if whole and found else []


def _told(expected: Sequence[int | None]) -> str:
    return "(" + ", ".join("any" if each is None else str(each) for each in expected) + ")"


def _inflated(data: bytes, size: int, source: str) -> bytes:
    # zlib packs to a thousandth at the very best, so a promise of more is a lie that needs no memory to be found out.
    if size > 1_100 * len(data) + 100:
        raise DataError(f"claims {size:,} bytes in {len(data):,} packed ones, which cannot be", source=source)
    machine = zlib.decompressobj()
    try:
        found = machine.decompress(data, size + 1) if size else b""
    except zlib.error as error:
        raise DataError(f"holds bytes that do not unpack ({error})", source=source) from error
    if len(found) != size:
        raise DataError(f"unpacks to another size than the {size:,} bytes it claims", source=source)
    return found
