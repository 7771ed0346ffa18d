"""The rules for finding all of a class: worked numbers, sentences, and the promises they make on made-up screenings."""

from math import comb

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.stopping import Round, build_rule
from asknext.stopping.cmh import missed_target_p_values
from asknext.stopping.knee import slope_ratio
from asknext.stopping.qbcb import found_needed, smallest_control
from asknext.stopping.quant import expected_recall


def check(spec, **state):
    state = {key: np.array(value) if isinstance(value, list) else value for key, value in state.items()}
    return build_rule(spec).check([Round(len(state.get("relevance", ())), **state)])


def screened(finds, misses):
    return np.array([True] * finds + [False] * misses)


# ------------------------------------------------------------------ quant


def test_expected_recall_worked_by_hand():
    """K = 1.7, U = .3; the sums of p (1 - p) are .25 and .25: variance 1.7^2 / 2^4 * .5 + .25 / 4."""
    estimate, deviation = expected_recall(np.array([0.9, 0.8]), np.array([0.1, 0.2]))
    assert estimate == pytest.approx(0.85)
    assert deviation == pytest.approx(np.sqrt(2.89 / 16 * 0.5 + 0.0625))


def test_quant_needs_its_lower_end_to_reach_the_recall():
    state = {"found_likely": [0.99] * 200, "left_likely": [0.02] * 100}  # 198 of 200, deviation of some .007
    assert check({"name": "quant", "recall": 0.95}, **state).stop is True
    assert check({"name": "quant", "recall": 0.985}, **state).stop is False
    assert check({"name": "quant", "recall": 0.985, "z": 0}, **state).stop is True
    found = check("quant", **state)
    assert found.sentence.startswith("By its own probabilities the model has found 99.0% of what is relevant (from 96.")
    assert found.sentence.endswith("wanted 90.0%): enough, if they can be trusted.")


def test_quant_cannot_tell_where_nothing_is_expected():
    assert check("quant", found_likely=[0.0], left_likely=[0.0]).stop is None
    assert check("quant").stop is None


def test_the_interval_of_quant_covers_the_recall_of_a_calibrated_model():
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(300):
        p = np.sort(rng.beta(0.3, 2.0, 600))[::-1]
        truth = rng.random(600) < p
        recall = truth[:200].sum() / truth.sum()
        estimate, deviation = expected_recall(p[:200], p[200:])
        covered += abs(recall - estimate) <= 2 * deviation
    assert covered >= 285


# ------------------------------------------------------------------ qbcb


@pytest.mark.parametrize(("recall", "size"), [(0.7, 9), (0.8, 14), (0.9, 29), (0.95, 59)])
def test_the_smallest_control_sample_for_95_percent(recall, size):
    assert smallest_control(recall, 0.95) == size
    assert found_needed(size, recall, 0.95) == size
    assert found_needed(size - 1, recall, 0.95) is None


@pytest.mark.parametrize(("size", "recall", "confidence"), [(50, 0.8, 0.95), (30, 0.7, 0.9), (100, 0.9, 0.99)])
def test_how_many_must_be_found_by_sums_of_binomials(size, recall, confidence):
    def below(j):
        return sum(comb(size, i) * recall**i * (1 - recall) ** (size - i) for i in range(j))

    needed = next(j for j in range(1, size + 1) if below(j) >= confidence)
    assert found_needed(size, recall, confidence) == needed


def test_qbcb_says_what_is_needed():
    needed = found_needed(50, 0.9, 0.95)
    control = np.arange(50) < needed
    found = check("qbcb", control=control)
    assert found.stop is True
    assert found.sentence == (
        f"{needed} of 50 control items are found; {needed} are needed to be 95% sure that 90% of all relevant items "
        f"are: enough."
    )
    assert check("qbcb", control=np.arange(50) < needed - 1).stop is False
    few = check({"name": "qbcb", "recall": 0.95}, control=np.ones(50, dtype=bool))
    assert few.stop is None
    assert few.sentence.endswith("set aside at least 59.")
    assert check("qbcb").stop is None


@pytest.mark.parametrize(("relevant", "size", "recall"), [(400, 50, 0.8), (60, 14, 0.8), (1000, 40, 0.9)])
def test_the_promise_of_qbcb(relevant, size, recall):
    """Stop at the find of the j-th control item, wherever it stands in the order of finds."""
    rng = np.random.default_rng(1)
    needed = found_needed(size, recall, 0.95)
    places = np.sort(rng.permuted(np.tile(np.arange(relevant), (4000, 1)), axis=1)[:, :size], axis=1)
    recalls = (places[:, needed - 1] + 1) / relevant
    assert (recalls >= recall).mean() >= 0.95 - 0.012  # three standard errors of 4,000 draws


# ------------------------------------------------------------------ cmh


def test_without_finds_the_p_value_is_the_share_left():
    """10 of 10 finds came first; one more would make it 10 of 11, below 95 %. It is among those left by 5 / 105."""
    p = missed_target_p_values(screened(10, 100), 5, 0.95)
    np.testing.assert_allclose(p[:100], 5 / (5 + np.arange(1, 101)))
    assert p[99] == pytest.approx(1 / 21)


