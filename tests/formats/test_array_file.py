"""Arrays and columns from files."""

import zipfile

import numpy as np
import pytest

from asknext.errors import DataError
from asknext.formats.array_file import read_array, read_columns, read_lines, read_values
from asknext.formats.csv_file import CsvFile


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["label", "1", "", "0", ""], [1, None, 0, None]),
        (["", "1", "", "0"], [None, 1, None, 0]),  # without a name
        (["label", "", "cat", "", "dog"], [None, "cat", None, "dog"]),
        (["label", "", ""], [None, None]),
    ],
)
def test_an_empty_line_of_one_column_is_a_missing_value(tmp_path, lines, expected, end):
    path = tmp_path / "labels.csv"
    path.write_text("".join(line + end for line in lines), newline="")
    assert read_values(path).tolist() == expected


def test_an_empty_line_of_several_columns_is_no_row(tmp_path):
    path = tmp_path / "columns.csv"
    path.write_text("a,b\n1,2\n\n3,\n")
    found = read_columns(path)
    assert found["a"].tolist() == [1, 3]
    np.testing.assert_array_equal(found["b"], [2, np.nan])


def test_a_project_passes_over_empty_lines(tmp_path):
    path = tmp_path / "items.csv"
    path.write_text("text\na\n\nb\n")
    assert [row.values["text"] for row in CsvFile(path)] == ["a", "b"]


def _cut(path):
    np.savez(path, a=np.arange(9.0))
    path.write_bytes(path.read_bytes()[:-40])


def _changed(path, *, savez=np.savez):
    savez(path, a=np.arange(900.0))
    data = bytearray(path.read_bytes())
    data[300:320] = b"\xff" * 20
    path.write_bytes(data)


def _compressed(path):
    _changed(path, savez=np.savez_compressed)


def _text(path):
    path.write_text("1,2")


def _empty(path):
    path.write_bytes(b"")


def _objects(path):
    np.savez(path, a=np.array([{}, None], dtype=object))


def _one(path):
    with path.open("wb") as file:
        np.save(file, np.arange(3))


def _strange(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a", "text")


@pytest.mark.parametrize("read", [read_array, read_columns, read_values])
@pytest.mark.parametrize(
    ("write", "message"),
    [
        (_cut, r"x\.npz: is no \.npz file that can be read \(.*zip.*numpy\.savez"),
        (_text, r"x\.npz: is no \.npz file that can be read .*numpy\.savez"),
        (_empty, r"x\.npz: is no \.npz file that can be read .*numpy\.savez"),
        (_changed, r"x\.npz: the array 'a' cannot be read \(.*CRC.*numpy\.savez"),
        (_compressed, r"x\.npz: the array 'a' cannot be read \(.*decompress.*numpy\.savez"),
        (_objects, r"x\.npz: the array 'a' cannot be read \(it holds Python objects, expected numbers or texts"),
        (_one, r"x\.npz: holds one array and not several: name it \.npy"),
        (_strange, r"x\.npz: 'a' is no array"),
    ],
)
def test_an_npz_that_cannot_be_read(tmp_path, read, write, message):
    path = tmp_path / "x.npz"
    write(path)
    with pytest.raises(DataError, match=message):
        read(path)


def test_an_npz_of_nothing(tmp_path):
    np.savez(tmp_path / "x.npz")
    with pytest.raises(DataError, match=r"x\.npz: holds no array"):
        read_array(tmp_path / "x.npz")


def test_objects_are_not_unpickled(tmp_path):
    np.save(tmp_path / "x.npy", np.array([{}, None], dtype=object))
    with pytest.raises(DataError, match="it holds Python objects") as caught:
        read_array(tmp_path / "x.npy")
    assert "allow_pickle" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'"a"\n"caf\xe9"\n', r"x\.jsonl:2: byte 0xE9 is not UTF-8: save the file as UTF-8"),
        ('"a"'.encode("utf-16"), r"x\.jsonl:1: byte 0xFF is not UTF-8"),
        (b"[1]\n[1\n", r"x\.jsonl:2: is not JSON"),
    ],
)
def test_lines_that_are_no_text(tmp_path, data, message):
    (tmp_path / "x.jsonl").write_bytes(data)
    with pytest.raises(DataError, match=message):
        read_lines(tmp_path / "x.jsonl")


def test_lines_with_a_byte_order_mark_and_without_a_file(tmp_path):
    (tmp_path / "x.jsonl").write_bytes(b"\xef\xbb\xbf[1]\r\n\r\n2")
    assert read_lines(tmp_path / "x.jsonl") == [[1], None, 2]
    with pytest.raises(DataError, match=r"y\.jsonl: there is no such file"):
        read_lines(tmp_path / "y.jsonl")
