"""JSON Lines, in and out: one object a line."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from asknext.errors import DataError
from asknext.formats.encoding import find_encoding
from asknext.formats.lines import Lines, LineTooLong
from asknext.formats.rows import Reject, Row, shortened

__all__ = ["JsonLinesFile", "read_json_lines", "write_jsonl"]

_PEEK = 100
_PEEK_BYTES = 10_000_000
_BATCH = 2_000


class JsonLinesFile:
    """A JSON Lines file as a stream of rows; empty lines are no rows.

    Parameters
    ----------
    path : the file. encoding : None to find out. field_limit : the most characters of one line.

    ``columns`` are the names that stand in the first 100 rows.

    Raises
    ------
    DataError : the file is empty or is one JSON array, or the encoding does not fit.
    """

    def __init__(self, path: Path, *, encoding: str | None = None, field_limit: int = 10_000_000) -> None:
        self.name, self.total = str(path), path.stat().st_size
        found = find_encoding(path, encoding)
        self.notes = [found.note] if found.note else []
        self._lines = Lines(path, found, field_limit)
        self._rows = read_json_lines(self._lines, self.name)
        self._first = self._peeked()
        self.columns = self._seen()

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return self._lines.position()

    def __iter__(self) -> Iterator[Row | Reject]:
        try:
            yield from self._first
            self._first = []
            yield from self._rows
        finally:
            self._lines.close()

    def _peeked(self) -> list[Row | Reject]:
        first: list[Row | Reject] = []
        while len(first) < _PEEK and self.done < _PEEK_BYTES and (row := next(self._rows, None)) is not None:
            first.append(row)
        return first

    def _seen(self) -> tuple[str, ...]:
        if not self._first:
            raise DataError("The file is empty.", source=self.name)
        first = self._first[0]
        if isinstance(first, Reject) and first.raw.lstrip().startswith("["):
            raise DataError(
                "This is one JSON array; JSON Lines has one object a line. Turn it with: jq -c '.[]'", source=self.name
            )
        names = (name for row in self._first if isinstance(row, Row) for name in row.values)
        return tuple(dict.fromkeys(names))


def read_json_lines(lines: Iterable[str], source: str) -> Iterator[Row | Reject]:
    """Parse lines, which need not come from a file; a line that is no JSON object is rejected."""
    stream = iter(lines)
    for number in itertools.count(1):
        try:
            line = next(stream)
        except StopIteration:
            return
        except LineTooLong:
            yield Reject(source, number, None, "the line is too long (reading: field_limit)", _head(stream))
            continue
        if line.strip():
            yield _parsed(line, number, source)


def _head(stream: Iterator[str]) -> str:
    return shortened(getattr(stream, "head", ""))


def _parsed(line: str, number: int, source: str) -> Row | Reject:
    try:
        values = _DECODER.decode(line.removeprefix("\ufeff").strip())
        _check_text(line, values)
    except json.JSONDecodeError as error:
        reason = f"not JSON at character {error.pos + 1}: {error.msg}"
    except RecursionError:
        reason = "nested too deeply"
    except ValueError as error:
        reason = str(error)
    else:
        if isinstance(values, dict):
            return Row(number, values)
        reason = f'a JSON {_KINDS.get(type(values), "value")}, expected an object like {{"text": "..."}}'
    return Reject(source, number, None, reason, shortened(line.rstrip("\r\n")))


_KINDS = {list: "array", str: "string", int: "number", float: "number", bool: "true or false", type(None): "null"}


def _check_text(line: str, values: Any) -> None:
    # an escape is the only way to a NUL or half a character that the line itself does not show
    if "\\u" not in line and "\0" not in line and line.isascii():
        return
    text = json.dumps(values, ensure_ascii=False)
    if "\\u0000" in text and "\0" in "".join(_texts(values)):
        raise ValueError("holds a NUL character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        if 0xDC80 <= code <= 0xDCFF and "\\u" not in line:
            raise ValueError(f"byte 0x{code & 0xFF:02X} is not UTF-8") from None
        raise ValueError("holds half a character (a lone surrogate)") from None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the name {shortened(twice)!r} stands in it twice")
    return values


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON; use null")


_DECODER = json.JSONDecoder(object_pairs_hook=_no_duplicates, parse_constant=_no_constant)


def write_jsonl(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows as UTF-8 JSON Lines in blocks; every line has every column, None as null."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    block: list[str] = []
    for row in rows:
        block.append(encode(dict(zip(columns, row, strict=True))))
        if len(block) == _BATCH:
            yield ("\n".join(block) + "\n").encode("utf-8")
            block.clear()
    yield "".join(line + "\n" for line in block).encode("utf-8")
