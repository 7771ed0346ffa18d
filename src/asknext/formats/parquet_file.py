"""Parquet, in and out, a slice of a row group at a time."""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from asknext.errors import DataError, MissingExtra
from asknext.formats.rows import Reject, Row, shortened

__all__ = ["ParquetFile", "write_parquet"]

FLOOR = 100_000_000
RATIO = 100
_ROWS = 4_096
_SLICE = 16_000_000
_GROUP = 20_000


class ParquetFile:
    """A Parquet file as a stream of rows, types kept; times come as ISO 8601 text.

    Before the first row the whole file is decoded once, column dictionaries left folded, to learn how large it
    becomes: what a footer says cannot be trusted.

    Raises
    ------
    DataError : the file is not Parquet, is damaged, names a column twice, or expands to more than 100 MB plus 100
        times its own size.
    """

    def __init__(self, path: Path) -> None:
        _need_pyarrow(f"Reading {path}")
        self.name, self.done, self.notes = str(path), 0, list[str]()
        self._path, self._size = path, path.stat().st_size
        with _translated(self.name), self._opened() as file:
            self.columns = tuple(file.schema_arrow.names)
            self.total = file.metadata.num_rows
            self._check_columns()
            self._rows = self._check_size(file)

    def __iter__(self) -> Iterator[Row | Reject]:
        with _translated(self.name), self._opened() as file:
            line = 0
            for batch in file.iter_batches(batch_size=self._rows, use_threads=False):
                for values in _pythonic(batch).to_pylist():
                    line += 1
                    yield self._row(line, values)
                self.done = line

    def _row(self, line: int, values: dict[str, Any]) -> Row | Reject:
        for name, value in values.items():
            if isinstance(value, str) and "\0" in value:
                return Reject(self.name, line, name, "holds a NUL character", shortened(value))
        return Row(line, values)

    def _opened(self, folded: Sequence[str] = ()) -> Any:
        import pyarrow.parquet as pq

        return pq.ParquetFile(
            self._path,
            read_dictionary=list(folded),
            thrift_string_size_limit=FLOOR,
            thrift_container_size_limit=1_000_000,
        )

    def _check_columns(self) -> None:
        twice = [name for name, count in Counter(self.columns).items() if count > 1]
        if twice:
            raise DataError(f"The column name {twice[0]!r} stands in it twice; rename one.", source=self.name)

    def _check_size(self, file: Any) -> int:
        """Refuse what expands too much; gives how many rows to decode at once."""
        import pyarrow as pa

        limit = FLOOR + RATIO * self._size
        claimed = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        self._refuse(claimed, limit)
        strings = [field.name for field in file.schema_arrow if pa.types.is_string(field.type)]
        strings += [field.name for field in file.schema_arrow if pa.types.is_binary(field.type)]
        total = widest = 0
        with self._opened(strings) as folded:
            for batch in folded.iter_batches(batch_size=_ROWS, use_threads=False):
                size = sum(_decoded_size(column) for column in batch.columns)
                total, widest = total + size, max(widest, size)
                self._refuse(total, limit)
        return max(1, min(_ROWS, _ROWS * _SLICE // max(widest, 1)))

    def _refuse(self, size: int, limit: int) -> None:
        if size > limit:
            raise DataError(
                f"This file of {self._size:,} bytes expands to more than {limit:,}, as a decompression bomb does. "
                "Write it again uncompressed and without dictionaries if it is sound.",
                source=self.name,
            )


class _translated:
    """Turns what pyarrow says about a file into a sentence about the file."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, at: Any) -> None:
        import pyarrow as pa

        if isinstance(error, pa.ArrowException | OSError | UnicodeDecodeError | MemoryError):
            reason = " ".join(shortened(error).split())[:300]
            raise DataError(f"This cannot be read as Parquet: {reason}", source=self._source) from None


def _decoded_size(column: Any) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.take(pc.binary_length(column.dictionary), column.indices)
    return int(pc.sum(lengths).as_py() or 0) + 8 * len(column)


def _need_pyarrow(feature: str) -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingExtra(feature, "pyarrow", "parquet") from None


def _pythonic(batch: Any) -> Any:
    """Times as ISO text: Python's own times are too coarse for nanoseconds."""
    import pyarrow as pa

    for i, field in enumerate(batch.schema):
        if pa.types.is_temporal(field.type) and not pa.types.is_duration(field.type):
            column = pa.array([_iso(each) for each in batch.column(i).cast(pa.string()).to_pylist()], pa.string())
            batch = batch.set_column(i, field.name, column)
    return batch


def _iso(value: str | None) -> str | None:
    return value if value is None else value.replace(" ", "T", 1)


_TYPES = {int: "int64", float: "float64", bool: "bool_", str: "string"}


def write_parquet(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], types: dict[str, type] | None = None
) -> Iterator[bytes]:
    """Rows as Parquet in blocks, a row group each 20,000 rows. ``types`` maps columns to int, float or bool; the
    others are text."""
    _need_pyarrow("Writing Parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, getattr(pa, _TYPES[(types or {}).get(name, str)])()) for name in columns])
    sink = _Sink()
    stream = iter(rows)
    with pq.ParquetWriter(pa.PythonFile(sink, "w"), schema, compression="zstd") as writer:
        while block := list(itertools.islice(stream, _GROUP)):
            arrays = [
                pa.array(values, field.type) for values, field in zip(zip(*block, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file to write to whose bytes are taken away as they come."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self._position += len(self._parts[-1])
        return len(self._parts[-1])

    def tell(self) -> int:
        return self._position

    def taken(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data
