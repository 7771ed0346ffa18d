"""IDX files."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from asknext.errors import DataError
from asknext.lab.data_sets import load_data_set

PICTURES = np.random.default_rng(0).integers(0, 256, (4, 2, 3), dtype=np.uint8)


def idx(array):
    head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, dtype=">u4").tobytes()
    return head + array.astype(np.uint8).tobytes()


def test_pictures_and_labels(tmp_path):
    (tmp_path / "images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(PICTURES)))
    (tmp_path / "labels").write_bytes(idx(np.array([3, 1, 3, 0])))
    data = load_data_set({"file": "images-idx3-ubyte.gz", "labels_file": "labels", "embeddings": "none"}, tmp_path)
    assert np.allclose(data.content, PICTURES.reshape(4, 6) / 255)
    assert data.labels == [3, 1, 3, 0]


@pytest.mark.parametrize(
    ("pictures", "labels", "told"),
    [
        (b"no idx", idx(np.zeros(4)), "not an IDX file"),
        (idx(PICTURES)[:-1], idx(np.zeros(4)), "23 bytes of content, expected 4 x 2 x 3"),
        (idx(PICTURES)[:9], idx(np.zeros(4)), "damaged"),
        (idx(PICTURES), idx(np.zeros(3)), "expected one a picture"),
    ],
)
def test_what_is_cut_short_is_told(tmp_path, pictures, labels, told):
    (tmp_path / "i").write_bytes(pictures)
    (tmp_path / "l").write_bytes(labels)
    with pytest.raises(DataError, match=told):
        load_data_set({"file": "i", "format": "idx", "labels_file": "l"}, tmp_path)
