"""Labels files are read whole, and every trouble is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from asknext.cli.labels_file import LabelsFile, class_names, read_labels
from asknext.errors import DataError, UnknownName


def read(path: Path, *, multilabel: bool = False) -> LabelsFile:
    return read_labels(path, id_column="id", label_column="label", known=["a", "b", "a|b"], multilabel=multilabel)


def test_rows_with_a_label_are_answers_and_empty_ones_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("id,label,text\n1,a,x\n2,,y\n3, b ,z\n")
    found = read(path)
    assert [(each.id, each.classes, each.line) for each in found.answers] == [("1", ("a",), 2), ("3", ("b",), 4)]
    assert found.empty == 1
    assert not found.troubles


def test_a_mistyped_class_is_told_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("id,label\n1,a\n2,bb\n")
    (trouble,) = read(path).troubles
    assert "labels.csv:3" in trouble
    assert "'bb'" in trouble
    assert "Did you mean 'b'" in trouble


def test_an_id_twice_is_a_trouble(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("id,label\n1,a\n1,b\n")
    assert "labelled on line 2 already" in read(path).troubles[0]


def test_a_label_without_an_id_is_a_trouble(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id": "", "label": "a"}\n{"label": "b"}\n')
    assert ["no id" in each for each in read(path).troubles] == [True, True]


def test_a_mistyped_column_suggests_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("id,lable\n1,a\n")
    with pytest.raises(UnknownName, match=r"no column 'label'.*Did you mean 'lable'"):
        read(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a", ("a",)),
        ("b|a", ("b", "a")),
        ("a|b", ("a|b",)),  # a class of that very name
        ('["a", "b"]', ("a", "b")),
        (["b", "b"], ("b",)),
        ("[]", ()),
        ([], ()),
    ],
)
def test_multi_label_cells(cell: object, expected: tuple[str, ...]) -> None:
    assert class_names(cell, ["a", "b", "a|b"], multilabel=True) == expected


@pytest.mark.parametrize(("cell", "expected"), [(1, "1"), (1.0, "1"), (True, "true"), ("'-1", "-1"), (["x"], "x")])
def test_single_label_cells_of_other_types(cell: object, expected: str) -> None:
    assert class_names(cell, ["1", "-1", "true", "x"], multilabel=False) == (expected,)


def test_broken_json_in_a_multi_label_cell_says_so() -> None:
    with pytest.raises(DataError, match="expected a JSON list"):
        class_names("[a, b", ["a"], multilabel=True)