def test_p_values_by_sums_over_draws():
    rng = np.random.default_rng(2)
    relevance, left, recall = rng.random(25) < 0.4, 12, 0.8
    p, finds = missed_target_p_values(relevance, left, recall), int(relevance.sum())
    for i in range(1, 26):
        found = int(relevance[-i:].sum())
        held = int(finds / recall + 1 - (finds - found))
        urn = i + left
        ways = sum(comb(held, x) * comb(urn - held, i - x) for x in range(found + 1)) if held <= urn else 0
        assert p[i - 1] == pytest.approx(ways / comb(urn, i))


def test_cmh_stops_when_too_few_turned_up():
    found = check("cmh", relevance=screened(10, 100), remaining=5)
    assert found.stop is True
    assert found.sentence.startswith("The last 100 items held 0 relevant ones; had fewer than 95% of all been found,")
    assert check("cmh", relevance=screened(10, 90), remaining=5).stop is False
    assert check("cmh", relevance=screened(10, 90), remaining=0).stop is True
    assert check("cmh", relevance=screened(3, 5), remaining=1000).stop is False
    assert check("cmh").stop is None


def test_the_level_of_one_look_at_a_random_sample():
    """170 of 200 relevant ones found, then 300 items at random of the 1,030 that are left."""
    rng = np.random.default_rng(3)
    wrong = 0
    for _ in range(400):
        rest = np.zeros(1030, dtype=bool)
        rest[rng.choice(1030, 30, replace=False)] = True
        relevance = np.concatenate([np.ones(170, dtype=bool), rest[:300]])
        missed = relevance.sum() < 0.95 * 200
        wrong += missed and missed_target_p_values(relevance, 730, 0.95)[299] < 0.05
    assert wrong <= 400 * 0.05 + 3 * np.sqrt(400 * 0.05 * 0.95)


# ------------------------------------------------------------------ knee, budget, target


def test_the_ratio_of_slopes_worked_by_hand():
    """After 4 finds in 4, one in 8: at the fourth place 1 over (1 + 1) / 8."""
    relevance = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1])
    assert slope_ratio(relevance) == slope_ratio(relevance, 4) == pytest.approx(4.0)
    assert slope_ratio(relevance, 8) == pytest.approx((4 / 8) / (2 / 4))


def test_the_ratio_is_the_highest_of_all_places():
    relevance = np.random.default_rng(4).random(60) < np.linspace(0.9, 0.05, 60)
    finds = relevance.astype(int).tolist()
    ratios = [(sum(finds[:i]) / i) / ((1 + sum(finds[i:])) / (60 - i)) for i in range(1, 60)]
    assert slope_ratio(relevance) == pytest.approx(max(ratios))


def test_few_finds_need_a_sharp_knee_and_many_a_mild_one():
    assert check("knee", relevance=screened(20, 137)).stop is True  # 137 of at least 136
    assert check("knee", relevance=screened(20, 135)).stop is False
    assert check("knee", relevance=screened(200, 6)).stop is True
    assert check("knee", relevance=screened(200, 5)).stop is False
    assert check({"name": "knee", "at_least": 300}, relevance=screened(200, 50)).stop is False
    assert check("knee", relevance=[True]).stop is None


def test_the_budget_of_a_review():
    """10 n / relevant = 10 * 1000 / 50 = 200 items after a knee; 750 in any case."""
    assert check("review_budget", relevance=screened(50, 150), remaining=800).stop is True
    assert check("review_budget", relevance=screened(50, 140), remaining=810).stop is False
    assert check("review_budget", relevance=np.arange(700) % 14 == 0, remaining=300).stop is False
    assert check("review_budget", relevance=np.arange(750) % 15 == 0, remaining=250).stop is True
    assert check("review_budget", relevance=screened(0, 700), remaining=300).stop is False
    said = check("review_budget", relevance=screened(50, 150), remaining=800).sentence
    assert said == (
        "200 of 1,000 items are screened; 200 are enough once finds have become 6 times rarer, which they have."
    )


def test_all_of_a_target_must_be_found():
    assert check("target", control=[True] * 10).stop is True
    assert check("target", control=[True] * 9 + [False]).sentence == "9 of 10 control items are found; all must be."
    assert check("target", control=[True] * 9).stop is None
    assert check("target").stop is None


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"name": "quant", "recall": 1}, "quant needs recall above 0 and below 1"),
        ({"name": "quant", "z": -1}, "z of at least 0"),
        ({"name": "qbcb", "confidence": 0}, "qbcb needs confidence above 0"),
        ({"name": "cmh", "recall": 2}, "cmh needs recall"),
        ({"name": "knee", "at_least": -1}, "at_least of 0 or more"),
        ({"name": "target", "sample": 0}, "sample of at least 1"),
        ({"name": "review_budget", "finds": 0}, "finds and a batch of at least 1"),
        ({"name": "review_budget", "share": 1.5}, "share above 0"),
    ],
)
def test_values_that_cannot_be(spec, message):
    with pytest.raises(InputError, match=message):
        build_rule(spec)
