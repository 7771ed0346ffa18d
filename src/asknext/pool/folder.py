"""The images or texts in a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asknext.errors import DataError

__all__ = ["FolderContent", "read_folder"]

_IMAGES = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
_LARGEST_TEXT = 16 * 2**20


@dataclass(frozen=True)
class FolderContent:
    """Names relative to the folder (with ``/``), sorted, and for each a path (images) or its text."""

    names: list[str]
    content: list[Any]


def read_folder(folder: Path, encoding: str = "utf-8") -> FolderContent:
    """All images, or all ``.txt`` files, below ``folder``; raises `DataError` as told in `Pool.from_folder`."""
    if not folder.is_dir():
        raise DataError("there is no such folder", source=str(folder))
    files = sorted(_files(folder))
    images = [name for name in files if Path(name).suffix.lower() in _IMAGES]
    texts = [name for name in files if Path(name).suffix.lower() == ".txt"]
    if images and texts:
        raise DataError(
            f"holds {len(images)} images and {len(texts)} texts; give a folder with one kind", source=str(folder)
        )
    if images:
        return FolderContent(images, [folder / name for name in images])
    if texts:
        return FolderContent(texts, [_text(folder / name, encoding) for name in texts])
    raise DataError(f"holds no image ({', '.join(sorted(_IMAGES))}) and no .txt file", source=str(folder))


def _files(folder: Path) -> list[str]:
    root = folder.resolve()
    names = []
    for place, _, files in os.walk(folder):
        for file in files:
            path = Path(place, file)
            if not path.resolve().is_relative_to(root):
                raise DataError("is a link that leads out of the folder; copy the file in instead", source=str(path))
            names.append(path.relative_to(folder).as_posix())
    return names


def _text(path: Path, encoding: str) -> str:
    if path.stat().st_size > _LARGEST_TEXT:
        raise DataError(f"is larger than {_LARGEST_TEXT // 2**20} MB", source=str(path))
    try:
        return path.read_text(encoding=encoding)
    except UnicodeDecodeError as error:
        raise DataError(
            f"is not {encoding} ({error.reason} at byte {error.start}); pass encoding=, e.g. 'latin-1'",
            source=str(path),
        ) from error
