"""ARFF."""

from __future__ import annotations

import io

import numpy as np
import pytest
from scipy.io import arff

from asknext.errors import DataError, InputError, UnknownName
from asknext.lab.data_sets import load_data_set

ONE = """% made
@RELATION made
@attribute width NUMERIC
@attribute 'its colour' {red, 'dark blue', "green"}
@attribute class {yes,no}
@data
1.5, red, yes
2, 'dark blue', no
3,green,yes
"""
SEVERAL = """@relation made
@attribute a numeric
@attribute sea {0,1}
@attribute b numeric
@attribute sun {0,1}
@data
1,0,2,1
3,1,4,1
5,0,6,0
"""


def write(folder, text, name="t.arff"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_numbers_nominal_values_and_the_class(tmp_path):
    data = load_data_set({"file": "t.arff"}, write(tmp_path, ONE))
    assert data.content.tolist() == [[1.5, 1, 0, 0], [2, 0, 1, 0], [3, 0, 0, 1]]
    assert (data.labels, data.classes) == (["yes", "no", "yes"], ("yes", "no"))


def test_it_agrees_with_scipy(tmp_path):
    text = ONE.replace("'its colour'", "colour").replace("'dark blue'", "blue").replace('"green"', "green")
    data = load_data_set({"file": "t.arff"}, write(tmp_path, text))
    theirs, _ = arff.loadarff(io.StringIO(text))
    assert np.array_equal(data.content[:, 0], theirs["width"])
    assert data.labels == [each.decode() for each in theirs["class"]]
    assert [["red", "blue", "green"][each.argmax()].encode() for each in data.content[:, 1:]] == theirs[
        "colour"
    ].tolist()


def test_another_attribute_may_be_the_class(tmp_path):
    spec = {"file": "t.arff", "label": "its colour", "columns": ["class"]}
    data = load_data_set(spec, write(tmp_path, ONE))
    assert data.labels == ["red", "dark blue", "green"]
    assert data.columns["class"].tolist() == ["yes", "no", "yes"]
    assert data.content.shape == (3, 1)


def test_several_classes_by_a_list_or_by_an_xml_file(tmp_path):
    write(tmp_path, SEVERAL)
    write(
        tmp_path, '<?xml version="1.0"?>\n<labels>\n<label name="sea"></label>\n<label name="sun"/></labels>', "t.xml"
    )
    for further in ({"label": ["sea", "sun"]}, {"labels_file": "t.xml"}):
        data = load_data_set({"file": "t.arff", **further}, tmp_path)
        assert data.content.tolist() == [[1, 2], [3, 4], [5, 6]]
        assert data.labels == [("sun",), ("sea", "sun"), ()]
        assert data.classes == ("sea", "sun")


def test_sparse_rows(tmp_path):
    text = SEVERAL.replace("3,1,4,1", "{0 3, 1 1}")
    data = load_data_set({"file": "t.arff", "label": ["sea", "sun"]}, write(tmp_path, text))
    assert data.content.tolist()[1] == [3, 0]
    assert data.labels[1] == ("sea",)


def test_a_test_file_has_to_declare_the_same(tmp_path):
    write(tmp_path, ONE)
    write(tmp_path, ONE.replace("1.5", "9"), "held.arff")
    data = load_data_set({"file": "t.arff", "test_file": "held.arff"}, tmp_path)
    assert data.test_rows.tolist() == [3, 4, 5]
    write(tmp_path, ONE.replace("width", "height"), "held.arff")
    with pytest.raises(DataError, match="declares other attributes"):
        load_data_set({"file": "t.arff", "test_file": "held.arff"}, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("1.5, red, yes", "1.5, red", r"t.arff:7: 2 values, expected 3"),
        ("3,green,yes", "3,pink,yes", r"t.arff:9, column 'its colour': Found 'pink', expected one of red"),
        ("3,green,yes", "x,green,yes", r"t.arff:9, column 'width': Found 'x', expected a number"),
        ("2, 'dark", "?, 'dark", r"t.arff:8, column 'width': There is no number"),
        ("3,green,yes", "3,green,?", r"t.arff:9: There is no label"),
        ("NUMERIC", "date", "expected a numeric or a nominal attribute"),
        ("@data\n", "", "This is not ARFF"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line(tmp_path, old, new, told):
    assert old in ONE
    with pytest.raises(DataError, match=told):
        load_data_set({"file": "t.arff"}, write(tmp_path, ONE.replace(old, new)))


def test_labels_have_to_be_there(tmp_path):
    write(tmp_path, SEVERAL)
    write(tmp_path, "<labels/>", "t.xml")
    with pytest.raises(DataError, match="expected one for each class"):
        load_data_set({"file": "t.arff", "labels_file": "t.xml"}, tmp_path)
    with pytest.raises(InputError, match="left out where labels_file is given"):
        load_data_set({"file": "t.arff", "labels_file": "t.xml", "label": "sea"}, tmp_path)
    with pytest.raises(UnknownName, match="no attribute 'see'"):
        load_data_set({"file": "t.arff", "label": ["see", "sun"]}, tmp_path)
    with pytest.raises(DataError, match="Found '3', expected 0 or 1"):
        load_data_set({"file": "t.arff", "label": ["a", "sun"]}, tmp_path)
