"""From a row of a file to an item that may be added."""

from __future__ import annotations

import datetime
import decimal
import hashlib
import json
import math
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from asknext.errors import DataError
from asknext.formats import AudioFolder, ImageFolder, Source
from asknext.formats.csv_file import CsvFile, unescaped
from asknext.formats.rows import Row
from asknext.project.config import Config
from asknext.project.layout import META, Layout
from asknext.project.media_content import MediaFiles, Taken

__all__ = ["Candidate", "CandidateMaker", "content_hash"]

ID_LIMIT = 1_000


class Candidate(NamedTuple):
    """What an item would be: ``id`` is None where the content's hash is to name it, ``meta`` is JSON, ``names`` are
    the columns in it (of a table row, in the content), ``label`` and ``gold`` hold class names, ``facts`` is JSON."""

    line: int
    id: str | None
    hash: bytes
    content: str
    meta: str | None
    names: tuple[str, ...]
    group: str | None
    label: list[str] | None
    skill: str | None = None
    gold: list[str] | None = None
    facts: str | None = None


def content_hash(data: bytes) -> bytes:
    """16 bytes that stand for a content: BLAKE2b (Aumasson et al., 2013)."""
    return hashlib.blake2b(data, digest_size=16).digest()


class CandidateMaker:
    """Makes candidates of the rows of one source.

    Parameters
    ----------
    config : the project's. layout : which column is what. source : None for rows that come from no file.
    media : the folder that pictures must lie in, with links resolved.
    """

    def __init__(self, config: Config, layout: Layout, source: Source | None, media: Path | None) -> None:
        self._layout, self._taken = layout, layout.taken
        base = source.root if isinstance(source, AudioFolder | ImageFolder) else media
        self._files = MediaFiles(media, base, measured=config.annotated)
        self._multilabel, self._pair_of = config.multilabel, config.annotate.pair_of
        self._unescape = layout.exported and isinstance(source, CsvFile)
        makers: dict[str, Callable[[dict[str, Any]], Taken]] = {
            "text": self._text,
            "image": self._picture,
            "audio": self._recording,
            "frames": self._frames,
            "pair": self._pair,
            "row": self._row,
        }
        self._content = makers[config.content]

    def make(self, row: Row) -> Candidate:
        """The candidate, or DataError with a reason and the column."""
        values = (
            {unescaped(name): _unescaped(value) for name, value in row.values.items()} if self._unescape else row.values
        )
        data, content, facts = self._content(values)
        rest = self._rest(values)
        meta = json_text(rest) if rest and self._layout.content is not None else None
        hashed, names = content_hash(data), tuple(rest)
        made = Candidate(
            *(row.line, self._id(values), hashed, content, meta, names),
            *(self._tag(values, self._layout.group), self._classes(values, self._layout.label)),
        )
        if facts is not None:
            made = made._replace(facts=json.dumps(facts))
        if self._layout.skill is None and self._layout.gold is None:
            return made
        gold = self._classes(values, self._layout.gold)
        return made._replace(skill=self._tag(values, self._layout.skill), gold=gold)

    def _text(self, values: dict[str, Any]) -> Taken:
        name = str(self._layout.content)
        text = _as_text(_present(values, name), name)
        if not text.strip():
            raise DataError("the text is empty", column=name)
        return Taken(text.encode("utf-8"), text)

    def _picture(self, values: dict[str, Any]) -> Taken:
        return self._file(values, self._files.picture)

    def _recording(self, values: dict[str, Any]) -> Taken:
        return self._file(values, self._files.recording)

    def _file(self, values: dict[str, Any], read: Callable[[str], Taken]) -> Taken:
        name = str(self._layout.content)
        given = _as_text(_present(values, name), name)
        try:
            return read(given)
        except DataError as error:
            raise DataError(error.reason, column=name) from None

    def _frames(self, values: dict[str, Any]) -> Taken:
        name = str(self._layout.content)
        try:
            return self._files.frames(_present(values, name), values.get("video"), values.get("count"))
        except DataError as error:
            raise DataError(error.reason, column=name) from None

    def _pair(self, values: dict[str, Any]) -> Taken:
        left, right = (_present(values, str(name)) for name in (self._layout.content, self._layout.right))
        return self._files.pair(left, right, self._pair_of)

    def _row(self, values: dict[str, Any]) -> Taken:
        kept = self._rest(values)
        if all(value in (None, "") for value in kept.values()):
            raise DataError("the row has no content")
        return Taken(json_text(kept, sort_keys=True).encode("utf-8"), json_text(kept))

    def _rest(self, values: dict[str, Any]) -> dict[str, Any]:
        rest = {name: value for name, value in values.items() if name not in self._taken}
        if not self._layout.exported:
            return rest
        return {name.removeprefix(META): value for name, value in rest.items() if value not in (None, "")}

    def _id(self, values: dict[str, Any]) -> str | None:
        name = self._layout.id
        if name is None:
            return None
        found = _as_text(_present(values, name), name)
        if not found.strip():
            raise DataError("the id is empty", column=name)
        if len(found) > ID_LIMIT:
            raise DataError(f"the id has {len(found):,} characters, more than {ID_LIMIT:,}", column=name)
        return found

    def _tag(self, values: dict[str, Any], name: str | None) -> str | None:
        value = values.get(name) if name is not None else None
        return None if _missing(value) else _as_text(value, name)

    def _classes(self, values: dict[str, Any], name: str | None) -> list[str] | None:
        value = values.get(name) if name is not None else None
        if _missing(value):
            return None
        if not self._multilabel:
            return [_as_text(value, name).strip()]
        return list(dict.fromkeys(_as_text(each, name).strip() for each in _listed(value, name)))


def _unescaped(value: Any) -> Any:
    return unescaped(value) if isinstance(value, str) else value


def _present(values: dict[str, Any], name: str) -> Any:
    if name not in values:
        raise DataError(f"the column is missing; the row has {', '.join(list(values)[:10]) or 'none'}", column=name)
    return values[name]


def _missing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _as_text(value: Any, name: str | None) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a whole number that was read as a float, because others in its column are missing
    if isinstance(value, int | float) and math.isfinite(value):
        return str(value)
    found = "nothing" if _missing(value) else f"a {type(value).__name__} that is no text"
    raise DataError(f"found {found}", column=name)


def _listed(value: Any, name: str | None) -> Iterable[Any]:
    """Several classes: a list, a JSON list as text, or names with | between them."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise DataError('not a JSON list of class names, like ["a", "b"]', column=name) from None
    if isinstance(value, str):
        return value.split("|")
    return value if isinstance(value, list) else [value]


def json_text(value: Any, *, sort_keys: bool = False) -> str:
    """``value`` as JSON; NaN becomes null, times ISO 8601, decimals text. Raises DataError for what has no JSON."""
    try:
        return _dump(value, sort_keys)
    except (ValueError, TypeError, RecursionError):
        return _dump_cleaned(value, sort_keys)


_IN_ORDER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_SORTED = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode


def _dump(value: Any, sort_keys: bool) -> str:
    return _SORTED(value) if sort_keys else _IN_ORDER(value)


def _dump_cleaned(value: Any, sort_keys: bool) -> str:
    try:
        return _dump(_cleaned(value), sort_keys)
    except (ValueError, RecursionError) as error:
        raise DataError(f"a value cannot be kept: {error}") from None


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _cleaned(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | datetime.timedelta | uuid.UUID):
        return str(value)
    if isinstance(value, bytes):
        raise ValueError(f"{len(value):,} bytes that are not text")
    return value
