"""The product of several aims."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.errors import InputError, PoolExhausted, UnknownName
from asknext.strategies import Margin, Mix, build

RNG = np.random.default_rng(0)
X, P, W = RNG.normal(size=(60, 3)), RNG.dirichlet(np.ones(3), 60), RNG.random(60)
MARGIN = 1 - (np.sort(P, axis=1)[:, 2] - np.sort(P, axis=1)[:, 1])


def diversity(x, chosen):
    return np.min([np.sqrt(((x - x[row]) ** 2).sum(axis=1)) for row in chosen], axis=0) if chosen else np.ones(len(x))


def lacks(p, chosen):
    sums = p[chosen].sum(axis=0) if chosen else np.zeros(p.shape[1])
    return p @ np.maximum((sums.sum() + 1) / p.shape[1] - sums, 0)


@pytest.mark.parametrize("strengths", [(1, 1, 1, 1), (2, 0.5, 1, -1), (0, 3, 0, 0), (1, -1, 2, 0)])
@pytest.mark.parametrize("labelled", [[], [5, 50]])
def test_each_pick_has_the_largest_product(strengths, labelled):
    names = ("margin", "k_center_greedy", "balance", {"name": "weights", "column": "w"})
    spec = Mix([{"strategy": name, "strength": strength} for name, strength in zip(names, strengths, strict=True)])
    batch = asknext.select(spec, 20, probabilities=P, embeddings=X, columns={"w": W}, labelled=labelled)
    chosen = list(labelled)
    for pick, product in zip(batch.indices, batch.scores, strict=True):
        values = MARGIN, diversity(X, chosen), lacks(P, chosen), W
        with np.errstate(divide="ignore"):
            logs = sum(s * np.log(np.maximum(v, 1e-9 * v.max())) for s, v in zip(strengths, values, strict=True) if s)
        left = np.setdiff1d(np.arange(60), chosen)
        np.testing.assert_allclose([product, np.exp(logs[pick])], np.exp(logs[left].max()), rtol=1e-6)
        chosen.append(int(pick))


def test_one_part_alone_is_that_strategy():
    for name in ("margin", "k_center_greedy"):
        alone, mixed = (asknext.select(s, 10, probabilities=P, embeddings=X, labelled=[3]) for s in (name, Mix([name])))
        assert alone.indices.tolist() == mixed.indices.tolist()


def test_the_scale_of_a_part_makes_no_difference():
    one, other = (
        asknext.select(Mix(["weights", "k_center_greedy"]), 15, embeddings=X, columns={"w": W * scale}).indices
        for scale in (1.0, 1e6)
    )
    np.testing.assert_array_equal(one, other)


def test_thresholds_come_first():
    spec = Mix([{"name": "threshold", "column": "w", "operation": "<", "value": 0.5}, "margin"])
    batch = asknext.select(spec, 5, probabilities=P, columns={"w": W})
    assert batch.indices.tolist() == [i for i in np.argsort(-MARGIN) if W[i] < 0.5][:5]
    with pytest.raises(PoolExhausted, match=r"unlabelled ones pass w < 0.5: ask for at most"):
        asknext.select(spec, 60, probabilities=P, columns={"w": W})
    ranked = spec.rank(PoolView(60, probabilities=P, columns={"w": W}), np.random.default_rng(0))
    assert len(ranked) == 60
    assert (W[ranked.indices[: np.count_nonzero(W < 0.5)]] < 0.5).all()


def test_a_distance_at_which_to_stop():
    x = np.array([[0.0], [0.1], [5.0], [5.05], [9.0]])
    spec = Mix([{"strategy": "k_center_greedy", "stop": 1.0}])
    assert np.diff(np.sort(x[asknext.select(spec, 3, embeddings=x).indices, 0])).min() > 1
    with pytest.raises(PoolExhausted, match="4 items were asked for, but the mix stops after 3: ask for at most 3"):
        asknext.select(spec, 4, embeddings=x)


def test_a_sum_that_is_enough():
    spec = Mix([{"strategy": "weights", "stop": 1.5}])
    with pytest.raises(PoolExhausted, match="stops after 2"):
        asknext.select(spec, 3, columns={"w": [0.9, 0.8, 0.7]})


def test_random_takes_part():
    firsts = {
        int(asknext.select(Mix(["random", "weights"]), 1, columns={"w": [1, 1, 1]}, seed=s).indices[0])
        for s in range(40)
    }
    assert firsts == {0, 1, 2}


def test_the_reason_names_what_each_part_gave():
    batch = asknext.select(Mix(["margin", "k_center_greedy"]), 1, probabilities=P, embeddings=X, labelled=[0])
    assert batch.reasons[0].startswith("The best product of what is wanted: margin 0.")
    assert "k_center_greedy" in batch.reasons[0]


def test_described_and_built_again():
    spec = Mix([Margin(), {"strategy": {"name": "balance", "target": {"0": 0.5}}, "strength": -2, "stop": None}])
    assert build(spec.describe()) == spec


@pytest.mark.parametrize(
    ("parts", "error", "words"),
    [
        ([], InputError, "must be a list of at least one strategy"),
        ("margin", InputError, "must be a list of at least one strategy"),
        (["kmeans"], InputError, r"\[0\] is 'kmeans', which cannot be part of a mix"),
        (["margin", "entrpy"], UnknownName, "Did you mean 'entropy'"),
        ([{"strategy": "margin", "strenght": 2}], UnknownName, "no key 'strenght' .*Did you mean 'strength'"),
        ([{"strategy": "margin", "strength": "2"}], InputError, r"\[0\]\.strength is '2', but must be a number"),
        ([{"strength": 2}], InputError, "needs the key 'strategy'"),
    ],
)
def test_what_is_no_mix(parts, error, words):
    with pytest.raises(error, match=words):
        Mix(parts)


def test_negative_scores_do_not_multiply():
    with pytest.raises(InputError, match=r"'weights' gives row 1 the score -2, but a mix multiplies"):
        asknext.select(Mix(["weights"]), 1, columns={"w": [1.0, -2.0]})


def test_the_distance_is_not_squared():
    spec = Mix([{"strategy": "k_center_greedy", "stop": 2.0}])
    with pytest.raises(PoolExhausted, match="stops after 2"):
        asknext.select(spec, 3, embeddings=np.array([[0.0], [1.5], [9.0]]))
