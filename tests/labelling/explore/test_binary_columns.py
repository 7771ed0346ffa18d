"""Columns as bytes: what goes in comes out, on every machine at the same places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.labelling.explore import packed, unpacked

TYPES = ("uint8", "uint16", "uint32", "float32")


@given(st.lists(st.tuples(st.sampled_from(TYPES), st.integers(0, 9), st.booleans()), max_size=4), st.text())
def test_a_round_trip_is_exact(columns, word):
    given_columns = {
        f"{word}{at}": np.arange(2 * n if wide else n).astype(kind).reshape(-1, 2 if wide else 1)[:, slice(None)]
        for at, (kind, n, wide) in enumerate(columns)
    }
    flat = {name: each if each.shape[1] == 2 else each[:, 0] for name, each in given_columns.items()}
    found, about = unpacked(packed(flat, {"word": word}))
    assert about == {"word": word}
    assert list(found) == list(flat)
    for name, each in flat.items():
        assert found[name].dtype == each.dtype
        assert np.array_equal(found[name], each)


def test_the_layout_is_the_one_that_is_documented():
    data = packed({"a": np.array([1, 2, 3], np.uint8), "b": np.array([258], np.uint16)})
    length = int.from_bytes(data[8:12], "little")
    assert (data[:4], data[4:8], length % 8) == (b"ANXC", b"\1\0\0\0", 0)
    assert data[16 + length :] == b"\1\2\3\0\0\0\0\0\x02\x01\0\0\0\0\0\0"


def test_what_is_no_column_is_refused():
    with pytest.raises(InputError, match="float64"):
        packed({"a": np.zeros(2)})
    whole = packed({"a": np.arange(9, dtype=np.uint32)})
    for broken, words in (
        (b"PK", "do not begin"),
        (whole[:4] + b"\2" + whole[5:], "layout 2"),
        (whole[:-20], "damaged"),
    ):
        with pytest.raises(InputError, match=words):
            unpacked(broken)
