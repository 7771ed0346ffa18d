"""File names out of files: relative, with /, and never out of their folder."""

from __future__ import annotations

import re
from pathlib import Path

from asknext.errors import DataError
from asknext.formats.folder import file_within

__all__ = ["file_below", "safe_name"]

_DRIVE = re.compile(r"[A-Za-z]:")


def safe_name(found: object) -> str:
    """``found`` as a relative path with ``/``.

    Raises `DataError` where it is no text, is empty, is absolute, climbs with ``..``, names a drive or an address, or
    holds what no file name can.
    """
    if not isinstance(found, str) or not found.strip():
        raise DataError(f"the file name is {str(found)[:60]!r}, expected a relative path")
    name = found.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name) or "://" in name:
        raise DataError(f"the file name {found[:100]!r} is no path within the folder; write it relative to the folder")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise DataError(f"the file name {found[:100]!r} leads out of the folder; write it relative to the folder")
    if not parts or len(name) > 1_000 or any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in name):
        raise DataError(f"the file name {found[:60]!r} cannot be one")
    return "/".join(parts)


def file_below(root: Path, name: object) -> Path:
    """The file ``name`` below ``root``; raises `DataError` where it is not there or its links lead out of ``root``."""
    real = root.resolve()
    return file_within(real, real / safe_name(name))
