"""Tables: CSV, TSV, JSON Lines, Parquet."""

from __future__ import annotations

import json

import numpy as np
import pytest

from asknext.errors import DataError, InputError, UnknownName
from asknext.lab.data_sets import load_data_set


def write(folder, text, name="t.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_texts_are_kept_as_they_are_and_embedded(tmp_path):
    write(tmp_path, "text\tlabel\nfirst one\tgood\nsecond, here\tbad\nthird\tgood\n", "t.tsv")
    data = load_data_set({"file": "t.tsv", "text": "text", "label": "label"}, tmp_path)
    assert data.content == ["first one", "second, here", "third"]
    assert data.embeddings.shape[0] == 3


def test_json_lines_bring_lists_of_classes(tmp_path):
    rows = [{"x": 1, "y": ["a", "b"]}, {"x": 2, "y": []}, {"x": 3.5, "y": ["b"]}]
    write(tmp_path, "\n".join(map(json.dumps, rows)), "t.jsonl")
    data = load_data_set({"file": "t.jsonl", "label": "y"}, tmp_path)
    assert data.content.tolist() == [[1], [2], [3.5]]
    assert data.labels == [("a", "b"), (), ("b",)]


def test_a_json_list_in_a_cell_is_a_list_of_classes(tmp_path):
    write(tmp_path, 'x,y\n1,"[""a"", ""b""]"\n2,[]\n3,"[""b""]"\n')
    assert load_data_set({"file": "t.csv", "label": "y"}, tmp_path).labels == [("a", "b"), (), ("b",)]


def test_columns_of_0_and_1_are_classes(tmp_path):
    write(tmp_path, "x,sea,sun\n1,0,1\n2,1,1\n3,0,0\n")
    data = load_data_set({"file": "t.csv", "label": ["sea", "sun"]}, tmp_path)
    assert data.classes == ("sea", "sun")
    assert data.labels == [("sun",), ("sea", "sun"), ()]
    write(tmp_path, "x,sea,sun\n1,0,1\n2,yes,1\n")
    with pytest.raises(DataError, match=r"t.csv:3, column 'sea': Found 'yes', expected 0 or 1"):
        load_data_set({"file": "t.csv", "label": ["sea", "sun"]}, tmp_path)


def test_parquet_is_read_where_it_can_be(tmp_path):
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"x": [1.0, 2.0], "y": ["a", "b"]}), tmp_path / "t.parquet")
    data = load_data_set({"file": "t.parquet", "label": "y"}, tmp_path)
    assert (data.content.tolist(), data.labels) == ([[1], [2]], ["a", "b"])


def test_a_second_file_is_the_test_part(tmp_path):
    write(tmp_path, "x,y\n1,a\n2,b\n")
    write(tmp_path, "y,x,more\nb,7,z\n", "held.csv")
    data = load_data_set({"file": "t.csv", "label": "y", "test_file": "held.csv"}, tmp_path)
    assert data.content.tolist() == [[1], [2], [7]]
    assert data.test_rows.tolist() == [2]
    write(tmp_path, "y\nb\n", "held.csv")
    with pytest.raises(UnknownName, match="no column 'x' in held"):
        load_data_set({"file": "t.csv", "label": "y", "test_file": "held.csv"}, tmp_path)


def test_the_test_part_keeps_its_rows_when_others_go(tmp_path):
    write(tmp_path, "x,y\n1,a\n2,\n3,b\n")
    write(tmp_path, "x,y\n7,\n8,b\n", "held.csv")
    spec = {"file": "t.csv", "label": "y", "test_file": "held.csv", "missing": "leave_out"}
    data = load_data_set(spec, tmp_path)
    assert data.content[data.test_rows].tolist() == [[8]]
    assert data.notes == ("2 of 5 rows were left out: they have no label.",)


def test_missing_numbers_are_refused_or_filled_in_and_told(tmp_path):
    write(tmp_path, "a,b,y\n1,,no\n,,yes\n5,,no\n")
    with pytest.raises(DataError, match=r"t.csv:3, column 'a': There is no number; 1 rows have none.*fill: median"):
        load_data_set({"file": "t.csv", "label": "y", "features": ["a"]}, tmp_path)
    data = load_data_set({"file": "t.csv", "label": "y", "fill": "median"}, tmp_path)
    assert data.content.tolist() == [[1], [3], [5]]
    assert data.notes == (
        "Column 'b' was left out: it holds no number at all.",
        "1 missing numbers of column 'a' were filled in with its median.",
    )


@pytest.mark.parametrize(
    ("text", "spec", "error", "told"),
    [
        ("x,y\n1,a\n2\n3,b\n", {}, DataError, "t.csv:3: 1 fields, expected 2"),
        ("x,y\n", {}, DataError, "There are no rows"),
        ("x,y\n1,a\ninf,b\n", {}, DataError, "Found 'inf', expected a number"),
        ("x,y\n1,a\n2,b\n", {"features": []}, DataError, "no columns of features"),
        ("x,y\n1,a\n2,b\n", {"features": ["z"]}, UnknownName, "no column 'z'"),
        ("x,v,y\n1,0,a\n1,0,b\n", {"id": "x"}, DataError, "t.csv:3: The id '1' stands at t.csv:2, too"),
        ("x,v,y\n,0,a\n1,0,b\n", {"id": "x"}, DataError, "There is no id"),
        ("x,y\n1,a\n1,b\n", {"text": "x", "features": ["x"]}, InputError, "data.text is 'x'"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, text, spec, error, told):
    with pytest.raises(error, match=told):
        load_data_set({"file": "t.csv", "label": "y", **spec}, write(tmp_path, text))


def test_a_text_that_is_missing_is_told(tmp_path):
    write(tmp_path, '{"t": "one", "y": "a"}\n{"y": "b"}\n', "t.jsonl")
    with pytest.raises(DataError, match=r"t.jsonl:2, column 't': Found None, expected a text"):
        load_data_set({"file": "t.jsonl", "text": "t", "label": "y"}, tmp_path)


def test_columns_kept_beside_the_rows_are_no_features(tmp_path):
    write(tmp_path, "x,who,y\n1,5,a\n2,6,b\n")
    data = load_data_set({"file": "t.csv", "label": "y", "columns": ["who"]}, tmp_path)
    assert data.content.tolist() == [[1], [2]]
    assert np.array_equal(data.columns["who"], ["5", "6"])


def test_a_file_without_a_header_has_numbered_columns(tmp_path):
    write(tmp_path, "good\tfirst\nbad\tsecond\n", "t.tsv")
    spec = {"file": "t.tsv", "text": "2", "label": "1", "header": False}
    data = load_data_set(spec, tmp_path)
    assert (data.content, data.labels) == (["first", "second"], ["good", "bad"])


def test_rows_that_cannot_be_read_are_refused_or_left_out_and_counted(tmp_path):
    write(tmp_path, 'text,label\nfirst,good\n"a" b,bad\nthird,bad\n')
    spec = {"file": "t.csv", "text": "text", "label": "label"}
    with pytest.raises(DataError, match="bad_rows: leave_out"):
        load_data_set(spec, tmp_path)
    data = load_data_set({**spec, "bad_rows": "leave_out"}, tmp_path)
    assert data.content == ["first", "third"]
    assert "1 rows that cannot be read were left out, the first at t.csv:3" in " ".join(data.notes)
