"""Two run stores side by side."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from tests.lab.small_store import make_store, play

from asknext.errors import InputError, UnknownName
from asknext.lab.compare import Differing, compare
from asknext.lab.run_store import RunStore
from asknext.measures import area

STUDY = {"name": "small", "data": [{"builtin": "digits"}], "seeds": 3}


def compared(first, second, **options):
    with RunStore.open(first) as a, RunStore.open(second) as b:
        return compare(a, b, **options)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("first") / "run", study=STUDY)


def test_a_store_and_its_like_are_identical(first, tmp_path):
    found = compared(first, make_store(tmp_path / "run", study=STUDY))
    assert found.identical
    assert (found.protocol, found.versions, found.unlike, found.unchecked) == ((), (), (), 0)
    assert (len(found.both), found.same) == (6, 6)
    assert all(each.difference.mean == 0 for each in found.results)


def test_other_cells_and_another_protocol(first, tmp_path):
    study = {"name": "small", "data": [{"builtin": "wine"}, {"builtin": "iris"}], "seeds": 3}
    found = compared(first, make_store(tmp_path / "run", strategies=["margin"], seeds=[1, 2, 3], study=study))
    assert not found.identical
    assert found.protocol == (
        Differing("data[0].builtin", "digits", "wine"),
        Differing("data[1]", None, {"builtin": "iris"}),
    )
    assert len(found.both) == 2
    assert found.only_second == ("blobs, logistic, margin, 5, perfect, seed 3",)
    assert len(found.only_first) == 4


def test_results_are_paired_by_seed(first, tmp_path):
    found = compared(
        first, make_store(tmp_path / "run", strategies=["margin"], study=STUDY, rounds=4, shift=0.01), metric="accuracy"
    )
    margin = found.results[0]
    labels = [4, 9, 14, 19]
    mine = [area(labels, [each.metrics["accuracy"] for each in play("margin", seed, 4)]) for seed in range(3)]
    assert margin.setting == {
        "data_set": "blobs", "target": None, "model": "logistic", "strategy": "margin", "schedule": "5",
        "oracle": "perfect",
    }  # fmt: skip
    assert margin.first == pytest.approx(np.mean(mine))
    assert margin.difference.mean == pytest.approx(0.01)
    assert margin.difference.low == pytest.approx(0.01)
    assert margin.difference.n == 3


def test_the_one_model_that_differs_is_compared(first, tmp_path):
    found = compared(first, make_store(tmp_path / "run", study=STUDY, model="logistic(C=2)"))
    assert found.counterparts == (Differing("model", "logistic", "logistic(C=2)"),)
    assert (len(found.both), found.only_first, found.only_second) == (6, (), ())
    assert len(found.results) == 2
    assert not found.identical


def test_what_parts_two_runs_of_a_cell_is_told(first, tmp_path):
    other = make_store(tmp_path / "run", study=STUDY)
    with closing(sqlite3.connect(other / "runs.db", isolation_level=None)) as runs:
        number = runs.execute("SELECT number FROM cells WHERE id = 'margin-1'").fetchone()[0]
        runs.execute("UPDATE metrics SET value = value + 1e-15 WHERE cell = ? AND round = 3", (number,))
        number = runs.execute("SELECT number FROM cells WHERE id = 'random-2'").fetchone()[0]
        runs.execute("DELETE FROM rounds WHERE cell = ? AND round = 5", (number,))
    found = compared(first, other)
    assert [(each.cell[-6:], each.where) for each in found.unlike] == [
        ("seed 1", "round 3, metrics"),
        ("seed 2", "6 rounds and 5"),
    ]
    assert not found.identical


def test_other_predictions_and_pruned_ones(first, tmp_path):
    rounded = compared(first, make_store(tmp_path / "a", study=STUDY, keep="float32"))
    assert {each.where for each in rounded.unlike} == {"round 0, predictions"}
    pruned = compared(first, make_store(tmp_path / "b", study=STUDY, keep="none"))
    assert pruned.unlike == ()
    assert pruned.unchecked == 36
    assert not pruned.identical


def test_metrics_and_empty_stores(first, tmp_path):
    with pytest.raises(UnknownName, match="no metric 'f1'"):
        compared(first, first, metric="f1")
    with pytest.raises(InputError, match="no cells"):
        compared(first, make_store(tmp_path / "run", strategies=[]))
