"""Initial sets: drawn, stratified, cold, given."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lab.data_of import data_of

from asknext.errors import InputError, MissingInput, UnknownName
from asknext.lab.initial_sets import initial_rows, initial_size, initial_spec

DATA = data_of(list("a" * 40 + "b" * 8 + "c" * 2))
POOL = np.arange(0, 50, 1)


def test_a_random_set_is_of_the_pool_and_of_the_seed():
    rows = initial_rows(5, DATA, POOL[10:], 1)
    assert len(set(rows)) == 5
    assert rows.tolist() == sorted(rows)
    assert rows.min() >= 10
    assert np.array_equal(rows, initial_rows({"random": 5}, DATA, POOL[10:], 1))
    assert not np.array_equal(rows, initial_rows(5, DATA, POOL[10:], 2))


def test_a_random_set_without_a_class_is_kept_unless_both_are_wanted():
    draws = [{DATA.labels[row] for row in initial_rows(2, DATA, POOL, seed)} for seed in range(20)]
    assert {"a"} in draws
    wanted = {"random": 2, "both_classes": True}
    assert all(len({DATA.labels[row] for row in initial_rows(wanted, DATA, POOL, seed)}) == 2 for seed in range(20))


def test_where_both_classes_cannot_be_drawn_it_is_told():
    with pytest.raises(InputError, match="no draw of 3 rows held two different labels"):
        initial_rows({"random": 3, "both_classes": True}, DATA, POOL[:30], 0)


@pytest.mark.parametrize(
    ("size", "counts"),
    [(3, [1, 1, 1]), (10, [8, 1, 1]), (25, [20, 4, 1]), (50, [40, 8, 2])],
)
def test_a_stratified_set_has_each_class_by_its_share_and_one_at_least(size, counts):
    found = Counter(DATA.labels[row] for row in initial_rows({"stratified": size}, DATA, POOL, 0))
    assert [found[each] for each in "abc"] == counts


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=40), st.data())
def test_a_stratified_set_has_the_size_asked_for(labels, draw):
    size = draw.draw(st.integers(1, len(labels)))
    rows = initial_rows({"stratified": size}, data_of(labels), np.arange(len(labels)), 0)
    assert len(set(rows)) == size
    assert len({labels[row] for row in rows}) >= min(size, len(set(labels)))


def test_a_cold_start_looks_at_embeddings_alone():
    embeddings = np.repeat([[0.0, 0], [10, 0], [0, 10]], 20, axis=0) + np.random.default_rng(0).normal(0, 0.1, (60, 2))
    data = data_of(["a"] * 60 + [])
    object.__setattr__(data, "embeddings", embeddings.astype(np.float32))
    for by in ("typiclust", "kmeans", "k_center_greedy"):
        rows = initial_rows({"cold_start": 3, "by": by}, data, np.arange(60), 0)
        assert sorted(rows // 20) == [0, 1, 2]
    with pytest.raises(MissingInput, match=r"data\.embeddings"):
        initial_rows({"cold_start": 3}, data_of(list("ab" * 5), embeddings=False), np.arange(10), 0)


def test_rows_and_ids_are_taken_as_given():
    assert initial_rows({"given": [4, 2]}, DATA, POOL, 0).tolist() == [2, 4]
    assert initial_rows({"ids": ["item 7", "item 3"]}, DATA, POOL, 5).tolist() == [3, 7]
    with pytest.raises(InputError, match="row 2 is not in the pool"):
        initial_rows({"given": [2]}, DATA, POOL[10:], 0)
    with pytest.raises(UnknownName, match="'item 4'"):
        initial_rows({"ids": ["itm 4"]}, DATA, POOL, 0)


def test_the_size_is_known_before_anything_is_read():
    assert [initial_size(each) for each in (7, {"stratified": 4}, {"given": [1, 2]}, {"ids": ["x"]})] == [7, 4, 2, 1]
    assert initial_spec(7) == {"random": 7}


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        (0, "initial.random is 0"),
        ({"random": 5, "stratified": 5}, "exactly one"),
        ({"randm": 5}, "'random'"),
        ({"stratified": 5, "both_classes": True}, "both_classes belongs to random"),
        ({"random": 5, "by": "kmeans"}, "by belongs to cold_start"),
        ({"cold_start": 5, "by": "kmean"}, "'kmeans'"),
        ({"given": []}, "list of row numbers"),
        ({"given": [-1]}, "list of row numbers"),
        ({"given": [3, 3, 5]}, "3 is there twice"),
        ({"random": 51}, "the pool of 'made' has 50 rows"),
        ("twenty", "must be a mapping"),
    ],
)
def test_a_wrong_key_is_told(spec, told):
    with pytest.raises(InputError, match=told):
        initial_rows(spec, DATA, POOL, 0)
