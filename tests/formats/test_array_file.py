"""Arrays and columns from files."""

import numpy as np
import pytest

from asknext.formats.array_file import read_columns, read_values
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
