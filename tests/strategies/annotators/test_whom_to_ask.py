"""Interval estimation, skilled annotators and pairs for their price: who is named for an item."""

import numpy as np
import pytest
from scipy.stats import t
from tests.conformance.cases import case
from tests.conformance.definitions.annotators import upper_bound

import asknext
from asknext import PoolView
from asknext.errors import InputError
from asknext.strategies.annotators.answers import answers_of
from asknext.strategies.annotators.appointing import appointed
from asknext.strategies.annotators.dawid_skene import dawid_skene
from asknext.strategies.annotators.interval_estimation import upper_bounds
from asknext.strategies.annotators.skilled_annotator import accuracy_by_class

X = np.nan
P = np.array([[0.5, 0.5], [0.6, 0.4], [0.7, 0.3], [0.8, 0.2], [0.9, 0.1], [0.95, 0.05]])
# 0 and 1 agree throughout, 2 never agrees with them, 3 is new
ANSWERS = np.array([[0, 0, 1, X], [0, 0, 1, X], [1, 1, 0, X], [0, 0, 1, X], [X, X, X, X], [X, X, X, X]])


def ask(name, n=6, answers=ANSWERS, **parameters):
    return asknext.select(name, n, probabilities=P, annotations=answers, **parameters)


def people(batch, row):
    return [one for one in batch.annotators[batch.indices.tolist().index(row)].tolist() if one >= 0]


# ------------------------------------------------------------------ interval estimation


def test_upper_bounds_worked_by_hand():
    """Rewards 0, 1 and four 1s; and 0, 1 alone: mean 1/2, deviation .7071, t = 12.7062 with one degree of freedom."""
    bounds = upper_bounds(answers_of(PoolView(6, annotations=ANSWERS), "a test"), 0.05)
    assert bounds[0] == pytest.approx(5 / 6 + 2.570582 * 0.408248 / np.sqrt(6), abs=1e-5)
    assert bounds[2] == pytest.approx(1 / 6 + 2.570582 * 0.408248 / np.sqrt(6), abs=1e-5)
    assert bounds[3] == pytest.approx(0.5 + 12.7062 * 0.5, abs=1e-4)


@pytest.mark.parametrize("name", ["crowd", "one_answer_each", "no_answers"])
def test_upper_bounds_are_by_definition(name):
    pool = case(name)
    answers = answers_of(PoolView(24, annotations=pool.extra["annotations"]), "a test")
    wanted = [upper_bound(pool, a, lambda k: t.ppf(0.975, k - 1)) for a in range(5)]
    np.testing.assert_allclose(upper_bounds(answers, 0.05), wanted)


def test_all_above_the_threshold_who_have_not_answered_are_asked():
    everybody = ask("interval_estimation", epsilon=0)
    assert people(everybody, 0) == [3]
    assert people(everybody, 4)[0] == 3
    assert sorted(people(everybody, 4)) == [0, 1, 2, 3]
    assert people(ask("interval_estimation", epsilon=1), 4) == [3]


def test_the_threshold_is_a_share_of_the_highest_bound():
    answers = np.vstack([np.array([[0, 0, 1], [1, 1, 1]] * 10), [[X, X, X]] * 4])
    batch = asknext.select("interval_estimation", 24, probabilities=np.full((24, 2), 0.5), annotations=answers)
    bounds = upper_bounds(answers_of(PoolView(24, annotations=answers), "a test"), 0.05)
    assert people(batch, 21) == [0, 1] or people(batch, 21) == [1, 0]
    assert bounds[2] < 0.8 * bounds[0]


def test_where_all_have_answered_nobody_is_named():
    answers = np.zeros((6, 4))
    batch = ask("interval_estimation", answers=answers)
    assert (batch.annotators == -1).all()
    assert "Everybody who may be asked" in batch.reasons[0]


def test_a_ranking_names_people_for_its_head():
    view = PoolView(6, probabilities=P, annotations=ANSWERS)
    ranked = asknext.strategies.build("interval_estimation").rank(view, np.random.default_rng(0), head=2)
    assert ranked.annotators.shape[0] == 6
    assert (ranked.annotators[2:] == -1).all()
    assert (ranked.annotators[:2] >= 0).any()


# ------------------------------------------------------------------ skilled annotators


def test_the_most_skilled_who_has_not_answered_is_asked():
    batch = ask("skilled_annotator")
    assert people(batch, 0) == [3]
    assert people(batch, 4)[0] in (0, 1)
    assert batch.annotators.shape == (6, 1)
    assert "should answer." in batch.reasons[0]


def test_several_for_an_item():
    assert sorted(people(ask("skilled_annotator", each=2), 5)) == [0, 1]


def test_nobody_gets_more_than_they_may():
    batch = ask("skilled_annotator", answers=np.full((6, 2), X), at_most=2)
    assert np.bincount(batch.annotators[batch.annotators >= 0]).tolist() == [2, 2]
    assert (batch.annotators == -1).sum() == 2
    batch = ask("skilled_annotator", answers=np.full((6, 2), X), at_most=[1, 4])
    assert np.bincount(batch.annotators[batch.annotators >= 0]).tolist() == [1, 4]


