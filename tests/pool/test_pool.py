"""Pools in memory: stable ids, copies found, any content, clear refusals."""

import os

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from scipy.sparse import coo_matrix, csr_matrix

from asknext.errors import DataError, InputError, UnknownName
from asknext.pool import Pool

X = np.arange(12.0).reshape(4, 3)


@pytest.mark.parametrize(
    "content",
    [X, pd.DataFrame(X), csr_matrix(X), coo_matrix(X), X.tolist(), ["a", "b", "c", "d"], pd.Series(list("abcd"))],
    ids=["array", "DataFrame", "csr", "coo", "lists", "texts", "Series"],
)
def test_any_content_has_rows_ids_and_a_fingerprint(content):
    pool = Pool(content)
    assert len(pool) == 4
    assert len(set(pool.ids)) == 4
    assert pool.ids == Pool(content).ids
    assert pool.fingerprint == Pool(content).fingerprint
    taken = pool.take([2, 0])
    assert Pool(taken).ids == [pool.ids[2], pool.ids[0]]
    assert pool.rows([pool.ids[3], pool.ids[1]]).tolist() == [3, 1]


@given(st.lists(st.text(max_size=3), min_size=1, max_size=12))
def test_copies_point_to_the_first_and_ids_stay_distinct(texts):
    pool = Pool(texts)
    for row, first in enumerate(pool.copy_of):
        earlier = texts.index(texts[row])
        assert first == (-1 if earlier == row else earlier)
    assert len(set(pool.ids)) == len(texts)


def test_ids_of_content_do_not_depend_on_the_neighbours():
    assert Pool(["x", "y", "x"]).ids[1] == Pool(["y"]).ids[0]
    assert Pool(["x", "y", "x"]).ids[2] == Pool(["x"]).ids[0] + "-2"


@pytest.mark.parametrize(
    "change",
    [lambda pool: {"content": X + 1e-12}, lambda pool: {"ids": list("abce")}, lambda pool: {"embeddings": X * 2}],
    ids=["content", "ids", "embeddings"],
)
def test_the_fingerprint_knows_every_change(change):
    parts = {"content": X, "ids": list("abcd"), "embeddings": X}
    assert Pool(**parts).fingerprint != Pool(**(parts | change(None))).fingerprint


def test_texts_that_run_together_are_not_confused():
    assert Pool(["ab", "c"]).fingerprint != Pool(["a", "bc"]).fingerprint


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"content": "a text"}, InputError, "Content of type str has no rows"),
        ({"content": 3}, InputError, "Content of type int has no rows"),
        ({"content": {"a": [1]}}, InputError, "Pool.from_table"),
        ({"content": X, "ids": [1, 2]}, InputError, "ids has 2 entries for 4 items"),
        ({"content": X, "ids": list("abca")}, DataError, "'a' occurs twice, in rows 0 and 3"),
        ({"content": X, "ids": ["a", None, "b", "c"]}, DataError, "missing in row 1"),
        ({"content": X, "labels": [1]}, InputError, "labels has 1 entries"),
        ({"content": X, "groups": [1]}, InputError, "groups has 1 entries"),
        ({"content": X, "columns": {"when": [1]}}, InputError, "column 'when' has 1 entries"),
        ({"content": X, "embeddings": np.ones(4)}, InputError, r"expected \(4, d\)"),
        ({"content": X, "ignored": [4]}, InputError, "rows 0 to 3"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        Pool(**arguments)


def test_an_id_that_is_not_there():
    with pytest.raises(InputError, match="no item with the id 'z'"):
        Pool(X, ids=list("abcd")).rows(["z"])


# ------------------------------------------------------------------ tables

TABLE = {
    "key": [11, 12, 13],
    "text": ["one", "two", "three"],
    "sentiment": ["pos", None, "neg"],
    "thread": ["t1", "t1", "t2"],
    "likes": [1, 2, 3],
}


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pa.table], ids=["mapping", "DataFrame", "pyarrow"])
def test_from_table(make):
    pool = Pool.from_table(make(TABLE), content="text", id="key", label="sentiment", group="thread")
    assert pool.content == ["one", "two", "three"]
    assert pool.ids == [11, 12, 13]
    assert [pool.labels[0], pool.labels[2]] == ["pos", "neg"]
    assert pool.labels[1] is None or pool.labels[1] != pool.labels[1]
    assert pool.groups == ["t1", "t1", "t2"]
    assert pool.columns == {"likes": [1, 2, 3]}


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pa.table], ids=["mapping", "DataFrame", "pyarrow"])
def test_without_content_every_other_column_is_asked_about(make):
    pool = Pool.from_table(make(TABLE), id="key", label="sentiment")
    assert list(pool.content.columns) == ["text", "thread", "likes"]
    assert pool.columns == {}


def test_a_frame_keeps_its_types_and_forgets_its_index():
    frame = pd.DataFrame({"a": [1.5, 2.5], "b": pd.Categorical(["x", "y"])}, index=[7, 9])
    pool = Pool.from_table(frame)
    assert str(pool.content["b"].dtype) == "category"
    assert pool.take([1])["a"].tolist() == [2.5]


def test_a_mistyped_column_offers_the_nearest():
    with pytest.raises(UnknownName, match="Did you mean 'text'"):
        Pool.from_table(TABLE, content="txet")


def test_what_is_no_table():
    with pytest.raises(InputError, match="found list"):
        Pool.from_table([1, 2])


# ------------------------------------------------------------------ folders


def test_texts_in_a_folder(tmp_path):
    for name, text in {"pos/a.txt": "good", "neg/b.txt": "bäd", "neg/notes.md": "no"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    pool = Pool.from_folder(tmp_path, label="folder")
    assert pool.ids == ["neg/b.txt", "pos/a.txt"]
    assert pool.content == ["bäd", "good"]
    assert pool.labels == ["neg", "pos"]


def test_images_in_a_folder(tmp_path):
    for name, colour in {"x.png": 0, "y.PNG": 9, "copy.png": 0}.items():
        Image.new("L", (4, 4), colour).save(tmp_path / name)
    pool = Pool.from_folder(tmp_path)
    assert pool.ids == ["copy.png", "x.png", "y.PNG"]
    assert pool.copy_of.tolist() == [-1, 0, -1]
    assert pool.content[0] == tmp_path / "copy.png"


def test_folders_that_cannot_be_used(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        Pool.from_folder(tmp_path / "absent")
    with pytest.raises(DataError, match=r"holds no image .* and no \.txt file"):
        Pool.from_folder(tmp_path)
    (tmp_path / "a.txt").write_bytes("é".encode("latin-1"))
    with pytest.raises(DataError, match=r"is not utf-8 .* pass encoding="):
        Pool.from_folder(tmp_path)
    assert Pool.from_folder(tmp_path, encoding="latin-1").content == ["é"]
    Image.new("L", (2, 2)).save(tmp_path / "b.png")
    with pytest.raises(DataError, match="1 images and 1 texts"):
        Pool.from_folder(tmp_path)
    with pytest.raises(InputError, match="label is None or 'folder'"):
        Pool.from_folder(tmp_path, label="name")


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(DataError, match="leads out of the folder"):
        Pool.from_folder(tmp_path / "in")
