"""What data looks like before a project is made of it: kind of content, media folder, a column of texts."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from asknext.errors import DataError

if TYPE_CHECKING:
    from asknext.project.config import Config

__all__ = ["content_of", "media_of", "text_hint"]

LOOKED_AT = 200
WORDS = 4.0


def content_of(sources: Sequence[Path], *, text: str | None, image: str | None) -> str:
    """``text``, ``image``, ``audio`` or ``row``, by the columns named, else by what a folder holds.

    Raises
    ------
    DataError : there is no such file or folder, or a folder holds no images, texts or recordings.
    """
    for source in sources:
        if not source.exists():
            raise DataError("There is no such file or folder.", source=str(source))
    if text or image:
        return "text" if text else "image"
    folders = [source for source in sources if source.is_dir()]
    return _folder_content(folders[0]) if folders else "row"


def _folder_content(folder: Path) -> str:
    from asknext.formats.folder import AUDIO_NAMES, IMAGE_NAMES, TEXT_NAMES

    names = [name.lower() for _, _, files in os.walk(folder) for name in files]
    kinds = {"image": IMAGE_NAMES, "text": TEXT_NAMES, "audio": AUDIO_NAMES}
    counts = {kind: sum(name.endswith(endings) for name in names) for kind, endings in kinds.items()}
    if not any(counts.values()):
        known = ", ".join([*IMAGE_NAMES, *TEXT_NAMES, *AUDIO_NAMES])
        raise DataError(f"The folder holds neither images nor texts nor recordings ({known}).", source=str(folder))
    return max(counts, key=lambda kind: counts[kind])


def media_of(sources: Sequence[Path], content: str) -> str | None:
    """Where files are found that items name: the folder itself, or the folder of the data file."""
    if content in ("row", "text") or not sources:
        return None
    first = sources[0].resolve()
    return str(first if first.is_dir() else first.parent)


def text_hint(sources: Sequence[Path], config: Config) -> str | None:
    """A sentence that suggests ``--text``, where exactly one column of a file holds sentences; else None."""
    files = [source for source in sources if source.is_file()]
    if not files:
        return None
    named = {config.columns.id, config.columns.label, config.columns.group}
    wordy = [name for name in _wordy_columns(files[0], config) if name not in named]
    if len(wordy) != 1:
        return None
    return (
        f"The items are whole table rows. Column {wordy[0]!r} looks like text: to label the texts alone, "
        f"make the project anew with --text {wordy[0]}."
    )


def _wordy_columns(path: Path, config: Config) -> list[str]:
    from asknext.formats.opening import open_source
    from asknext.formats.rows import Row

    reading = config.reading
    source = open_source(path, "row", encoding=reading.encoding, delimiter=reading.delimiter, header=reading.header)
    read = itertools.islice(source, LOOKED_AT)
    rows = [row.values for row in read if isinstance(row, Row)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [name for name in names if _words(row.get(name) for row in rows) >= WORDS]


def _words(values: Iterable[object]) -> float:
    """Words per value on average; 0 where a value is not text."""
    found = list(values)
    texts = [value for value in found if isinstance(value, str)]
    return sum(len(text.split()) for text in texts) / len(found) if found and len(texts) == len(found) else 0.0
