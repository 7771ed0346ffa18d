"""Labels as JSON records ``{etag, data: url, labels: [..]}``: one of a list, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asknext.errors import DataError

__all__ = ["NONE_OF_THEM", "LabelRecord", "majority_labels", "read_label_records"]

NONE_OF_THEM = "none of the above"
_MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class LabelRecord:
    """What one annotation says: the address of a clip, its version (``etag``), and the classes it holds, maybe none."""

    data: str
    labels: frozenset[str]
    etag: str = ""


def read_label_records(path: Path) -> list[LabelRecord]:
    """The records of a ``.json`` file (one list) or a ``.jsonl`` file (one a line).

    ``none of the above`` beside no other label is the same as no label.

    Raises
    ------
    DataError : it is no such file; names the record, from 1.
    """
    text = _text(path)
    values = _lines(text, path) if path.suffix.lower() == ".jsonl" else _list(text, path)
    return [_record(value, place, path) for place, value in enumerate(values, start=1)]


def majority_labels(records: Iterable[LabelRecord]) -> frozenset[str]:
    """The classes that more than half of a clip's records name."""
    known = list(records)
    counts: dict[str, int] = {}
    for label in (label for record in known for label in record.labels):
        counts[label] = counts.get(label, 0) + 1
    return frozenset(label for label, count in counts.items() if 2 * count > len(known))


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise DataError(f"has more than {_MOST_BYTES:,} bytes, too many for labels", source=str(path))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"byte 0x{error.object[error.start]:02X} is not UTF-8: save the file as UTF-8"
        raise DataError(reason, source=str(path)) from None


def _list(text: str, path: Path) -> list[Any]:
    found = _json(text, path, None)
    if not isinstance(found, list):
        raise DataError(f"holds a {type(found).__name__}, expected a list of records", source=str(path))
    return found


def _lines(text: str, path: Path) -> list[Any]:
    lines = enumerate(text.splitlines(), start=1)
    return [_json(line, path, number) for number, line in lines if line.strip()]


def _json(text: str, path: Path, line: int | None) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"is not JSON ({error})", source=str(path), line=line) from None


def _record(value: Any, place: int, path: Path) -> LabelRecord:
    if not isinstance(value, Mapping):
        raise DataError(f"record {place} is a {type(value).__name__}, expected {_EXPECTED}", source=str(path))
    data, labels = _address(value), value.get("labels", [])
    if not data or not isinstance(labels, list) or not all(isinstance(each, str) and each.strip() for each in labels):
        raise DataError(f"record {place} has the keys {sorted(value)}, expected {_EXPECTED}", source=str(path))
    named = {" ".join(label.split()) for label in labels}
    held = frozenset(label for label in named if label.casefold() != NONE_OF_THEM)
    if held and len(held) < len(named):
        raise DataError(f"record {place} says {NONE_OF_THEM!r} and {sorted(held)} at once", source=str(path))
    return LabelRecord(data, held, str(value.get("etag") or ""))


def _address(value: Mapping[str, Any]) -> str:
    found = value.get("data", value.get("url"))
    if isinstance(found, Mapping):
        found = found.get("url")
    return found if isinstance(found, str) else ""


_EXPECTED = "{etag, data: the address of a clip, labels: [a list of texts]}"
