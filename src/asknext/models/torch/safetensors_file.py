"""Weights in files of the safetensors format: a header in JSON, then plain numbers. Nothing in it can run.

The format (Hugging Face, 2022): eight bytes with the length of the header, little-endian; the header, an object of
name to ``dtype``, ``shape`` and ``data_offsets``; then the numbers of all tensors one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["read_safetensors", "write_safetensors"]

Arrays = dict[str, npt.NDArray[Any]]
_KINDS = {"F32": "<f4", "F64": "<f8", "F16": "<f2", "I64": "<i8", "I32": "<i4", "U8": "|u1", "BOOL": "|b1"}
_NAMES = {np.dtype(code): name for name, code in _KINDS.items()}
_HEADER = 100_000_000  # bytes: the bound of the format itself


def write_safetensors(path: Path, arrays: Mapping[str, npt.NDArray[Any]], facts: Mapping[str, str]) -> None:
    """Write arrays and, as the format's metadata, ``facts``."""
    header: dict[str, Any] = {"__metadata__": dict(facts)}
    parts, at = [], 0
    for name, given in arrays.items():
        data = np.ascontiguousarray(given)
        parts.append(data.tobytes())
        header[name] = {"dtype": _NAMES[data.dtype], "shape": given.shape, "data_offsets": [at, at + data.nbytes]}
        at += data.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(parts))


def read_safetensors(path: Path) -> tuple[Arrays, dict[str, str]]:
    """The arrays by their names, and the metadata. Raises `DataError` where the file is damaged."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"The weights cannot be read: {error.strerror}.", source=str(path)) from None
    try:
        return _read(raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"This is no whole safetensors file ({error}).", source=str(path)) from None


def _read(raw: bytes) -> tuple[Arrays, dict[str, str]]:
    length = int.from_bytes(raw[:8], "little")
    if len(raw) < 8 or length > min(_HEADER, len(raw) - 8):
        raise ValueError("the header is longer than the file")
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    facts = header.pop("__metadata__", {})
    return {name: _tensor(entry, data) for name, entry in header.items()}, {str(k): str(v) for k, v in facts.items()}


def _tensor(entry: Any, data: bytes) -> npt.NDArray[Any]:
    dtype, shape = np.dtype(_KINDS[entry["dtype"]]), tuple(int(each) for each in entry["shape"])
    start, end = entry["data_offsets"]
    if not 0 <= start <= end <= len(data) or min(shape, default=0) < 0 or end - start != prod(shape) * dtype.itemsize:
        raise ValueError("a tensor does not lie where the header says")
    return np.frombuffer(data[start:end], dtype=dtype).reshape(shape).copy()
