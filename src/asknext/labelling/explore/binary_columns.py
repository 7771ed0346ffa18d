"""Columns of numbers as one block of bytes that a browser reads as typed arrays, without parsing.

     0  4 bytes   "ANXC"
     4  uint32    version of this layout: 1
     8  uint32    length of the header, a multiple of 8
    12  uint32    zero
    16  header    JSON in UTF-8, padded with spaces: {"about": ..., "columns": [{"name", "type", "at", "length"}]}
        columns   each at 16 + header + ``at`` (a multiple of 8), little-endian

A matrix of two columns is stored row by row; ``width`` says how many numbers a row has.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["VERSION", "packed", "unpacked"]

VERSION = 1
_MAGIC, _HEAD, _UNIT = b"ANXC", 16, 8
_TYPES = ("uint8", "uint16", "uint32", "float32")


def packed(columns: Mapping[str, npt.NDArray[Any]], about: Mapping[str, Any] | None = None) -> bytes:
    """``columns`` of uint8, uint16, uint32 or float32, (n,) or (n, width), and ``about``, which JSON can hold.

    Raises
    ------
    InputError : a column has another type.
    """
    told, blocks, at = [], [], 0
    for name, column in columns.items():
        kind = column.dtype.name
        if kind not in _TYPES:
            raise InputError(f"Column {name!r} is of type {kind}; a browser is sent {', '.join(_TYPES)}.")
        data = np.ascontiguousarray(column, dtype=column.dtype.newbyteorder("<")).tobytes()
        width = column.shape[1] if column.ndim == 2 else 1
        told.append({"name": name, "type": kind, "at": at, "length": column.size, "width": width})
        blocks.append(data.ljust(_rounded(len(data)), b"\0"))
        at += len(blocks[-1])
    header = json.dumps({"about": dict(about or {}), "columns": told}, allow_nan=False).encode()
    header = header.ljust(_rounded(len(header)), b" ")
    return b"".join([_MAGIC, struct.pack("<III", VERSION, len(header), 0), header, *blocks])


def unpacked(data: bytes) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    """The columns and ``about`` of what `packed` gave. Raises InputError where ``data`` is nothing of the kind."""
    if len(data) < _HEAD or data[:4] != _MAGIC:
        raise InputError("These are no columns of asknext: they do not begin with ANXC.")
    version, length, _ = struct.unpack_from("<III", data, 4)
    if version != VERSION:
        raise InputError(f"These columns have layout {version}; this asknext reads layout {VERSION}.")
    try:
        header = json.loads(data[_HEAD : _HEAD + length])
        start = _HEAD + length
        return {each["name"]: _column(data, start, each) for each in header["columns"]}, header["about"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"These columns are damaged ({error}).") from None


def _column(data: bytes, start: int, told: Mapping[str, Any]) -> npt.NDArray[Any]:
    if told["type"] not in _TYPES:
        raise ValueError(f"no type {told['type']}")
    kind = np.dtype(told["type"]).newbyteorder("<")
    found = np.frombuffer(data, kind, told["length"], start + told["at"])
    return found if told["width"] == 1 else found.reshape(-1, told["width"])


def _rounded(length: int) -> int:
    return -(-length // _UNIT) * _UNIT
