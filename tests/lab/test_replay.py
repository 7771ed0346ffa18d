"""A new metric over stored rounds."""

from __future__ import annotations

import numpy as np
import pytest
from tests.lab.small_store import ROUNDS, TEST, blobs, make_store, play

from asknext.errors import InputError, UnknownName
from asknext.lab.replay import replay
from asknext.lab.run_store import RunStore
from asknext.measures import METRICS, score


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with RunStore.open(make_store(tmp_path_factory.mktemp("store") / "run")) as opened:
        yield opened


def test_what_was_taken_comes_out_again(store):
    found, taken = replay(store, "accuracy"), store.curves("accuracy")
    assert found.curves.keys() == taken.keys()
    for cell, (labels, values) in taken.items():
        np.testing.assert_array_equal(found.curves[cell][0], labels)
        np.testing.assert_array_equal(found.curves[cell][1], values)
    assert (found.metric, found.rounds, found.undefined, found.pruned) == ("accuracy", 6 * ROUNDS, 0, 0)


@pytest.mark.parametrize("name", ["log_loss", "calibration_error", "recall:yes"])
def test_a_metric_that_was_not_taken(store, name):
    _, values = replay(store, name).curves["random-1"]
    truth, tables = blobs()[1][TEST], [each.test_probabilities for each in play("random", 1)]
    if name in METRICS:
        np.testing.assert_allclose(values, [score(name, truth, table) for table in tables])
    else:
        np.testing.assert_allclose(values, [np.mean(table[truth == 1, 1] >= 0.5) for table in tables])


def test_a_function_of_ones_own(store):
    def lowest(stored):
        return stored.probabilities().max(axis=1).min()

    found = replay(store, lowest, cells=store.cells(strategy="margin"))
    assert found.metric == "lowest"
    assert sorted(found.curves) == ["margin-0", "margin-1", "margin-2"]
    assert found.curves["margin-0"][1][2] == play("margin", 0)[2].test_probabilities.max(axis=1).min()


def test_undefined_values_are_kept_and_counted(store):
    found = replay(store, lambda stored: float("nan") if stored.number else 1)
    assert found.undefined == 6 * (ROUNDS - 1)
    assert found.pruned == 0
    assert found.curves["margin-0"][1][0] == 1


def test_what_goes_wrong_in_a_function_says_where(store):
    def broken(stored):
        return 1 / (stored.number - 3)

    with pytest.raises(InputError, match="metric broken failed in cell margin-0, round 3: ZeroDivisionError"):
        replay(store, broken)
    with pytest.raises(InputError, match="gave 'high' in cell margin-0, round 0; expected a number"):
        replay(store, lambda stored: "high")
    with pytest.raises(InputError, match="a name, or a function"):
        replay(store, 7)


def test_unknown_names(store):
    with pytest.raises(UnknownName, match="Did you mean 'accuracy'"):
        replay(store, "acuracy")
    with pytest.raises(UnknownName, match="no class 'maybe'"):
        replay(store, "recall:maybe")


def test_without_predictions_what_was_taken_stays(tmp_path):
    with RunStore.open(make_store(tmp_path / "run", keep="none")) as pruned:
        assert replay(pruned, "accuracy").pruned == 0
        found = replay(pruned, "log_loss")
        assert (found.undefined, found.pruned, found.rounds) == (6 * ROUNDS, 6 * ROUNDS, 6 * ROUNDS)
        with pytest.raises(InputError, match="predictions of this round were not kept"):
            replay(pruned, lambda stored: stored.probabilities().max())


def test_progress_counts_cells(store):
    seen = []
    replay(store, "accuracy", on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(at, 6) for at in range(1, 7)]
