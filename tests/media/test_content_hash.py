from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from asknext.errors import DataError
from asknext.media import file_hash, pixel_hash


def test_equal_bytes_have_equal_names(tmp_path: Path) -> None:
    for name, data in {"a": b"one", "b": b"one", "c": b"two"}.items():
        (tmp_path / name).write_bytes(data)
    names = [file_hash(tmp_path / each) for each in "abc"]
    assert names[0] == names[1] != names[2]
    with pytest.raises(DataError, match="cannot be read"):
        file_hash(tmp_path / "absent")


def test_the_shape_of_a_picture_counts() -> None:
    flat = np.arange(12, dtype=np.uint8)
    assert pixel_hash(flat.reshape(2, 6)) != pixel_hash(flat.reshape(6, 2))
    assert pixel_hash(flat.reshape(2, 6)) == pixel_hash(flat.reshape(2, 6).copy(order="F"))
