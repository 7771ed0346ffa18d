"""Skill of annotators: worked numbers and slow obvious forms."""

import numpy as np
import pytest
from tests.quality.crowd import made_crowd

from asknext.errors import InputError
from asknext.measures.agreement import cohen_kappa
from asknext.quality.skill import (
    accuracy_against_gold,
    accuracy_against_others,
    accuracy_of_votes,
    annotator_speed,
    beta_interval,
    confusion_against,
    confusion_against_gold,
    kappa_against_gold,
    right_by_majority_of_others,
    skill_trend,
    spammer_scores,
)
from asknext.quality.skill.others import right_by_others
from asknext.quality.vote_posterior import vote_posterior
from asknext.quality.votes import votes_from_matrix, votes_from_triples


def test_the_worked_annotator_against_gold():
    """p n p p p against n n p p n: right 3 of 5, kappa .286."""
    named = votes_from_triples([(at, "mine", label) for at, label in enumerate("pnppp")])
    gold = [named.classes.index(label) for label in "nnppn"]
    found = accuracy_against_gold(named.votes, gold)
    assert found.value.tolist() == [0.6]
    assert found.tries.tolist() == [5]
    assert found.low[0] < 0.3
    assert found.high[0] > 0.85
    assert kappa_against_gold(named.votes, gold)[0] == pytest.approx(0.286, abs=5e-4)


def test_an_interval_is_the_middle_of_a_beta():
    from scipy.stats import beta

    found = beta_interval([3.0, 0.0], [5.0, 0.0])
    assert (found.low[0], found.high[0]) == pytest.approx(beta.ppf([0.025, 0.975], 3.5, 2.5))
    assert np.isnan(found.value[1])
    assert (found.low[1], found.high[1]) == pytest.approx(beta.ppf([0.025, 0.975], 0.5, 0.5))


def test_kappa_of_each_annotator_is_that_of_two_raters():
    votes, truth = made_crowd(n=200)
    gold = np.where(np.arange(200) % 2, truth, -1)
    table = votes.matrix()
    for who, found in enumerate(kappa_against_gold(votes, gold)):
        both = (table[:, who] >= 0) & (gold >= 0)
        assert found == pytest.approx(cohen_kappa(table[both, who], gold[both]))
    assert np.isnan(kappa_against_gold(votes, np.full(200, -1))).all()


def test_nobody_is_judged_by_agreeing_with_themselves():
    votes = votes_from_matrix([[0, 0, 1], [0, 1, -1], [2, -1, -1], [0, 1, 2]])
    found = dict(
        zip(
            zip(votes.items.tolist(), votes.annotators.tolist(), strict=True),
            right_by_majority_of_others(votes),
            strict=True,
        )
    )
    # Of the others of the first vote one says 0 and one says 1.
    assert found[0, 0] == 0.5
    assert found[0, 2] == 0.0
    assert found[1, 0] == 0.0
    assert np.isnan(found[2, 0])
    assert found[3, 1] == 0.0


def test_what_others_say_is_bayes_without_the_vote():
    votes, _ = made_crowd(n=30, people=4)
    rng = np.random.default_rng(0)
    confusion, prior = rng.dirichlet(np.ones(3), (4, 3)), np.array([0.2, 0.3, 0.5])
    by_item = [
        [(int(a), int(c)) for i, a, c in zip(votes.items, votes.annotators, votes.labels, strict=True) if i == item]
        for item in range(30)
    ]
    joint = np.log([vote_posterior(said, confusion, prior) for said in by_item])
    found = right_by_others(votes, joint, np.log(confusion))
    for vote, (item, who, label) in enumerate(zip(votes.items, votes.annotators, votes.labels, strict=True)):
        others = [pair for pair in by_item[item] if pair[0] != who]
        expected = vote_posterior(others, confusion, prior)[label] if others else np.nan
        np.testing.assert_allclose(found[vote], expected, atol=1e-9)


def test_accuracy_makes_the_votes_likeliest():
    """Others who are half sure: the best accuracy by a fine grid."""
    rng = np.random.default_rng(3)
    votes = votes_from_matrix(np.zeros((200, 1), dtype=int), 3)
    right = rng.beta(2, 1, 200)
    grid = np.linspace(0.001, 0.999, 999)
    likelihood = np.log(grid[:, None] * right + (1 - grid[:, None]) * (1 - right) / 2).sum(axis=1)
    found = accuracy_of_votes(votes, right)
    assert found.value[0] == pytest.approx(grid[likelihood.argmax()], abs=2e-3)
    assert 0 < found.tries[0] < 200


