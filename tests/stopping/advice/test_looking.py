"""What a batch covered and how easy it was: worked by hand, and the same on samples."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.stopping.advice import Asked, BatchLook, look_at_batch
from asknext.stopping.advice.looking import exploration_look


def rows(*values):
    return np.array(values, dtype=np.int64)


LINE = np.array([[0.0], [1.0], [2.0], [10.0], [11.0], [12.0]], dtype=np.float32)


def test_exploration_is_the_fall_of_the_mean_distance_worked_by_hand():
    # distances to row 1: 1 0 1 9 10 11 = 32; with row 4, too: 1 0 1 1 0 1 = 4
    look = look_at_batch(LINE, Asked(rows(1), None, rows(4), rows(0, 2, 3, 4, 5)), 0)
    assert look.batch == 1
    assert look.sample == 6
    assert look.explored == pytest.approx(28 / 32)
    assert look.judged == 0


def test_random_batches_are_drawn_from_what_was_available():
    # the only other batch there is has the same effect
    look = look_at_batch(LINE, Asked(rows(1), None, rows(4), rows(4)), 0)
    assert look.random == pytest.approx(look.explored)
    assert look.random_sd == 0
    assert look.kmeans is None


def test_k_means_explores_more_than_random_where_there_are_groups():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(at, 0.1, (60, 2)) for at in (0, 5, 10, 15)]).astype(np.float32)
    look = look_at_batch(X, Asked(rows(0), None, rows(1, 2, 3), np.arange(1, 240)), 3)
    assert look.explored < 0.05
    assert look.kmeans > look.random > look.explored


def test_agreement_counts_where_model_and_nearest_labelled_item_say_the_same():
    targets, said = np.array([0, 1]), np.array([0, 0, 1, 1, 0, 1])
    asked = Asked(rows(0, 5), targets, rows(3, 4), rows(1, 2, 3, 4), lambda wanted: said[wanted])
    look = look_at_batch(LINE, asked, 0)
    # nearest of 3 and 4 is row 5, labelled 1: said 1 and 0; nearest of 1 and 2 is row 0, labelled 0: said 0 and 1
    assert (look.judged, look.agreed) == (2, 1)
    assert (look.random_judged, look.random_agreed) == (2, 1)


def test_several_labels_agree_by_their_share():
    targets = np.array([[1, 0, 1, 0], [0, 0, 0, 0]])
    asked = Asked(rows(0, 5), targets, rows(1), rows(1, 2), lambda wanted: np.array([[1, 1, 1, 0]] * len(wanted)))
    assert look_at_batch(LINE, asked, 0).agreed == pytest.approx(0.75)


def test_nothing_is_looked_at_without_vectors_or_a_batch_or_labels():
    asked = Asked(rows(1), None, rows(4), rows(0, 2, 3, 4, 5))
    assert look_at_batch(None, asked, 0) == BatchLook(1)
    assert look_at_batch(LINE, Asked(rows(1), None, rows(), rows(0)), 0) == BatchLook(0)
    assert look_at_batch(LINE, Asked(rows(), None, rows(4), rows(0, 4)), 0) == BatchLook(1)


def test_a_large_pool_is_looked_at_by_samples_that_come_to_the_same():
    X = np.random.default_rng(1).normal(size=(30_000, 4)).astype(np.float32)
    labelled, batch = np.arange(50), np.arange(50, 900)
    small = exploration_look(X[:2000], Asked(labelled, None, batch, np.arange(50, 2000)), 0)
    large = exploration_look(X, Asked(labelled, None, batch, np.arange(50, 30_000)), 0)
    assert large["sample"] == 2000
    assert large["explored"] == pytest.approx(large["random"], abs=4 * large["random_sd"] + 0.01)
    # there the items of the batch are in the sample themselves
    assert small["explored"] > large["explored"]


def test_the_same_seed_gives_the_same_look_and_another_another():
    X = np.random.default_rng(1).normal(size=(5000, 4)).astype(np.float32)
    asked = Asked(np.arange(20), None, np.arange(20, 30), np.arange(20, 5000))
    assert exploration_look(X, asked, 7) == exploration_look(X, asked, 7)
    assert exploration_look(X, asked, 7) != exploration_look(X, asked, 8)
