"""Ground covered by labels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.measures import (
    distances_to_labelled,
    exploration_gradient,
    explored_share,
    kmeans_exploration,
    random_exploration,
)

LINE = np.arange(5.0)[:, None]  # items at 0 1 2 3 4


def test_by_hand():
    first = distances_to_labelled(LINE, LINE[:1])
    np.testing.assert_array_equal(first, [0, 1, 2, 3, 4])
    second = distances_to_labelled(LINE, LINE[4:], before=first)
    np.testing.assert_array_equal(second, [0, 1, 2, 1, 0])
    assert exploration_gradient(first, second) == 10 - 4
    assert explored_share(first, second) == pytest.approx(0.6)


@given(seed=st.integers(0, 10**6), first=st.integers(1, 5), second=st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_only_new_labels_change_the_minima(seed, first, second):
    rng = np.random.default_rng(seed)
    items, labelled = rng.normal(size=(30, 3)), rng.normal(size=(first + second, 3))
    before = distances_to_labelled(items, labelled[:first])
    after = distances_to_labelled(items, labelled[first:], before=before)
    np.testing.assert_array_equal(after, distances_to_labelled(items, labelled))
    assert exploration_gradient(before, after) >= 0
    assert 0 <= explored_share(before, after) <= 1


def test_before_the_first_label_all_is_infinitely_far():
    none = distances_to_labelled(LINE, LINE[:0])
    assert np.isinf(none).all()
    some = distances_to_labelled(LINE, LINE[:1], before=none)
    assert exploration_gradient(none, some) == np.inf
    assert exploration_gradient(none, none) == 0
    assert np.isnan(explored_share(none, some))


def test_when_all_is_labelled_nothing_is_left():
    done = distances_to_labelled(LINE, LINE)
    assert explored_share(done, done) == 0


def clusters():
    rng = np.random.default_rng(0)
    centres = np.array([[0, 0], [40, 0], [0, 40], [40, 40]])
    return np.vstack([centre + rng.normal(size=(50, 2)) for centre in centres])


def test_k_means_explores_more_than_random_and_random_more_than_one_corner():
    items = clusters()
    before = distances_to_labelled(items, items[:1])
    random = random_exploration(items, items, before, 4, seed=1)
    kmeans = kmeans_exploration(items, items, before, 4, seed=1)
    corner = explored_share(before, distances_to_labelled(items, items[1:5], before=before))
    assert corner < random.mean < kmeans
    assert random.low <= random.mean <= random.high
    assert random == random_exploration(items, items, before, 4, seed=1)


def test_the_random_share_is_the_mean_over_all_batches():
    before = distances_to_labelled(LINE, LINE[:1])
    # One more label at 0 1 2 3 4 leaves distances that sum to 10 6 4 3 4.
    shares = [explored_share(before, distances_to_labelled(LINE, LINE[[at]], before=before)) for at in range(5)]
    np.testing.assert_allclose(shares, [0, 0.4, 0.6, 0.7, 0.6])
    found = random_exploration(LINE, LINE, before, 1, draws=1_000, seed=0)
    assert found.mean == pytest.approx(np.mean(shares), abs=4 * found.deviation / np.sqrt(1_000))


def test_what_cannot_be():
    near, far = np.array([1.0]), np.array([2.0])
    with pytest.raises(InputError, match="has grown"):
        exploration_gradient(near, far)
    with pytest.raises(InputError, match="same items"):
        exploration_gradient(near, np.ones(2))
    with pytest.raises(InputError, match="a distance for each of 5 items"):
        distances_to_labelled(LINE, LINE[:1], before=near)
    with pytest.raises(InputError, match="batch of 6 cannot be drawn from 5"):
        kmeans_exploration(LINE, LINE, np.ones(5), 6)
    with pytest.raises(InputError, match="at least 2"):
        random_exploration(LINE, LINE, np.ones(5), 2, draws=1)
