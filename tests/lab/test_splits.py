"""Splits: nothing on both sides, shares kept, groups whole, the same for every strategy."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lab.data_of import data_of

from asknext.errors import InputError, UnknownName
from asknext.lab.splits import build_splits

LABELS = st.lists(st.sampled_from("abc"), min_size=10, max_size=60)
GROUPS = st.lists(st.integers(0, 5), min_size=12, max_size=60).filter(lambda each: len(set(each)) > 2)


@given(LABELS, st.integers(0, 50), st.floats(0.1, 0.6))
def test_a_shuffle_is_a_partition_of_the_share_asked_for(labels, seed, share):
    data = data_of(labels)
    pool, test = build_splits({"test": share}).rows(data, seed)
    assert sorted([*pool, *test]) == list(range(len(labels)))
    assert len(test) == max(1, round(share * len(labels)))
    again = build_splits({"test": share}).rows(data, seed)
    assert np.array_equal(pool, again[0])
    assert np.array_equal(test, again[1])


def test_a_shuffle_keeps_the_shares_of_the_classes_and_changes_with_the_seed():
    data = data_of(list("a" * 80 + "b" * 20))
    splits = build_splits({"test": 0.25, "seeds": 3})
    tests = [splits.rows(data, seed)[1] for seed in splits.seeds()]
    assert [Counter(data.labels[row] for row in test) for test in tests] == [{"a": 20, "b": 5}] * 3
    assert len({tuple(test) for test in tests}) == 3


@given(LABELS, st.integers(2, 5), st.integers(1, 3))
def test_folds_test_every_row_once_in_each_repeat(labels, folds, repeats):
    data = data_of(labels)
    splits = build_splits({"kind": "stratified_folds", "folds": folds, "repeats": repeats})
    assert splits.seeds() == list(range(folds * repeats))
    for repeat in range(repeats):
        tests = [splits.rows(data, repeat * folds + fold)[1] for fold in range(folds)]
        assert sorted(np.concatenate(tests)) == list(range(len(labels)))
        for each in set(labels):
            counts = [sum(labels[row] == each for row in test) for test in tests]
            assert max(counts) - min(counts) <= 1


def test_repeats_of_folds_differ():
    data, splits = data_of(list("ab" * 20)), build_splits({"kind": "stratified_folds", "folds": 4, "repeats": 2})
    assert not np.array_equal(splits.rows(data, 0)[1], splits.rows(data, 4)[1])


@given(GROUPS, st.integers(0, 30), st.sampled_from(["shuffles", "stratified_folds"]))
def test_no_group_is_on_both_sides(groups, seed, kind):
    data = data_of(["a", "b"] * (len(groups) // 2) + ["a"] * (len(groups) % 2), {"speaker": groups})
    own = {"folds": 3} if kind == "stratified_folds" else {"test": 0.3}
    pool, test = build_splits({"kind": kind, "groups": "speaker", **own}).rows(data, seed)
    assert not {groups[row] for row in pool} & {groups[row] for row in test}
    assert sorted([*pool, *test]) == list(range(len(groups)))


def test_groups_come_as_near_to_the_share_as_they_can():
    data = data_of(list("ab") * 50, {"speaker": np.repeat(np.arange(10), 10)})
    sizes = {len(build_splits({"test": 0.3, "groups": "speaker"}).rows(data, seed)[1]) for seed in range(5)}
    assert sizes == {30}


def test_folds_of_groups_are_of_like_size():
    data = data_of(list("ab") * 30, {"speaker": np.repeat(np.arange(6), 10)})
    splits = build_splits({"kind": "stratified_folds", "folds": 3, "groups": "speaker"})
    assert [len(splits.rows(data, fold)[1]) for fold in range(3)] == [20, 20, 20]


def test_unseen_scores_the_rest_of_the_pool_which_is_everything():
    pool, test = build_splits("unseen").rows(data_of(list("abab")), 3)
    assert pool.tolist() == [0, 1, 2, 3]
    assert test is None


def test_a_given_test_part_is_held_out_whatever_the_seed():
    data = data_of(list("ababab"), test_rows=[4, 1])
    for seed in range(3):
        pool, test = build_splits({"test": 0.5}).rows(data, seed)
        assert (pool.tolist(), test.tolist()) == ([0, 2, 3, 5], [1, 4])
    pool, test = build_splits("unseen").rows(data, 0)
    assert pool.tolist() == [0, 2, 3, 5]
    assert test is None


def test_a_given_test_part_is_not_cut_into_folds():
    data = data_of(list("ababab"), test_rows=[4, 1])
    with pytest.raises(InputError, match="comes with a test part"):
        build_splits({"kind": "stratified_folds", "folds": 2}).rows(data, 0)


def test_seeds_are_a_number_or_a_list():
    assert build_splits(None).seeds() == list(range(10))
    assert build_splits({"seeds": 3}).seeds() == [0, 1, 2]
    assert build_splits({"seeds": [7, 3]}).seeds() == [7, 3]


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"test": 1.0}, "splits.test is 1.0"),
        ({"test": 0}, "splits.test is 0"),
        ({"seeds": 0}, "splits.seeds is 0"),
        ({"seeds": [1, 1]}, "splits.seeds"),
        ({"seeds": [-1]}, "splits.seeds"),
        ({"seeds": True}, "splits.seeds"),
        ({"kind": "stratified_folds", "folds": 1}, "splits.folds is 1"),
        ({"kind": "shufles"}, "'shuffles'"),
        ({"kind": "unseen", "test": 0.2}, "no key 'test'"),
        ({"kind": "stratified_folds", "seeds": 3}, "no key 'seeds'"),
    ],
)
def test_a_wrong_key_is_told(spec, told):
    with pytest.raises(InputError, match=told):
        build_splits(spec)


def test_groups_have_to_be_a_column_and_more_than_one():
    data = data_of(list("abab"), {"speaker": list("xxxx")})
    with pytest.raises(UnknownName, match="'speaker'"):
        build_splits({"groups": "speker"}).rows(data, 0)
    with pytest.raises(InputError, match="left 4 rows for the pool and 0 to test on"):
        build_splits({"groups": "speaker"}).rows(data, 0)
