"""The rule that weighs labels against errors: worked numbers, scale, and what it does on curves that are known."""

import numpy as np
import pytest

from asknext.errors import InputError, UnknownName
from asknext.stopping import Round, build_rule
from asknext.stopping.expected_gain import gain_by_changes, gain_by_curve


def changing(labels, changed, n=1000):
    """Rounds whose predictions differ from the first model's by so many of ``n``."""
    return [
        Round(each, predictions=(np.arange(n) < count).astype(int)) for each, count in zip(labels, changed, strict=True)
    ]


def curve(labels, scores, metric="accuracy"):
    return [Round(each, {metric: score}) for each, score in zip(labels, scores, strict=True)]


def check(history, **given):
    return build_rule({"name": "cost_optimal", **given}).check(history)


# ------------------------------------------------------------------ by changes


def test_the_gain_from_what_changed_since_six_tenths_of_the_labels():
    """At 100 labels the model that had 60 is looked back to: 50 of 1,000 predictions changed over 40 labels."""
    rounds = changing([20, 40, 60, 80, 100], [0, 100, 200, 230, 250])
    gain = gain_by_changes(rounds, 0.6, 0.12)
    assert gain.a_label == pytest.approx(0.12 * 0.05 / 40)
    assert gain.low < 0.04 * 0.05 / 40
    assert gain.high > 0.216 * 0.05 / 40
    assert gain.batch == 20
    assert gain.seen == "5.0% of 1,000 predictions changed over the last 40 labels."


def test_changes_back_and_forth_are_no_gain():
    forth = changing([20, 40, 60, 80, 100], [0, 100, 200, 900, 200])
    assert gain_by_changes(forth, 0.6, 0.12).a_label == 0.0


def test_it_stops_when_both_of_two_rounds_save_less_than_they_cost():
    """A label gains .12 * .05 / 40 = .00015: 6,666 uses are as many errors as labels."""
    steady = changing([20, 40, 60, 80, 100, 120], [0, 400, 450, 475, 500, 525])
    assert check(steady[:5], uses=6_600).stop is False, "the round before saved more"
    found = check(steady, uses=6_600)
    assert found.value == pytest.approx(0.12 * 0.075 / 60 * 6_600)
    assert found.stop is True
    assert check(steady, uses=6_700).stop is False
    assert check(steady[:5], uses=6_600, rounds=1).stop is True
    assert "The next 20 labels are expected to save 19.8 errors in 6,600 uses (" in found.sentence
    assert found.sentence.endswith("worth 19.8, and cost 20.0: stop.")


def test_only_the_proportion_of_costs_counts():
    rounds = changing([20, 40, 60, 80, 100, 120], [0, 400, 450, 475, 500, 525])
    one = check(rounds, uses=1_000, error_cost=6.0, label_cost=2.0)
    other = check(rounds, uses=3_000)
    assert one.value == pytest.approx(other.value)
    assert one.stop == other.stop


def test_the_dearer_an_error_the_later_it_stops():
    changed = [0, *np.cumsum(400 / np.arange(1, 40)).astype(int)]
    rounds = changing(range(10, 410, 10), changed, n=2_000)
    stops = [
        next((n for n in range(1, 41) if check(rounds[:n], uses=uses).stop), 41)
        for uses in (100, 1_000, 10_000, 100_000)
    ]
    assert stops == sorted(stops)
    assert len(set(stops)) == 4


def test_what_is_missing_is_said():
    assert "of two rounds with different numbers of labels" in check(changing([20], [0])).sentence
    assert check(changing([20, 40], [0, 5])).stop is None, "one gain, two are needed"
    assert check(changing([20, 20, 20], [0, 5, 7])).stop is None, "no labels came between"
    assert check([*changing([20, 40, 60], [0, 5, 7]), Round(70)]).stop is None
    assert check([]).stop is None


def test_several_labels_an_item_count_by_label():
    tables = [np.zeros((10, 4), dtype=np.uint8) for _ in range(3)]
    tables[2][0, :2] = 1
    rounds = [Round(10 * (i + 1), predictions=table) for i, table in enumerate(tables)]
    assert gain_by_changes(rounds, 0.6, 0.12).a_label == pytest.approx(0.12 * 2 / 40 / 20)


# ------------------------------------------------------------------ by the curve


def test_a_power_law_is_followed_to_its_optimum():
    """Accuracy .9 - n^-.5: the cost n + 2,000 (1 - accuracy) is lowest where 1,000 n^-1.5 = 1, at 100 labels."""
    labels = list(range(20, 200, 10))
    rounds = curve(labels, [0.9 - n**-0.5 for n in labels])
    stops = [rounds[n - 1].labels for n in range(1, len(rounds) + 1) if check(rounds[:n], by="curve", uses=2_000).stop]
    assert 100 <= stops[0] <= 120
    gain = gain_by_curve(rounds, "accuracy")
    assert gain.a_label == pytest.approx((190**-0.5 - 200**-0.5) / 10, rel=0.02)
    assert gain.low <= gain.a_label <= gain.high


def test_a_noisy_curve_has_a_wide_interval():
    labels, rng = np.arange(20, 200, 10), np.random.default_rng(0)
    exact = gain_by_curve(curve(labels.tolist(), (0.9 - labels**-0.5).tolist()), "accuracy")
    noisy = gain_by_curve(curve(labels.tolist(), (0.9 - labels**-0.5 + rng.normal(0, 0.02, 18)).tolist()), "accuracy")
    assert noisy.high - noisy.low > 5 * (exact.high - exact.low)


def test_a_loss_falls_and_a_short_curve_is_no_curve():
    labels = list(range(20, 200, 10))
    rounds = curve(labels, [0.1 + n**-0.5 for n in labels], "brier")
    assert check(rounds, by="curve", metric="brier", uses=2_000).stop is True
    assert check(rounds, by="curve").sentence.startswith(
        "Too early to tell: the accuracy on held-out data is known of 0"
    )
    assert check(rounds[:3], by="curve", metric="brier").stop is None
    assert check(curve([100, 101, 102, 103, 104], [0.5] * 5), by="curve").stop is None


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"by": "curves"}, UnknownName, "Did you mean 'curve'"),
        ({"uses": 0}, InputError, "above 0 and rounds >= 1; found 1.0, 1.0, 0 and 2"),
        ({"rounds": 0}, InputError, "rounds >= 1"),
        ({"since": 1}, InputError, "0 < since < 1"),
        ({"worth": 0}, InputError, "0 < worth <= 1"),
    ],
)
def test_parameters_that_cannot_be(given, error, message):
    with pytest.raises(error, match=message):
        check([], **given)
