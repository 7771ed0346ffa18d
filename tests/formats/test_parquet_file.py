from __future__ import annotations

import datetime
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.errors import DataError
from asknext.formats import ParquetFile, Reject, Row, write_parquet


def test_types_are_kept_and_times_are_iso(tmp_path: Path) -> None:
    at = datetime.datetime(2024, 1, 2, 3, 4, 5)
    nanoseconds = pa.array([1], pa.timestamp("ns"))
    table = pa.table({"n": [1], "x": [0.5], "b": [True], "t": ["a"], "l": [[1, 2]], "at": [at], "ns": nanoseconds})
    pq.write_table(table, tmp_path / "d.parquet")
    source = ParquetFile(tmp_path / "d.parquet")
    assert source.total == 1
    (row,) = source
    assert isinstance(row, Row)
    assert row.values["at"].startswith("2024-01-02T03:04:05")
    assert row.values["ns"] == "1970-01-01T00:00:00.000000001"
    assert {name: row.values[name] for name in "nxbtl"} == {"n": 1, "x": 0.5, "b": True, "t": "a", "l": [1, 2]}


def test_rows_come_from_every_row_group_with_their_number(tmp_path: Path) -> None:
    pq.write_table(pa.table({"t": [f"a{i}" for i in range(10_000)]}), tmp_path / "d.parquet", row_group_size=999)
    rows = [each for each in ParquetFile(tmp_path / "d.parquet") if isinstance(each, Row)]
    assert [row.line for row in rows] == list(range(1, 10_001))
    assert rows[-1].values == {"t": "a9999"}


def test_a_small_file_that_becomes_gigabytes_is_refused(tmp_path: Path) -> None:
    wide = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), pa.array(["x" * 1_000_000]))
    pq.write_table(pa.table({"text": wide}), tmp_path / "d.parquet", compression="zstd")
    assert (tmp_path / "d.parquet").stat().st_size < 300_000
    with pytest.raises(DataError, match=r"expands to more than .* as a decompression bomb does"):
        ParquetFile(tmp_path / "d.parquet")


def test_what_is_not_parquet_is_named(tmp_path: Path) -> None:
    (tmp_path / "d.parquet").write_bytes(b"PAR1 no, not at all PAR1")
    with pytest.raises(DataError, match=r"d\.parquet: This cannot be read as Parquet"):
        ParquetFile(tmp_path / "d.parquet")


def test_a_damaged_page_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.parquet"
    pq.write_table(pa.table({"t": [f"{i:09}" for i in range(5_000)]}), path, use_dictionary=False)
    data = bytearray(path.read_bytes())
    data[4:2_000] = b"\xff" * 1_996
    path.write_bytes(data)
    with pytest.raises(DataError, match="This cannot be read as Parquet"):
        list(ParquetFile(path))


def test_a_nul_is_rejected_with_its_row(tmp_path: Path) -> None:
    pq.write_table(pa.table({"t": ["a", "b\0"]}), tmp_path / "d.parquet")
    found = list(ParquetFile(tmp_path / "d.parquet"))
    assert isinstance(found[1], Reject)
    assert (found[1].line, found[1].column, found[1].reason) == (2, "t", "holds a NUL character")


_TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]))


@settings(max_examples=30)
@given(st.lists(st.tuples(_TEXT, st.none() | st.floats(allow_nan=False), st.booleans())))
def test_what_is_written_is_read_again(rows: list[tuple[str | None, float | None, bool]]) -> None:
    data = b"".join(write_parquet(["a", "b", "c"], rows, {"b": float, "c": bool}))
    table = pq.read_table(io.BytesIO(data))
    assert [tuple(row.values()) for row in table.to_pylist()] == rows
