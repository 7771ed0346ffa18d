from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import DataError
from asknext.formats import JsonLinesFile, Reject, Row, read_json_lines, write_jsonl


def _rejects(folder: Path, data: bytes, limit: int = 10_000_000) -> list[tuple[int | None, str]]:
    path = folder / "data.jsonl"
    path.write_bytes(data)
    return [(each.line, each.reason) for each in JsonLinesFile(path, field_limit=limit) if isinstance(each, Reject)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": 1', "not JSON at character 8: Expecting ',' delimiter"),
        (b"[1, 2]", 'a JSON array, expected an object like {"text": "..."}'),
        (b"12", 'a JSON number, expected an object like {"text": "..."}'),
        (b'{"a": NaN}', "NaN is not JSON; use null"),
        (b'{"a": 1, "a": 2}', "the name 'a' stands in it twice"),
        (b'{"a": "\\ud800"}', "holds half a character (a lone surrogate)"),
        (b'{"a": ["x\\u0000"]}', "holds a NUL character"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "the line is too long (reading: field_limit)"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(tmp_path: Path, line: bytes, reason: str) -> None:
    assert _rejects(tmp_path, b'{"a": 0}\n' + line + b'\n\n{"a": 3}\n', 250_000) == [(2, reason)]
    found = [each for each in JsonLinesFile(tmp_path / "data.jsonl", field_limit=250_000) if isinstance(each, Row)]
    assert found == [Row(1, {"a": 0}), Row(4, {"a": 3})]


def test_a_number_too_long_to_read_is_a_bad_line(tmp_path: Path) -> None:
    assert len(_rejects(tmp_path, b'{"a": ' + b"9" * 10_000 + b"}\n")) == 1


def test_an_array_in_one_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="one JSON array; JSON Lines has one object a line"):
        _rejects(tmp_path, b'[\n{"a": 1},\n{"a": 2}\n]\n')
    with pytest.raises(DataError, match="The file is empty"):
        _rejects(tmp_path, b"\n")


def test_columns_are_those_of_the_first_rows(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text('\ufeff{"a": 1}\n{"b": 2, "a": 1}\n', encoding="utf-8")
    assert JsonLinesFile(tmp_path / "d.jsonl").columns == ("a", "b")


def test_lines_may_come_from_anywhere() -> None:
    found = list(read_json_lines(iter(['{"a": 1}\n', "x\n"]), "upload"))
    assert found[0] == Row(1, {"a": 1})
    assert isinstance(found[1], Reject)
    assert (found[1].source, found[1].line) == ("upload", 2)


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(st.tuples(_VALUES, _VALUES)))
def test_what_is_written_is_read_again(rows: list[tuple[object, object]]) -> None:
    data = b"".join(write_jsonl(["a", "b"], rows)).decode()
    lines = data.split("\n")[:-1]
    found = list(read_json_lines(lines, "x"))
    assert [(row.values.get("a"), row.values.get("b")) for row in found if isinstance(row, Row)] == rows
    assert [json.loads(line) for line in lines] == [row.values for row in found if isinstance(row, Row)]
