"""Which reader a file or folder needs, by its name and by what the project holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from asknext.errors import DataError
from asknext.formats.csv_file import CsvFile
from asknext.formats.folder import AudioFolder, ImageFolder, TextFolder
from asknext.formats.jsonl_file import JsonLinesFile
from asknext.formats.parquet_file import ParquetFile
from asknext.formats.rows import Source

__all__ = ["open_source"]


def open_source(
    path: Path,
    content: str = "text",
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool = True,
    field_limit: int = 10_000_000,
) -> Source:
    """Open a CSV, TSV, JSON Lines or Parquet file, or a folder of pictures, of texts or of recordings.

    Parameters
    ----------
    path : what to read. content : what items of the project are, decides what a folder is.
    encoding, delimiter, header, field_limit : see the readers; those that have no use for one ignore it.

    Raises
    ------
    DataError : there is nothing at ``path``, or it has no reader.
    """
    text: dict[str, Any] = {"encoding": encoding, "field_limit": field_limit}
    if path.is_dir():
        return _folder(path, content, text)
    if not path.is_file():
        raise DataError("There is no such file or folder.", source=str(path))
    csv: dict[str, Any] = {**text, "delimiter": delimiter, "header": header}
    readers: dict[str, Callable[[], Source]] = {
        ".csv": lambda: CsvFile(path, **csv),
        ".tsv": lambda: CsvFile(path, **csv),
        ".jsonl": lambda: JsonLinesFile(path, **text),
        ".ndjson": lambda: JsonLinesFile(path, **text),
        ".parquet": lambda: ParquetFile(path),
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DataError(
            f"No reader for {path.suffix or 'a file without an ending'!r}; known are {', '.join(readers)} "
            "and folders of pictures or texts.",
            source=str(path),
        )
    return reader()


def _folder(path: Path, content: str, text: dict[str, Any]) -> Source:
    if content in ("frames", "pair", "row"):
        what = {"frames": "sequences of frames", "pair": "pairs", "row": "table rows"}[content]
        raise DataError(f"This is a folder, and {what} come from a file (CSV, JSON Lines, Parquet).", source=str(path))
    if content == "image":
        return ImageFolder(path)
    if content == "audio":
        return AudioFolder(path)
    return TextFolder(path, **text)