def test_sure_others_make_a_plain_share():
    votes, truth = made_crowd(n=100)
    right = (votes.labels == truth[votes.items]).astype(float)
    plain, found = accuracy_against_gold(votes, truth), accuracy_of_votes(votes, right)
    np.testing.assert_allclose(found.value, plain.value)
    np.testing.assert_allclose(found.tries, votes.per_annotator())
    np.testing.assert_allclose(plain.value, np.bincount(votes.annotators, weights=right) / votes.per_annotator())


def test_against_others_good_annotators_stand_out():
    votes, _ = made_crowd(n=800, skills=[0.95, 0.9, 0.85, 0.4])
    value = accuracy_against_others(votes).value
    assert value.argmin() == 3
    assert value[3] < 0.5 < value[0]


def test_confusion_counts_what_is_said_where_a_class_is_true():
    votes, truth = made_crowd(n=300)
    gold = np.where(np.arange(300) < 200, truth, -1)
    found, table = confusion_against_gold(votes, gold), votes.matrix()
    for who in range(8):
        for true in range(3):
            said = table[(gold == true) & (table[:, who] >= 0), who]
            np.testing.assert_allclose(found.value[who, true], np.bincount(said, minlength=3) / len(said))
            assert found.tries[who, true, 0] == len(said)
    soft = np.full((300, 3), 1 / 3)
    np.testing.assert_allclose(confusion_against(votes, soft).tries[0, :, 0], votes.per_annotator()[0] / 3)
    with pytest.raises(InputError, match="posterior"):
        confusion_against(votes, soft[:5])


def test_spammers_say_the_same_whatever_is_true():
    perfect, swapped, always, unsure = np.eye(2), np.eye(2)[::-1], [[0.9, 0.1], [0.9, 0.1]], [[0.8, 0.2], [0.3, 0.7]]
    found = spammer_scores(np.array([perfect, swapped, always, unsure]))
    np.testing.assert_allclose(found, [1.0, 1.0, 0.0, (0.8 + 0.7 - 1) ** 2], atol=1e-12)
    rng = np.random.default_rng(0)
    table = rng.dirichlet(np.ones(4), (1, 4))
    pairs = [((table[0, a] - table[0, b]) ** 2).sum() for a in range(4) for b in range(a)]
    np.testing.assert_allclose(spammer_scores(table), sum(pairs) / 12)
    one_class = np.array([[[0.5, 0.5], [np.nan, np.nan]]])
    assert np.isnan(spammer_scores(one_class)[0])
    with pytest.raises(InputError, match="confusion"):
        spammer_scores(np.zeros((2, 3)))


def test_speed_has_the_median_of_each_and_who_hurries():
    rng = np.random.default_rng(1)
    who, seconds = rng.integers(0, 3, 200), rng.exponential(10, 200)
    seconds[:20] = np.nan
    found = annotator_speed(who, seconds, 4)
    for each in range(3):
        own = seconds[(who == each) & ~np.isnan(seconds)]
        np.testing.assert_allclose(
            [found.lower[each], found.median[each], found.upper[each]], np.quantile(own, [0.25, 0.5, 0.75])
        )
        np.testing.assert_allclose(found.hasty[each], (own < np.nanmedian(seconds) / 4).mean())
    assert found.votes[3] == 0
    assert np.isnan([found.median[3], found.hasty[3]]).all()
    assert np.isnan(annotator_speed([], [], 1).median[0])
    with pytest.raises(InputError, match="seconds from 0"):
        annotator_speed([0], [-1.0], 1)


def test_a_trend_tells_who_got_worse():
    rng = np.random.default_rng(2)
    at = rng.permutation(400)
    who = np.repeat([0, 1], 200)
    late = at >= 300
    right = np.where((who == 1) & late, rng.random(400) < 0.5, rng.random(400) < 0.95).astype(float)
    right[:5] = np.nan
    found = skill_trend(who, at, right, 3, window=int((late & (who == 1)).sum()))
    assert found.p[1] < 1e-3 < 0.05 < found.p[0]
    assert found.recent.high[1] < found.earlier.low[1]
    assert found.p[2] == 1.0
    last = np.argsort(at[who == 1])[-3:]
    np.testing.assert_allclose(skill_trend(who, at, right, 3, window=3).recent.value[1], right[who == 1][last].mean())
    with pytest.raises(InputError, match="window 0"):
        skill_trend(who, at, right, 3, window=0)
