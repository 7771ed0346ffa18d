"""Where the public data sets lie that this repository does not ship, and how their files are read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Absent", "read_libsvm", "read_text", "shared_file"]

Floats = npt.NDArray[np.float64]


class Absent(Exception):
    """A data set cannot be had here; the message says why."""


def shared_file(name: str) -> Path:
    """The file ``name`` below ``$ASKNEXT_SHARED/data``, by default ``../shared/data`` beside the checkout."""
    folder = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
    path = folder / name
    if not path.exists():
        raise Absent(f"there is no {name} below {folder}; set ASKNEXT_SHARED to a folder that has data/{name}")
    return path


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """The text of a file, unpacked where its name ends in ``.gz``."""
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode(encoding)


def read_libsvm(path: Path) -> tuple[Floats, npt.NDArray[Any]]:
    """``label index:value ...`` a line, indices from 1, as (n, d) float64 and (n,) labels coded 0, 1, ..."""
    rows = [line.split() for line in read_text(path).splitlines() if line.strip()]
    pairs = [[(int(i) - 1, float(v)) for i, _, v in (cell.partition(":") for cell in row[1:])] for row in rows]
    table = np.zeros((len(rows), 1 + max(column for row in pairs for column, _ in row)))
    for at, row in enumerate(pairs):
        for column, value in row:
            table[at, column] = value
    return table, np.unique([float(row[0]) for row in rows], return_inverse=True)[1]
