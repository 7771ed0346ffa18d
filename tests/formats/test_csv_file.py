from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import DataError
from asknext.formats import CsvFile, Reject, Row, write_csv
from asknext.formats.csv_file import escaped, unescaped


def _read(folder: Path, data: bytes, **options: Any) -> tuple[CsvFile, list[Row], list[Reject]]:
    path = folder / "data.csv"
    path.write_bytes(data)
    source = CsvFile(path, **options)
    found = list(source)
    return (
        source,
        [each for each in found if isinstance(each, Row)],
        [each for each in found if isinstance(each, Reject)],
    )


def test_lines_are_physical_lines_also_after_a_field_over_several_lines(tmp_path: Path) -> None:
    _, rows, rejects = _read(tmp_path, b'id,text\r\n1,"a\r\nb\r\nc"\r\n\r\n2,d\r\n')
    assert [(row.line, row.values["text"]) for row in rows] == [(2, "a\r\nb\r\nc"), (6, "d")]
    assert rejects == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    text = "id,text\n1,a b\n2,c: d\n".replace(",", delimiter)
    source, rows, _ = _read(tmp_path, text.encode())
    assert source.columns == ("id", "text")
    assert len(rows) == 2


def test_commas_in_a_semicolon_file_do_not_mislead(tmp_path: Path) -> None:
    source, rows, _ = _read(tmp_path, b"id;text\n1;well, yes, no\n2;a\n")
    assert source.columns == ("id", "text")
    assert rows[0].values["text"] == "well, yes, no"


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    source, rows, _ = _read(tmp_path, b"text\nhello\n")
    assert source.columns == ("text",)
    assert rows == [Row(2, {"text": "hello"})]


def test_without_a_header_columns_are_numbered(tmp_path: Path) -> None:
    source, rows, _ = _read(tmp_path, b"1,a\n2,b\n", header=False)
    assert source.columns == ("1", "2")
    assert rows[0] == Row(1, {"1": "1", "2": "a"})
    assert len(rows) == 2


def test_bad_rows_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    data = b'id,text\n1,ok\n2,a,b\n3\n4,"x"y\n5,nul\x00\n6,fine\n'
    _, rows, rejects = _read(tmp_path, data)
    assert [row.values["id"] for row in rows] == ["1", "6"]
    assert [(each.line, each.column, each.reason) for each in rejects] == [
        (3, None, "3 fields, expected 2 (id, text)"),
        (4, None, "1 fields, expected 2 (id, text)"),
        (5, None, "text follows a closing quote; a quote inside a field is written twice"),
        (6, "text", "holds a NUL byte"),
    ]
    assert rejects[0].raw == "2,a,b"


def test_a_quote_that_is_never_closed_costs_one_line(tmp_path: Path) -> None:
    _, rows, rejects = _read(tmp_path, b'id,text\n1,"open\n2,b\n3,c\n')
    assert [(each.line, each.raw) for each in rejects] == [(2, '1,"open')]
    assert "a quote is opened and not closed" in rejects[0].reason
    assert [(row.line, row.values["id"]) for row in rows] == [(3, "2"), (4, "3")]


def test_a_huge_field_is_rejected_without_being_held(tmp_path: Path) -> None:
    _, rows, rejects = _read(tmp_path, b"text\n" + b"x" * 5_000 + b"\nok\n", field_limit=1_000)
    assert [(each.line, each.reason) for each in rejects] == [
        (2, "a line has more than 1,000 characters (reading: field_limit)")
    ]
    assert len(rejects[0].raw) <= 2_000
    assert rows == [Row(3, {"text": "ok"})]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"a,b,a\n1,2,3\n", "data.csv:1: The column name 'a' stands here twice"),
        ("a,b\n1,é\n".encode("utf-16-le"), "looks like UTF-16 without a byte order mark"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        _read(tmp_path, data)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read_without_a_word(tmp_path: Path, codec: str) -> None:
    source, rows, _ = _read(tmp_path, "id,text\n1,naïve – 日本\n".encode(codec))
    assert source.columns[0] == "id"
    assert rows[0].values["text"] == "naïve – 日本"
    assert source.notes == []


def test_windows_text_is_read_with_a_note(tmp_path: Path) -> None:
    source, rows, _ = _read(tmp_path, b"id,text\n1,a\n2,caf\xe9 \x80\n")
    assert rows[1].values["text"] == "café €"
    assert source.notes == [f"{tmp_path / 'data.csv'}: read as cp1252 because byte 0xE9 at line 3 is not UTF-8."]


def test_bytes_that_windows_does_not_know_make_it_latin_1(tmp_path: Path) -> None:
    source, rows, _ = _read(tmp_path, b"text\ncaf\xe9 \x81\n")
    assert rows[0].values["text"] == "café \x81"
    assert "read as latin-1" in source.notes[0]


def test_a_given_encoding_is_held_to(tmp_path: Path) -> None:
    _, rows, rejects = _read(tmp_path, b"id,text\n1,caf\xe9\n2,ok\n", encoding="utf-8")
    assert [(each.line, each.column, each.reason) for each in rejects] == [(2, "text", "byte 0xE9 is not UTF-8")]
    assert len(rows) == 1
    with pytest.raises(DataError, match=r"data.csv:2: Byte 0xE9 is not ascii"):
        _read(tmp_path, b"id,text\n1,caf\xe9\n", encoding="ascii")
    with pytest.raises(DataError, match="There is no text encoding 'zip'"):
        _read(tmp_path, b"a\n1\n", encoding="zip")


@pytest.mark.parametrize(
    "value", ["=1+1", "+a", "-a", "@x", "\tx", "\rx", "\nx", "＝1", "'quoted", "=cmd|' /C calc'!A0"]
)
def test_what_a_spreadsheet_would_run_is_escaped_and_comes_back(value: str) -> None:
    assert escaped(value) == "'" + value
    assert unescaped(escaped(value)) == value


@pytest.mark.parametrize("value", ["-5", "+1.5", "-1e-3", "a=b", ""])
def test_numbers_and_plain_text_stay_as_they_are(value: str) -> None:
    assert escaped(value) == value


@given(st.text())
def test_escaping_can_always_be_undone(value: str) -> None:
    assert unescaped(escaped(value)) == value


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(_CELLS.filter(bool), _CELLS), min_size=1))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    data = b"".join(write_csv(["a", "b"], rows))
    path = tmp_path_factory.mktemp("round") / "data.csv"
    path.write_bytes(data)
    found = [each for each in CsvFile(path, delimiter=",", encoding="utf-8") if isinstance(each, Row)]
    assert [tuple(unescaped(value) for value in row.values.values()) for row in found] == rows
    assert [tuple(map(unescaped, row)) for row in csv.reader(io.StringIO(data.decode(), newline=""))][1:] == rows