def test_the_limits_of_annotators_must_be_as_many():
    with pytest.raises(
        InputError, match="at_most of strategy 'skilled_annotator' has 3 numbers, but annotations has 4"
    ):
        ask("skilled_annotator", at_most=[1, 2, 3])


def test_skill_depends_on_the_class_of_the_item():
    """One knows class 0, the other class 1; the model says which class an item likely is."""
    rng = np.random.default_rng(0)
    truth = np.repeat([0, 1], 200)
    coin = rng.integers(2, size=400)
    knows_0, knows_1 = np.where(truth == 0, 0, coin), np.where(truth == 1, 1, coin)
    table = np.column_stack([knows_0, knows_1, truth, truth]).astype(float)
    table = np.vstack([table, np.full((2, 4), X)])
    table[400:, 2:] = 0, 1  # the two experts have answered the new items already
    table[400, 2:], table[401, 2:] = 0, 1
    p = np.vstack([np.full((400, 2), 0.5), [[0.9, 0.1], [0.1, 0.9]]])
    batch = asknext.select("skilled_annotator", 402, probabilities=p, annotations=table)
    assert people(batch, 400) == [0]
    assert people(batch, 401) == [1]


def test_somebody_new_is_taken_to_be_like_the_others():
    skill = dawid_skene(answers_of(PoolView(6, annotations=ANSWERS), "a test"))
    accuracy = accuracy_by_class(skill, 2.0)
    pooled = np.diagonal(skill.counts, axis1=1, axis2=2).sum(axis=0) / skill.counts.sum(axis=(0, 2))
    np.testing.assert_allclose(accuracy[3], pooled)
    assert (accuracy[0] > accuracy[3]).all()
    assert (accuracy[2] < accuracy[3]).all()


def test_it_works_with_a_strategy_that_needs_no_probabilities():
    batch = asknext.select({"name": "skilled_annotator", "strategy": "random"}, 3, annotations=ANSWERS)
    assert batch.annotators.shape == (3, 1)


# ------------------------------------------------------------------ appointing


def test_appointing_serves_items_in_their_order_and_ties_by_chance():
    values = np.array([[3.0, 2, 1], [3, 2, 1], [3, 3, 1]])
    allowed = np.array([[True, True, True], [True, True, False], [True, True, True]])
    chosen = appointed(values, allowed, 2, np.array([1.0, 9, 9]), np.random.default_rng(0))
    assert chosen.tolist() == [[0, 1], [1, -1], [1, 2]]
    firsts = {
        int(appointed(values[2:], allowed[2:], 1, np.full(3, 9.0), np.random.default_rng(seed))[0, 0])
        for seed in range(20)
    }
    assert firsts == {0, 1}


# ------------------------------------------------------------------ pairs for their price


def test_a_cheap_annotator_is_preferred_to_a_slightly_better_one():
    x = np.zeros((6, 2))
    table = np.array([[0, 0, 0], [1, 1, 1], [0, 0, 1], [1, 1, 1], [X, X, X], [X, X, X]])
    named = {"probabilities": P, "embeddings": x, "annotations": table}
    dear = asknext.select("ceal", 6, costs=[4, 4, 1], **named)
    cheap = asknext.select("ceal", 6, costs=[1, 1, 4], **named)
    assert people(dear, 4) == [2]
    assert people(cheap, 4)[0] in (0, 1)
    assert dear.scores[0] == pytest.approx(0.1 * 0.75 / 1)
    assert cheap.scores[0] == pytest.approx(0.1 * 1.0 / 1)
    assert dear.indices[:2].tolist() == [4, 5]
    assert "worth their price" in dear.reasons[0]


def test_skill_is_local():
    x = np.array([[0.0, 0], [0, 1], [9, 0], [9, 1], [0, 0.5], [9, 0.5]])
    table = np.array([[0, 1, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0], [X, X, 0], [X, X, 0]])
    batch = asknext.select("ceal", 6, neighbours=2, probabilities=P, embeddings=x, annotations=table)
    assert people(batch, 4) == [0]  # near the origin the first agrees with the third
    assert people(batch, 5) == [1]
    assert people(batch, 0) == []
    assert batch.scores[-1] == -1
    assert batch.reasons[-1] == "Every annotator has answered it; nothing better is left."


def test_what_cannot_come_first_is_not_judged_and_the_picks_are_those_of_judging_all(monkeypatch):
    from asknext.strategies.annotators import ceal

    rng = np.random.default_rng(4)
    x, p = rng.normal(size=(400, 2)), rng.dirichlet(np.ones(2), 400)
    answers = rng.integers(2, size=(400, 3)).astype(float)
    answers[rng.random(answers.shape) < 0.7] = np.nan
    inputs = {"embeddings": x, "probabilities": p, "annotations": answers}
    monkeypatch.setattr(ceal, "_AT_ONCE", 400)
    every = asknext.select("ceal", 100, **inputs)
    monkeypatch.setattr(ceal, "_AT_ONCE", 20)
    looked = []
    judged = ceal._Judged.skills
    monkeypatch.setattr(ceal._Judged, "skills", lambda self, rows: looked.extend(rows) or judged(self, rows))
    few = asknext.select("ceal", 100, **inputs)
    assert len(looked) < 400
    np.testing.assert_allclose(few.scores, every.scores)
    assert few.indices[0] == every.indices[0] or few.scores[0] == few.scores[1]
