"""Hashes of content: one a row for ids and exact duplicates, one of the whole to know a pool again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["fingerprint", "row_hashes"]

_BLOCK = 16_384


def row_hashes(content: Any) -> list[str]:
    """One 32-digit hexadecimal BLAKE2b hash a row; equal rows have equal hashes.

    Files (paths) are hashed by their bytes.
    """
    return [hashlib.blake2b(row, digest_size=16).hexdigest() for row in _rows(content)]


def fingerprint(parts: Iterable[Any]) -> str:
    """One hexadecimal BLAKE2b hash of several arrays, tables or lists, in order; None counts as a part."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(_shape(part))
        for row in () if part is None else _blocks(part):
            digest.update(len(row).to_bytes(8, "little"))
            digest.update(row)
    return digest.hexdigest()


def _shape(part: Any) -> bytes:
    if part is None:
        return b"none"
    return repr((getattr(part, "shape", None) or len(part), str(getattr(part, "dtype", "")))).encode()


def _blocks(content: Any) -> Iterator[bytes]:
    """Bytes of many rows at once where the content is one plain array."""
    if not isinstance(content, np.ndarray) or content.dtype.hasobject:
        yield from _rows(content)
        return
    for start in range(0, len(content), _BLOCK):
        yield np.ascontiguousarray(content[start : start + _BLOCK]).tobytes()


def _rows(content: Any) -> Iterator[bytes]:
    if hasattr(content, "iloc"):
        return _table_rows(content)
    if hasattr(content, "indptr"):
        return _sparse_rows(content)
    if isinstance(content, np.ndarray) and not content.dtype.hasobject:
        return (np.ascontiguousarray(row).tobytes() for row in content)
    return (_bytes(value) for value in content)


def _table_rows(table: Any) -> Iterator[bytes]:
    values = table.itertuples(index=False, name=None) if hasattr(table, "itertuples") else iter(table)
    return (_bytes(value) for value in values)


def _sparse_rows(matrix: Any) -> Iterator[bytes]:
    for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        order = np.argsort(matrix.indices[start:end], kind="stable")
        columns: npt.NDArray[np.int64] = matrix.indices[start:end][order].astype(np.int64)
        yield columns.tobytes() + matrix.data[start:end][order].tobytes()


def _bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return b"s" + value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return b"b" + value
    if isinstance(value, Path):
        return b"f" + value.read_bytes()
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        return b"a" + str(value.dtype).encode() + np.ascontiguousarray(value).tobytes()
    if isinstance(value, list | tuple | np.ndarray):
        parts = [_bytes(part) for part in value]
        return b"l" + b"".join(len(part).to_bytes(8, "little") + part for part in parts)
    return b"o" + repr(value.item() if isinstance(value, np.generic) else value).encode("utf-8", "surrogatepass")
