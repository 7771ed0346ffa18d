"""LIBSVM text."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from sklearn.datasets import load_svmlight_file

from asknext.errors import DataError
from asknext.lab.data_sets import load_data_set

TEXT = "+1 1:0.5 3:2\n# a comment\n-1 2:-1e-1   # more\n\n1 3:4\n"


def test_it_agrees_with_scikit_learn(tmp_path):
    (tmp_path / "a.svm").write_text(TEXT, encoding="utf-8")
    data = load_data_set({"file": "a.svm"}, tmp_path)
    X, y = load_svmlight_file(str(tmp_path / "a.svm"))
    assert np.array_equal(data.content, X.toarray())
    assert data.labels == y.tolist()
    assert data.classes == (-1, 1)


def test_it_may_be_packed_and_needs_no_ending_of_its_own(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    data = load_data_set({"file": "a.txt.gz", "format": "libsvm"}, tmp_path)
    assert data.content.shape == (3, 3)
    with pytest.raises(DataError, match="does not say how to read it: give format"):
        load_data_set({"file": "a.txt.gz"}, tmp_path)


def test_several_labels_a_line(tmp_path):
    (tmp_path / "a.svm").write_text("1,3 1:1\n2 1:2\n 1:3\n", encoding="utf-8")
    assert load_data_set({"file": "a.svm"}, tmp_path).labels == [("1", "3"), ("2",), ()]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 1:0.5\n0 x:2\n", r"a.svm:2: Found 'x:2', expected index:value"),
        ("1 0:0.5\n0 1:2\n", r"a.svm:1: Found '0:0.5'"),
        ("1 1:nan\n0 1:2\n", r"a.svm:1: Found '1:nan'"),
        ("1 5\n0 1:2\n", r"a.svm:1: Found '5'"),
        ("1 999999999:1\n0 1:2\n", "at most 60,000,000 cells"),
        ("1\n0\n", "at least 1"),
        ("\n", "There are no rows"),
    ],
)
def test_a_line_of_another_form_is_told(tmp_path, text, told):
    (tmp_path / "a.svm").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        load_data_set({"file": "a.svm"}, tmp_path)
