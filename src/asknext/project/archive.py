"""What a backup is: a tar file with a manifest that names every other file in it, with its size and SHA-256."""

from __future__ import annotations

import json
import os
import re
import tarfile
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from asknext.errors import DataError

__all__ = [
    "MANIFEST",
    "MEDIA",
    "SETTINGS",
    "FileFacts",
    "Manifest",
    "checked_members",
    "is_sound_name",
    "read_manifest",
    "table_file",
]

FORMAT, VERSION = "asknext backup", 1
MANIFEST, SETTINGS, MEDIA = "manifest.json", "asknext.yaml", "media/"
LARGEST_MANIFEST = 256 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class FileFacts:
    """size : bytes. sha256 : in hexadecimal digits. rows : of a table, else None."""

    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    """tables : the version of the tables. made : seconds since 1970. event : the last event that is in it.
    asknext : the version that made it; empty where it does not say.
    """

    tables: str
    made: float
    title: str
    event: int
    files: Mapping[str, FileFacts]
    asknext: str = ""

    def text(self) -> str:
        """As it is written."""
        return json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)}, indent=1, ensure_ascii=False)


def table_file(name: str) -> str:
    """The file of a table: JSON lines, the names of the columns first, then one list a row."""
    return f"tables/{name}.jsonl"


def checked_members(archive: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """Every file by its name; nothing that could reach out of a folder, and no name twice.

    Raises
    ------
    DataError : there is a link, a device, a folder, a file with holes, or a name that leads elsewhere.
    """
    found: dict[str, tarfile.TarInfo] = {}
    for member in archive:
        if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or member.issparse():
            raise DataError(f"{_shown(member.name)} is no plain file; a backup of asknext holds nothing else.")
        if not is_sound_name(member.name) or member.name in found:
            raise DataError(f"The name {_shown(member.name)} leads elsewhere or is there twice; this is no backup.")
        found[member.name] = member
    return found


def read_manifest(archive: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo]) -> Manifest:
    """The manifest, once it names every file and no other.

    Raises
    ------
    DataError : it is absent, is not to be understood, or does not fit the files.
    """
    try:
        given = _parsed(archive, members[MANIFEST])
        files = {name: FileFacts(**facts) for name, facts in given["files"].items()}
        numbers = float(given["made"]), str(given["title"]), int(given["event"])
        made = Manifest(str(given["tables"]), *numbers, files, str(given.get("asknext", ""))[:40])
        right = all(_HASH.fullmatch(each.sha256) and each.size == members[name].size for name, each in files.items())
    except DataError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise DataError(
            "This is no backup of asknext, or a part of it is missing: its manifest cannot be read."
        ) from None
    if not right or set(files) | {MANIFEST} != set(members) or SETTINGS not in files:
        raise DataError("The backup is not whole: its files are not those that its manifest names.")
    return made


def _parsed(archive: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, Any]:
    if member.size > LARGEST_MANIFEST:
        raise ValueError("too long")
    file = archive.extractfile(member)
    assert file is not None  # a plain file
    given = json.loads(file.read())
    if given["format"] != FORMAT:
        raise ValueError("something else")
    if given["version"] != VERSION:
        raise DataError("The backup was made by a newer asknext: update this one to restore it.")
    return dict(given)


def is_sound_name(name: str) -> bool:
    """Whether a backup may hold a file of that name: it stays inside of a folder and has no control characters."""
    parts = name.split("/")
    inside = all(part not in ("", ".", "..") and len(part.encode("utf-8", "replace")) <= 255 for part in parts)
    # pictures are called what a camera or a person called them: a time with colons, a space of another script
    if name.startswith(MEDIA) and os.name == "posix":
        return inside and not any(unicodedata.category(each) in ("Cc", "Cs") for each in name)
    return inside and name.isprintable() and not any(each in name for each in "\\:")


def _shown(name: str) -> str:
    return repr(name[:60])
