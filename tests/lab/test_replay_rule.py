"""Where a rule would have stopped."""

from __future__ import annotations

import numpy as np
import pytest
from tests.lab.small_store import ROUNDS, make_store, play

from asknext.errors import InputError, UnknownName
from asknext.lab.history import history_of
from asknext.lab.replay_rule import replay_rule, replay_rules, where_it_stops
from asknext.lab.run_store import RunStore
from asknext.measures import cost_of_stopping
from asknext.stopping import build_rule


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with RunStore.open(make_store(tmp_path_factory.mktemp("store") / "run")) as opened:
        yield opened


def test_a_budget_stops_where_it_is_spent(store):
    found = replay_rule(store, {"name": "budget", "labels": 14})
    assert len(found.stopped) == 6
    first = found.stopped[0]
    scores = [each.metrics["accuracy"] for each in play("margin", 0)]
    assert (first.cell, first.round, first.labels, first.score) == ("margin-0", 2, 14, scores[2])
    assert (first.best, first.final) == (max(scores), scores[-1])
    assert first.cost == cost_of_stopping([4, 9, 14, 19, 24, 29], scores, 2, error_cost=2_000)
    assert "14" in first.sentence
    assert first.unknown is None


def test_a_rule_that_never_fires_pays_for_the_whole_run(store):
    found = replay_rule(store, {"name": "budget", "labels": 1_000}).stopped[0]
    assert (found.round, found.labels) == (None, 29)
    assert found.cost.at == ROUNDS - 1


def test_it_stops_where_it_would_have_stopped_live(store):
    rule = build_rule({"name": "contradiction_ratio"})
    history = history_of(store.rounds("random-2"))
    place, advice = where_it_stops(rule, history)
    for end in range(1, len(history) + 1):
        assert (rule.check(history[:end]).stop is True) == (place is not None and end - 1 == place) or (
            place is not None and end - 1 > place
        )
    assert advice.rule == "contradiction_ratio"


def test_several_rules_over_one_reading(store):
    both = replay_rules(store, ["pool_exhausted", {"name": "budget", "labels": 9}])
    assert [each.rule["name"] for each in both.stopped[:2]] == ["pool_exhausted", "budget"]
    assert len(both.stopped) == 12


def test_another_score_and_another_cost(store):
    found = replay_rule(store, {"name": "budget", "labels": 9}, metric="roc_auc", error_cost=10)
    assert (found.metric, found.error_cost) == ("roc_auc", 10)
    scores = [each.metrics["roc_auc"] for each in play("margin", 0)]
    assert found.stopped[0].cost == cost_of_stopping([4, 9, 14, 19, 24, 29], scores, 1, error_cost=10)


def test_what_was_pruned_is_said(tmp_path):
    with RunStore.open(make_store(tmp_path / "run", keep="none", seeds=[0])) as pruned:
        found = replay_rule(pruned, "stabilising_predictions").stopped[0]
    assert found.round is None
    assert "were not kept, or pruned" in found.unknown
    assert np.isfinite(found.score)


def test_unknown_names(store, tmp_path):
    with pytest.raises(UnknownName, match="stopping rule 'budge'"):
        replay_rule(store, "budge")
    with pytest.raises(UnknownName, match="no metric 'f1'"):
        replay_rule(store, "pool_exhausted", metric="f1")
    with (
        RunStore.open(make_store(tmp_path / "run", strategies=[])) as empty,
        pytest.raises(InputError, match="no metric to judge"),
    ):
        replay_rule(empty, "pool_exhausted")
