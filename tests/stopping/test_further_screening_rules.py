"""The younger rules of screening: worked numbers, and what they estimate on made-up screenings."""

import numpy as np
import pytest

from asknext.stopping import Round, build_rule
from asknext.stopping.autostop import horvitz_thompson
from asknext.stopping.ipp import expected_left
from asknext.stopping.sal_tau import adjusted_to_prior


def check(spec, **state):
    state = {key: np.array(value) if isinstance(value, list) else value for key, value in state.items()}
    return build_rule(spec).check([Round(len(state.get("relevance", ())), **state)])


def test_batch_precision_of_the_last_items():
    spec = {"name": "batch_precision", "batch": 4, "finds": 1}
    assert check(spec, relevance=[1, 1, 1, 1, 0, 0, 1, 0]).stop is True
    assert check(spec, relevance=[1, 1, 1, 1, 0, 1, 1, 0]).stop is False
    assert check(spec | {"slack": 2}, relevance=[1, 1, 1, 1, 0, 0, 1, 0]).stop is False
    assert check(spec | {"slack": 2}, relevance=[1] * 4 + [0, 1, 0, 0] * 2).stop is True
    assert check(spec, relevance=[0, 0, 0]).sentence == "Too early to tell: 3 items are screened; 4 are needed."


def test_rule_2399_by_hand():
    """With 100 finds 1.2 * 100 + 2399 = 2519."""
    finds = np.arange(2519) < 100
    assert check("rule_2399", relevance=finds).stop is True
    assert check("rule_2399", relevance=finds[:-1]).stop is False
    assert check("rule_2399", relevance=finds).bound == pytest.approx(2519)


# ------------------------------------------------------------------ sal_tau


def test_the_prior_is_a_fixed_point_of_its_correction():
    p = np.random.default_rng(0).beta(1, 3, 500)
    adjusted = adjusted_to_prior(p, 0.4)
    share = adjusted.mean()
    odds = p / (1 - p) * (share / (1 - share)) / (0.4 / 0.6)
    np.testing.assert_allclose(adjusted, odds / (1 + odds), atol=1e-6)
    assert len(adjusted_to_prior(np.zeros(0), 0.4)) == 0
    assert adjusted_to_prior(np.zeros(3), 0.4).tolist() == [0, 0, 0]


def test_the_true_share_is_found_where_the_model_learned_another():
    """Two normal classes, trained at 50 %, here at 5 %."""
    rng = np.random.default_rng(1)
    truth = rng.random(20_000) < 0.05
    x = rng.normal(2.0 * truth, 1.0)
    trained = 1 / (1 + np.exp(-(2 * x - 2)))
    assert trained.mean() > 0.15
    assert adjusted_to_prior(trained, 0.5).mean() == pytest.approx(0.05, abs=0.006)


def test_sal_tau_asks_for_its_margin():
    """Recall .8 asks for 2 * .8 - .64 = .96 of those expected."""
    state = {"relevance": [1] * 50 + [0] * 50, "found_likely": [0.99] * 50 + [0.01] * 50}
    found = check("sal_tau", **state, left_likely=[0.01] * 100)
    assert found.bound == pytest.approx(0.96)
    assert found.stop is True
    assert check("sal_tau", **state, left_likely=[0.9] * 100).stop is False
    assert check("sal_tau", relevance=[1, 1], found_likely=[0.9, 0.9], left_likely=[0.1]).stop is None
    assert check("sal_tau").stop is None


# ------------------------------------------------------------------ autostop


def test_each_find_counts_for_those_not_drawn():
    """1 / .5 + 1 / .25 = 6; variances .5 / .25 and .75 / .0625."""
    total, deviation = horvitz_thompson(np.array([1, 0, 1]), np.array([0.5, 0.1, 0.25]))
    assert total == pytest.approx(6.0)
    assert deviation == pytest.approx(np.sqrt(2 + 12))


def test_the_estimate_is_unbiased():
    rng = np.random.default_rng(2)
    chance, relevant = rng.uniform(0.1, 0.9, 300), rng.random(300) < 0.2
    totals = []
    for _ in range(2_000):
        drawn = rng.random(300) < chance
        totals.append(horvitz_thompson(relevant[drawn], chance[drawn])[0])
    assert np.mean(totals) == pytest.approx(relevant.sum(), abs=3 * np.std(totals) / np.sqrt(2_000))


def test_autostop_with_and_without_a_margin():
    state = {"relevance": [1] * 20, "inclusion": [0.98] * 20}
    assert check("autostop", **state).stop is True
    assert check({"name": "autostop", "z": 2.0}, **state).stop is False
    assert check("autostop", relevance=[1] * 20, inclusion=[0.5] * 20).value == pytest.approx(0.5)
    assert check("autostop", relevance=[0] * 20, inclusion=[0.5] * 20).stop is None


# ------------------------------------------------------------------ ipp


def test_finds_at_random_go_on_as_they_were():
    relevance = np.tile([0, 0, 1, 0], 25)
    for rate in ("power", "exponential"):
        assert expected_left(relevance, 100, rate) == pytest.approx(25, abs=3)


def test_the_process_finds_the_rest_of_a_falling_rate():
    rng = np.random.default_rng(3)
    places = np.arange(1, 2_001)
    for rate, chance in (("exponential", 0.8 * np.exp(-places / 200)), ("power", 0.9 * places**-0.5)):
        errors = []
        for _ in range(100):
            drawn = rng.random(2_000) < chance
            errors.append(expected_left(drawn[:600], 1_400, rate) - drawn[600:].sum())
        assert abs(np.mean(errors)) < 3 * np.std(errors) / 10 + 1.0


def test_ipp_takes_the_upper_quantile():
    """All finds in the first 50 of 400: hardly any is left, by the exponential rate."""
    relevance = np.arange(400) < 50
    found = check({"name": "ipp", "rate": "exponential"}, relevance=relevance, remaining=1_000)
    assert found.stop is True
    assert found.sentence.startswith(
        "50 relevant items are found; 0.0 are expected among the 1,000 left, at most 0 with"
    )
    assert check("ipp", relevance=np.tile([1, 0], 50), remaining=1_000).stop is False
    assert check("ipp", relevance=np.zeros(50), remaining=10).stop is None
    assert check("ipp", relevance=relevance, remaining=0).stop is True
