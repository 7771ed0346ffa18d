"""CSV and TSV, in and out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from asknext.errors import DataError
from asknext.formats.encoding import find_encoding
from asknext.formats.lines import Lines, LineTooLong
from asknext.formats.rows import Reject, Row, shortened

__all__ = ["DELIMITERS", "CsvFile", "escaped", "unescaped", "write_csv"]

DELIMITERS = (",", ";", "\t", "|")
SPAN = 10_000
_SAMPLE = 50
_BATCH = 2_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)


class CsvFile:
    """A CSV file as a stream of rows.

    Parameters
    ----------
    path : the file. encoding, delimiter : None to find out. header : whether the first row holds the names; if not,
    columns are called "1", "2", ... field_limit : the most characters of one field or line. empty_lines : whether an
    empty line below the header of a file of one column is a row whose value is empty.

    A row with another number of fields than the header, with a NUL or with misplaced quotes is rejected, and reading
    goes on. A quote that is never closed costs its own line, not the rest of the file. Other empty lines are no rows.

    Raises
    ------
    DataError : the file is empty, a column name stands twice, or the encoding does not fit.
    """

    def __init__(
        self,
        path: Path,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        header: bool = True,
        field_limit: int = 10_000_000,
        empty_lines: bool = False,
    ) -> None:
        self.name, self.total, self._limit = str(path), path.stat().st_size, field_limit
        found = find_encoding(path, encoding)
        self.notes = [found.note] if found.note else []
        self._codec, self._doubtful = found.name, found.errors != "strict"
        self._delimiter = delimiter or ("\t" if path.suffix.lower() == ".tsv" else None) or self._sniffed(path)
        self._lines = Lines(path, found, field_limit)
        self.columns = self._columns(header)
        self._keeps_empty = empty_lines and len(self.columns) == 1

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return self._lines.position()

    def __iter__(self) -> Iterator[Row | Reject]:
        try:
            yield from self._rows()
        finally:
            self._lines.close()

    def _rows(self) -> Iterator[Row | Reject]:
        for line, fields in self._records():
            if isinstance(fields, Reject):
                yield fields
            elif fields or self._keeps_empty:
                yield self._row(line, fields or [""])

    def _row(self, line: int, fields: list[str]) -> Row | Reject:
        if len(fields) != len(self.columns):
            names = ", ".join(self.columns[:10]) + (", ..." if len(self.columns) > 10 else "")
            reason = f"{len(fields)} fields, expected {len(self.columns)} ({names})"
            return self._reject(line, None, reason, self._delimiter.join(fields[:50]))
        if self._doubtful or "\0" in "".join(fields):
            for name, value in zip(self.columns, fields, strict=True):
                if "\0" in value:
                    return self._reject(line, name, "holds a NUL byte", value)
                if bad := _undecoded(value):
                    return self._reject(line, name, f"byte {bad} is not UTF-8", value)
        return Row(line, dict(zip(self.columns, fields, strict=True)))

    def _records(self) -> Iterator[tuple[int, list[str] | Reject]]:
        """Records with the line each starts on; what cannot be parsed comes as a reject."""
        taken: list[str] = []
        reader = csv.reader(self._watched(taken), delimiter=self._delimiter, strict=True)
        while True:
            taken.clear()
            start = self._lines.number + 1
            csv.field_size_limit(self._limit)  # of the whole process, so set again before each record
            try:
                fields = next(reader)
            except StopIteration:
                return
            except LineTooLong:
                yield start, self._too_long(taken)
            except csv.Error as error:
                yield start, self._mended(start, taken, str(error))
            else:
                yield start, fields

    def _watched(self, taken: list[str]) -> Iterator[str]:
        return _Watched(self._lines, taken)

    def _too_long(self, taken: list[str]) -> Reject:
        reason = f"a line has more than {self._limit:,} characters (reading: field_limit)"
        line, head = self._lines.number, self._lines.head
        return self._reject(line, None, reason, head or "".join(taken))

    def _mended(self, start: int, taken: list[str], message: str) -> Reject:
        # Only the first line is given up: what follows a stray quote is most often sound.
        self._lines.push_back(taken[1:])
        if "end of data" in message or "spans" in message:
            message = f"a quote is opened and not closed within {SPAN:,} lines"
        elif "field larger" in message:
            message = (
                f"a field has more than {self._limit:,} characters (reading: field_limit), or its quote is not closed"
            )
        elif "expected after" in message:
            message = "text follows a closing quote; a quote inside a field is written twice"
        return self._reject(start, None, message, taken[0].rstrip("\r\n") if taken else "")

    def _reject(self, line: int, column: str | None, reason: str, raw: str) -> Reject:
        return Reject(self.name, line, column, reason, shortened(raw))

    def _columns(self, header: bool) -> tuple[str, ...]:
        first = next(((line, each) for line, each in self._records() if each), None)
        if first is None:
            raise DataError("The file is empty.", source=self.name)
        line, fields = first
        if isinstance(fields, Reject):
            raise DataError(f"The first row cannot be read: {fields.reason}.", source=self.name, line=line)
        if header:
            return self._named(fields, line)
        self._lines.close()
        return self._again(len(fields))

    def _again(self, count: int) -> tuple[str, ...]:
        path = Path(self.name)
        self._lines = Lines(path, find_encoding(path, self._codec), self._limit)
        return tuple(str(number) for number in range(1, count + 1))

    def _named(self, fields: list[str], line: int) -> tuple[str, ...]:
        names = [name.strip() or str(number) for number, name in enumerate(fields, 1)]
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise DataError(f"The column name {twice[0]!r} stands here twice; rename one.", source=self.name, line=line)
        if bad := next((name for name in names if "\0" in name or _undecoded(name)), None):
            raise DataError(f"The column name {shortened(bad)!r} is not text.", source=self.name, line=line)
        return tuple(names)

    def _sniffed(self, path: Path) -> str:
        with path.open(encoding=self._codec, errors="replace", newline="") as file:
            sample = file.read(1 << 16)
        return max(DELIMITERS, key=lambda each: _agreement(sample, each, self._limit))


class _Watched:
    """Hands lines on to the CSV parser and keeps those of the record it is in."""

    def __init__(self, lines: Lines, taken: list[str]) -> None:
        self._lines, self._taken = lines, taken

    def __iter__(self) -> _Watched:
        return self

    def __next__(self) -> str:
        if len(self._taken) > SPAN:
            raise csv.Error("spans too many lines")
        line = next(self._lines)
        self._taken.append(line)
        return line


def _agreement(sample: str, delimiter: str, limit: int) -> tuple[float, int]:
    """How many of the first rows have as many fields as the first one, and how many fields."""
    csv.field_size_limit(limit)
    counts: list[int] = []
    try:
        for fields in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            counts.append(len(fields))
            if len(counts) == _SAMPLE:
                break
    except csv.Error:
        pass
    if not counts or counts[0] < 2:
        return 0.0, 0
    whole = counts[:-1] if len(counts) > 2 else counts  # the last may be cut off
    return sum(each == counts[0] for each in whole) / len(whole), counts[0]


def _undecoded(value: str) -> str | None:
    """The first byte that surrogateescape has smuggled through, or None."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"0x{ord(value[error.start]) & 0xFF:02X}"
    return None


def escaped(value: str) -> str:
    """``value`` so that no spreadsheet takes it for a formula: a ' is put before it. Plain numbers stay."""
    if value.startswith(_FORMULA) and not _NUMBER.match(value):
        return "'" + value
    return value


def unescaped(value: str) -> str:
    """The value that `escaped` was given."""
    return value.removeprefix("'")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows as UTF-8 CSV in blocks; text is escaped (`escaped`), None is an empty field."""
    out = io.StringIO(newline="")
    # RFC 4180; and only characters of the line end are sure to be quoted by the module
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([escaped(name) for name in columns])
    for number, row in enumerate(rows, 1):
        writer.writerow([escaped(value) if type(value) is str else value for value in row])
        if number % _BATCH == 0:
            yield out.getvalue().encode("utf-8")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8")
