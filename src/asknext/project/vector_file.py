"""Vectors on disk, one row an item, to which rows are only ever added.

    vectors.f32    n x d float32, row i for the item at position i; may hold more than is published
    hashes.bin     n x 16 bytes: the content each row was made of
    meta.json      how many rows count, their length, and checksums; replaced as a whole, last

A process that is killed leaves bytes behind the published rows; the next one overwrites them.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

__all__ = ["VectorFile"]

BLOCK = 4_096
HASH = 16
Vectors = npt.NDArray[np.float32]


class VectorFile:
    """The vectors in ``folder``; only one process at a time may write.

    ``rows`` are published; ``dimensions`` is 0 where there are none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = self.dimensions = 0
        self._sums: list[int] = []
        self._load()

    def sound(self) -> bool:
        """Read everything and compare it with the checksums (about a second for a gigabyte or two)."""
        try:
            with self._path("vectors.f32").open("rb") as file:
                return all(zlib.crc32(self._read(file, at)) == sum for at, sum in self._numbered())
        except OSError:
            return self.rows == 0

    def hashes(self) -> list[bytes]:
        """The contents of the published rows."""
        data = self._path("hashes.bin").read_bytes() if self.rows else b""
        return [data[at : at + HASH] for at in range(0, self.rows * HASH, HASH)]

    def array(self) -> np.memmap[tuple[int, int], np.dtype[np.float32]]:
        """(n, d) float32, read-only and memory-mapped."""
        shape = (self.rows, self.dimensions)
        return np.memmap(self._path("vectors.f32"), dtype=np.float32, mode="r", shape=shape)

    def append(self, vectors: Vectors, hashes: list[bytes]) -> None:
        """Add rows; they count once this returns."""
        self.dimensions = self.dimensions or vectors.shape[1]
        width = self.dimensions * 4
        _write_at(self._path("hashes.bin"), self.rows * HASH, b"".join(hashes))
        _write_at(self._path("vectors.f32"), self.rows * width, np.ascontiguousarray(vectors, dtype="<f4").tobytes())
        changed = self.rows // BLOCK
        self.rows += len(vectors)
        self._sums = self._sums[:changed]
        with self._path("vectors.f32").open("rb") as file:
            self._sums += [zlib.crc32(self._read(file, at)) for at in range(changed, -(-self.rows // BLOCK))]
        self._publish()

    def _numbered(self) -> list[tuple[int, int]]:
        return list(enumerate(self._sums))

    def _read(self, file: BinaryIO, block: int) -> bytes:
        width = self.dimensions * 4
        start, end = block * BLOCK, min((block + 1) * BLOCK, self.rows)
        file.seek(start * width)
        return file.read((end - start) * width)

    def _load(self) -> None:
        try:
            meta = json.loads(self._path("meta.json").read_text(encoding="utf-8"))
            rows, dimensions, sums = int(meta["rows"]), int(meta["dimensions"]), [int(each) for each in meta["crc32"]]
            long = self._path("vectors.f32").stat().st_size >= rows * dimensions * 4
            long = long and self._path("hashes.bin").stat().st_size >= rows * HASH
        except (OSError, ValueError, KeyError, TypeError):
            return
        if long and rows > 0 and dimensions > 0 and len(sums) == -(-rows // BLOCK):
            self.rows, self.dimensions, self._sums = rows, dimensions, sums

    def _publish(self) -> None:
        meta = {"rows": self.rows, "dimensions": self.dimensions, "crc32": self._sums}
        part = self._path(f"meta.json.{os.getpid()}")
        with part.open("w", encoding="utf-8") as file:
            json.dump(meta, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self._path("meta.json"))

    def _path(self, name: str) -> Path:
        return self.folder / name


def _write_at(path: Path, offset: int, data: bytes) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(handle, "r+b") as file:
        file.seek(offset)
        file.write(data)
        # never cut off what is behind: another process may have it mapped
        file.flush()
        os.fsync(file.fileno())
