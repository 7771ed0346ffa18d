"""Arrays: .npz and .npy, never unpickled."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from asknext.errors import DataError, InputError, UnknownName
from asknext.lab.data_sets import load_data_set

X = np.arange(12.0).reshape(6, 2)
Y = np.array([0, 1, 0, 1, 0, 1])


def test_members_are_found_by_their_usual_names_or_as_told(tmp_path):
    np.savez(tmp_path / "a.npz", X=X, y=Y, who=np.arange(6))
    data = load_data_set({"file": "a.npz", "columns": ["who"]}, tmp_path)
    assert np.array_equal(data.content, X)
    assert (data.labels, data.classes) == ([0, 1, 0, 1, 0, 1], (0, 1))
    assert data.columns["who"].tolist() == [0, 1, 2, 3, 4, 5]
    np.savez(tmp_path / "b.npz", train=X[:4], said=Y[:4], held=X[4:], truth=Y[4:])
    spec = {"file": "b.npz", "content": "train", "label": "said", "test_content": "held", "test_label": "truth"}
    data = load_data_set(spec, tmp_path)
    assert np.array_equal(data.content, X)
    assert data.test_rows.tolist() == [4, 5]


def test_one_file_for_content_and_one_for_labels(tmp_path):
    np.save(tmp_path / "x.npy", X)
    (tmp_path / "y.csv").write_text("label\n" + "\n".join(map(str, Y)) + "\n", encoding="utf-8")
    assert load_data_set({"file": "x.npy", "labels_file": "y.csv"}, tmp_path).labels == [0, 1, 0, 1, 0, 1]


def test_pictures_become_rows_from_0_to_1(tmp_path):
    pictures = np.random.default_rng(0).integers(0, 256, (6, 3, 3), dtype=np.uint8)
    np.savez(tmp_path / "a.npz", X=pictures, y=Y)
    data = load_data_set({"file": "a.npz", "embeddings": "content"}, tmp_path)
    assert np.allclose(data.content, pictures.reshape(6, 9) / 255)
    assert data.embeddings.shape == (6, 9)


def test_a_matrix_of_0_and_1_says_which_classes_an_item_holds(tmp_path):
    np.savez(tmp_path / "a.npz", X=X, y=np.array([[0, 1], [1, 1], [0, 0], [1, 0], [0, 1], [0, 1]]))
    data = load_data_set({"file": "a.npz"}, tmp_path)
    assert data.multilabel
    assert data.labels[:3] == [(1,), (0, 1), ()]


def test_texts_in_an_array(tmp_path):
    np.savez(tmp_path / "a.npz", X=np.array(["one", "two", "three", "four", "five", "six"]), y=Y)
    assert load_data_set({"file": "a.npz", "embeddings": "none"}, tmp_path).content[:2] == ["one", "two"]


@pytest.mark.parametrize(
    ("arrays", "spec", "error", "told"),
    [
        ({"X": X, "y": Y[:4]}, {}, DataError, "4 labels for 6 rows"),
        ({"X": X, "Z": Y}, {}, InputError, "data has no label: expected a member of a.npz: X, Z"),
        ({"X": X, "y": Y}, {"content": "x"}, UnknownName, "no member 'x' in a.npz"),
        ({"X": X[0], "y": Y}, {}, DataError, "expected numbers of shape"),
        ({"X": np.where(X == 5, np.nan, X), "y": Y}, {}, DataError, "Row 2 .from 0. of the content holds NaN"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path, arrays, spec, error, told):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(error, match=told):
        load_data_set({"file": "a.npz", **spec}, tmp_path)


class Planted:
    """Leaves a trace where it is unpickled."""

    def __reduce__(self):
        return (print, ("unpickled",))


def test_nothing_is_unpickled(tmp_path, capsys):
    np.savez(tmp_path / "a.npz", X=np.array([Planted()] * 6, dtype=object), y=Y)
    with pytest.raises(DataError):
        load_data_set({"file": "a.npz"}, tmp_path)
    assert "unpickled" not in capsys.readouterr().out


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("asknext.lab.data_sets.array_files.MOST_BYTES", 1000)
    np.savez_compressed(tmp_path / "a.npz", X=np.zeros((1000, 2)), y=Y)
    with pytest.raises(DataError, match="bytes once unpacked"):
        load_data_set({"file": "a.npz"}, tmp_path)


def test_what_is_no_archive_is_told(tmp_path):
    (tmp_path / "a.npz").write_bytes(b"no zip at all")
    with pytest.raises(DataError, match=r"no \.npz file that can be read"):
        load_data_set({"file": "a.npz"}, tmp_path)
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("X.npy", b"short")
        archive.writestr("y.npy", b"short")
    with pytest.raises(DataError):
        load_data_set({"file": "a.npz"}, tmp_path)
