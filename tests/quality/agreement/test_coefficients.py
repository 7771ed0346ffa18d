"""Coefficients of agreement: published worked numbers, slow obvious forms, and what happens at the edges."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.quality.agreement import (
    cohen_of_two,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    pairwise_agreement,
    raw_agreement,
)
from asknext.quality.votes import Votes, votes_from_matrix, votes_from_triples

_ = -1
KRIPPENDORFF_2011 = (
    np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ]
    ).T
    - 1
)
FLEISS_1971 = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


def from_counts(rows) -> Votes:
    return votes_from_matrix([[label for label, times in enumerate(row) for _ in range(times)] for row in rows])


def pairs_of(row):
    said = [label for label in row if label >= 0]
    return list(itertools.permutations(said, 2)), len(said)


def alpha_by_pairs(table, distance):
    """Observed: ordered pairs within items, each by 1 / (votes - 1); expected: all ordered pairs of pairable votes."""
    observed, pool = 0.0, []
    for row in table:
        pairs, number = pairs_of(row)
        if number >= 2:
            observed += sum(distance(a, b) for a, b in pairs) / (number - 1)
            pool += [label for label in row if label >= 0]
    expected = sum(distance(a, b) for a, b in itertools.permutations(pool, 2)) / (len(pool) - 1)
    return 1.0 if expected == 0 else 1 - observed / expected


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_is_as_krippendorff_published(metric, published):
    votes = votes_from_matrix(KRIPPENDORFF_2011)
    assert krippendorff_alpha(votes, metric, values=range(1, 6)) == pytest.approx(published, abs=5e-4)


def test_kappa_is_as_published_for_fleiss():
    assert fleiss_kappa(from_counts(FLEISS_1971)) == pytest.approx(0.20993, abs=1e-5)


def test_an_annotator_beside_the_gold():
    named = votes_from_triples(
        (item, who, label)
        for who, labels in (("mine", "pnppp"), ("gold", "nnppn"))
        for item, label in enumerate(labels)
    )
    assert raw_agreement(named.votes) == pytest.approx(0.60)
    assert cohen_of_two(named.votes, 0, 1) == pytest.approx(0.286, abs=5e-4)


def test_fleiss_is_what_statsmodels_gives():
    peer = pytest.importorskip("statsmodels.stats.inter_rater", reason="statsmodels is not installed")
    assert fleiss_kappa(from_counts(FLEISS_1971)) == pytest.approx(peer.fleiss_kappa(np.array(FLEISS_1971)))


def test_cohen_is_what_scikit_learn_gives():
    from sklearn.metrics import cohen_kappa_score

    table = np.random.default_rng(3).integers(0, 3, (40, 4))
    table[:, 1] = np.where(np.random.default_rng(4).random(40) < 0.7, table[:, 0], table[:, 1])
    found = pairwise_agreement(votes_from_matrix(table)).kappa
    for a, b in itertools.combinations(range(4), 2):
        assert found[a, b] == pytest.approx(cohen_kappa_score(table[:, a], table[:, b]))
        assert found[b, a] == found[a, b]


tables = st.lists(st.lists(st.integers(-1, 2), min_size=3, max_size=3), min_size=2, max_size=8)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_alpha_is_what_pairs_give(table):
    votes, paired = votes_from_matrix(table, 3), [row for row in table if pairs_of(row)[1] >= 2]
    if not paired:
        assert math.isnan(krippendorff_alpha(votes))
        return
    values = [1.0, 2.0, 5.0]
    counts = np.bincount([label for row in paired for label in row if label >= 0], minlength=3)

    def ordinal(a, b):
        low, high = min(a, b), max(a, b)
        return (counts[low : high + 1].sum() - (counts[a] + counts[b]) / 2) ** 2 if a != b else 0.0

    distances = {
        "nominal": lambda a, b: float(a != b),
        "ordinal": ordinal,
        "interval": lambda a, b: (values[a] - values[b]) ** 2,
        "ratio": lambda a, b: ((values[a] - values[b]) / (values[a] + values[b])) ** 2,
    }
    for metric, distance in distances.items():
        assert krippendorff_alpha(votes, metric, values) == pytest.approx(alpha_by_pairs(paired, distance), abs=1e-9)
    given = np.array([[distances["interval"](a, b) for b in range(3)] for a in range(3)])
    assert krippendorff_alpha(votes, given) == pytest.approx(krippendorff_alpha(votes, "interval", values), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_gwet_and_fleiss_are_what_loops_give(table):
    votes = votes_from_matrix(table, 3)
    shares = [np.mean([a == b for a, b in pairs]) for pairs, number in map(pairs_of, table) if number >= 2]
    if not shares:
        assert math.isnan(raw_agreement(votes))
        assert math.isnan(fleiss_kappa(votes))
        assert math.isnan(gwet_ac1(votes))
        return
    observed = np.mean(shares)
    of = [
        [[label for label in row if label >= 0].count(c) / pairs_of(row)[1] for c in range(3)]
        for row in table
        if max(row) >= 0
    ]
    p = np.mean(of, axis=0)
    assert raw_agreement(votes) == pytest.approx(observed)
    chance = (p**2).sum()
    assert fleiss_kappa(votes) == pytest.approx(1.0 if chance > 1 - 1e-12 else (observed - chance) / (1 - chance))
    chance = (p * (1 - p)).sum() / 2
    assert gwet_ac1(votes) == pytest.approx((observed - chance) / (1 - chance))


def test_all_of_one_class_is_full_agreement():
    votes = votes_from_matrix([[1, 1], [1, 1], [1, 1]], 3)
    for coefficient in (raw_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        assert coefficient(votes) == 1.0
    assert cohen_of_two(votes, 0, 1) == 1.0
    assert krippendorff_alpha(votes, "ordinal") == 1.0
    assert krippendorff_alpha(votes, "ratio") == 1.0


def test_a_single_vote_for_each_item_says_nothing():
    votes = votes_from_matrix([[0, _], [_, 1]])
    for coefficient in (raw_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        assert math.isnan(coefficient(votes))
    assert math.isnan(cohen_of_two(votes, 0, 1))
    assert math.isnan(pairwise_agreement(votes).mean_kappa())


def test_gwet_stands_where_kappa_collapses():
    """Of 100 items 98 are plainly of one class; two annotators differ on the other two."""
    votes = votes_from_matrix([[0, 0]] * 98 + [[0, 1], [1, 0]])
    assert cohen_of_two(votes, 0, 1) < 0
    assert gwet_ac1(votes) > 0.95


def test_what_has_no_meaning_is_refused():
    votes = votes_from_matrix([[0, 1], [1, 1]])
    with pytest.raises(InputError, match="nominal"):
        krippendorff_alpha(votes, "nominall")
    with pytest.raises(InputError, match="negative"):
        krippendorff_alpha(votes, "ratio", values=[-1, 1])
    with pytest.raises(InputError, match="value for each of 2"):
        krippendorff_alpha(votes, values=[1])
    with pytest.raises(InputError, match=r"\(2, 2\)"):
        krippendorff_alpha(votes, np.zeros((3, 3)))
    with pytest.raises(InputError, match="too large"):
        pairwise_agreement(Votes([], [], [], 1, 20_000, 2))
