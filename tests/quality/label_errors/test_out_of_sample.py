from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.quality.label_errors import folds, out_of_sample


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60), st.integers(2, 6), st.integers(0, 9))
def test_folds_hold_as_many_items_and_share_the_classes(labels, count, seed):
    fold = folds(labels, count, seed=seed)
    assert (fold == folds(labels, count, seed=seed)).all()
    sizes = np.bincount(fold, minlength=count)
    assert sizes.max() - sizes.min() <= 1
    for code in set(labels):
        inside = np.bincount(fold[np.array(labels) == code], minlength=count)
        assert inside.max() - inside.min() <= 1


@given(st.lists(st.one_of(st.none(), st.sampled_from("abcde")), min_size=1, max_size=60), st.integers(0, 9))
def test_a_group_stays_in_one_fold(groups, seed):
    fold = folds(np.zeros(len(groups), dtype=int), 3, groups=groups, seed=seed)
    named = {(group, int(at)) for group, at in zip(groups, fold, strict=True) if group is not None}
    assert all(number == 1 for number in Counter(group for group, _ in named).values())


def test_folds_check_what_they_are_given():
    with pytest.raises(InputError):
        folds([0, 1], 1)
    with pytest.raises(InputError):
        folds([0, 1], groups=["a"])


class Memory:
    """A classifier that knows what it was taught and nothing else."""

    def get_params(self, deep=True):
        return {}

    def set_params(self, **_):
        return self

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self._known = {row.tobytes(): label for row, label in zip(X, y, strict=True)}
        return self

    def predict_proba(self, X):
        table = np.full((len(X), len(self.classes_)), 1 / len(self.classes_))
        for at, row in enumerate(X):
            if row.tobytes() in self._known:
                table[at] = self.classes_ == self._known[row.tobytes()]
        return table

    def __sklearn_clone__(self):
        return Memory()


def test_nothing_is_judged_by_what_it_taught():
    vectors, labels = np.arange(20.0)[:, None], np.arange(20) % 2
    assert out_of_sample(vectors, labels, 2, model=Memory()) == pytest.approx(np.full((20, 2), 0.5))
    twins, twin_labels = np.repeat(vectors[:10], 2, axis=0), np.repeat(labels[:10], 2)
    seen = out_of_sample(twins, twin_labels, 2, model=Memory())
    assert (seen.max(axis=1) == 1).any()
    groups = np.repeat(np.arange(10), 2).tolist()
    assert out_of_sample(twins, twin_labels, 2, model=Memory(), groups=groups) == pytest.approx(np.full((20, 2), 0.5))


def test_one_group_that_holds_everything_leaves_nothing_to_judge():
    assert not out_of_sample(np.zeros((4, 1)), np.array([0, 1, 0, 1]), 2, groups=["a"] * 4).any()


def test_the_default_model_judges_what_it_has_not_seen():
    rng = np.random.default_rng(0)
    labels = np.arange(60) % 3
    vectors = rng.normal(size=(60, 4)).astype(np.float32)
    vectors[np.arange(60), labels] += 4
    p = out_of_sample(vectors, labels, 4)
    assert p.shape == (60, 4)
    assert (p.argmax(axis=1) == labels).mean() > 0.9
    assert not p[:, 3].any()
