"""Files as bytes, unpacked where their name ends in ``.gz``, and never more than fits."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from asknext.errors import DataError

__all__ = ["MOST_BYTES", "existing_file", "unpacked_bytes", "unpacked_text"]

MOST_BYTES = 2_000_000_000


def existing_file(name: str, folder: Path) -> Path:
    """The file ``name`` from ``folder``; raises `DataError` where there is none."""
    path = (folder / Path(name).expanduser()).resolve()
    if not path.is_file():
        found = "a folder" if path.is_dir() else "nothing"
        raise DataError(f"There is {found} where a file is expected; paths start from {folder}.", source=str(path))
    return path


def unpacked_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file; raises `DataError` where it is damaged, or larger than ``most`` once unpacked."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            found = file.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"This cannot be read: {error}.", source=str(path)) from None
    if len(found) > most:
        raise DataError(f"This holds more than {most:,} bytes once unpacked, too many to read.", source=str(path))
    return found


def unpacked_text(path: Path, most: int = MOST_BYTES) -> str:
    """The same as UTF-8 text, a byte order mark left out."""
    raw = unpacked_bytes(path, most)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reason = f"Byte 0x{raw[error.start]:02X} is not UTF-8: save the file as UTF-8."
        raise DataError(reason, source=str(path), line=line) from None
