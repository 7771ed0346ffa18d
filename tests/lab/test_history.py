"""Stored rounds as a history."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from tests.lab.small_store import POOL, ROUNDS, TEST, blobs, make_store, play

from asknext.errors import UnknownName
from asknext.lab.history import history_of, lazy_history, unknown_in
from asknext.lab.run_store import RunStore
from asknext.measures import contradiction, wilson
from asknext.stopping import Round


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    with RunStore.open(make_store(tmp_path_factory.mktemp("store") / "run", seeds=[0])) as store:
        yield store.rounds("margin-0")


def test_each_round_is_what_its_model_said(rounds):
    history, played = history_of(rounds), play("margin", 0)
    labelled: list[int] = []
    for place, (now, then) in enumerate(zip(history, played, strict=True)):
        labelled += then.asked.rows.tolist()
        left = np.setdiff1d(POOL, labelled)
        assert now.labels == len(labelled)
        assert now.remaining == len(left)
        assert now.classes == 2
        np.testing.assert_array_equal(now.predictions, then.pool_probabilities.argmax(axis=1))
        assert now.pool_doubt == pytest.approx(1 - then.pool_probabilities[left].max(axis=1).mean())
        assert now.scores["accuracy"] == then.metrics["accuracy"]
        assert now.intervals["accuracy"] == pytest.approx(wilson(then.metrics["accuracy"] * 40, 40))
        predicted = then.pool_probabilities[labelled].argmax(axis=1)
        assert now.train_scores["accuracy"] == pytest.approx(np.mean(predicted == blobs()[1][labelled]))
        if place:
            before = played[place - 1].pool_probabilities
            rows = then.asked.rows
            np.testing.assert_allclose(now.batch_confidence, before[rows].max(axis=1))
            np.testing.assert_array_equal(now.batch_right, before[rows].argmax(axis=1) == blobs()[1][rows])
            first = played[0].pool_probabilities
            np.testing.assert_array_equal(now.batch_right_first, first[rows].argmax(axis=1) == blobs()[1][rows])
            changed = contradiction(before[left].argmax(axis=1), then.pool_probabilities[left].argmax(axis=1))
            assert now.pool_changed == pytest.approx(changed)


def test_seconds_add_up(rounds):
    np.testing.assert_allclose([each.seconds for each in history_of(rounds)], 1.5 * np.arange(1, ROUNDS + 1))


def test_nothing_is_known_of_what_came_before_the_first_round(rounds):
    first = history_of(rounds)[0]
    assert first.total_variation is None
    assert first.batch_entropy is None
    assert first.support_vectors is None


def test_a_screening_looks_for_one_class(rounds):
    last = history_of(rounds, looked_for="yes")[-1]
    y = blobs()[1]
    np.testing.assert_array_equal(last.relevance, y[rounds[-1].labelled_rows] == 1)
    assert len(last.control) == 30  # every item of the class in the pool, as there are fewer than 50
    assert last.control.sum() == last.relevance.sum()
    assert len(last.found_likely) == last.labels
    assert len(last.left_likely) == last.remaining
    with pytest.raises(UnknownName, match="'maybe'"):
        history_of(rounds, looked_for="maybe")


def test_without_the_pool_held_out_predictions_are_the_stop_set(tmp_path):
    with RunStore.open(make_store(tmp_path / "run", strategies=["margin"], seeds=[0], pool=False)) as store:
        history, played = history_of(store.rounds("margin-0")), play("margin", 0)
    np.testing.assert_array_equal(history[-1].predictions, played[-1].test_probabilities.argmax(axis=1))
    assert len(history[-1].predictions) == len(TEST)
    assert history[-1].total_variation > 0
    assert history[-1].batch_entropy is None
    held_out = played[-1].test_probabilities.max(axis=1)
    assert history[-1].pool_doubt == pytest.approx(1 - held_out.mean())
    assert unknown_in(history) is None


def test_fields_are_made_when_they_are_looked_at(rounds):
    whole, lazy = history_of(rounds), lazy_history(rounds)
    for each in (4, 1, 5):  # in any order
        for field in fields(Round):
            made, expected = getattr(lazy[each], field.name), getattr(whole[each], field.name)
            assert type(made) is type(expected)
            np.testing.assert_array_equal(made, expected)


def test_pruned_predictions_are_told(tmp_path):
    with RunStore.open(make_store(tmp_path / "run", strategies=["margin"], seeds=[0], keep="none")) as store:
        history = history_of(store.rounds("margin-0"))
    assert history[-1].predictions is None
    assert history[-1].scores["accuracy"] > 0
    assert unknown_in(history) == (
        "The predictions of 6 of 6 rounds were not kept, or pruned: rules that look at them cannot tell there."
    )
    assert history_of([]) == []
