"""Each rule: worked histories, and a sentence with the number, the bound and how sure."""

import numpy as np
import pytest

from asknext.errors import InputError, UnknownName
from asknext.stopping import Round, advise, build_rule, overall


def history(*tables, **more):
    return [Round(10 * (i + 1), predictions=np.array(table), **more) for i, table in enumerate(tables)]


def check(spec, rounds):
    return build_rule(spec).check(rounds)


# ------------------------------------------------------------------ the registry


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        ("budgett", UnknownName, "Did you mean 'budget'"),
        ({"name": "budget", "label": 3}, UnknownName, "Did you mean 'labels'"),
        ({"labels": 3}, UnknownName, "no stopping rule None"),
        (3, InputError, "a name, a mapping with a name, or an object"),
        ("budget", InputError, "at least one of labels=, seconds= or money="),
        ({"name": "budget", "labels": -1}, InputError, "each above 0"),
        ({"name": "target_metric", "rounds": 0}, InputError, "rounds of at least 1"),
        ({"name": "stabilising_predictions", "bound": 2}, InputError, "0 < bound <= 1"),
        ({"name": "contradiction_ratio", "bound": 0}, InputError, "0 < bound < 1"),
        ({"name": "budget", "labels": "many"}, InputError, "cannot use"),
    ],
)
def test_specs_that_cannot_be_built(spec, error, message):
    with pytest.raises(error, match=message):
        build_rule(spec)


# ------------------------------------------------------------------ budget, pool


@pytest.mark.parametrize(
    ("limits", "stop", "sentence"),
    [
        ({"labels": 20}, True, "The budget is used up: 20 of 20 labels."),
        ({"labels": 50}, False, "The budget has 30 labels left: 20 of 50 labels."),
        ({"labels": 50, "seconds": 60}, True, "The budget is used up: 61.5 of 60 seconds."),
        ({"money": 10}, False, "The budget has 5 in money left: 5 of 10 in money."),
    ],
)
def test_budget(limits, stop, sentence):
    found = check({"name": "budget", **limits}, [Round(20, seconds=61.5, cost=5.0)])
    assert (found.stop, found.sentence) == (stop, sentence)


def test_pool_exhausted():
    assert check("pool_exhausted", [Round(20, remaining=0)]).stop is True
    assert check("pool_exhausted", [Round(20, remaining=1200)]).sentence == "1,200 items are left to ask about."
    assert check("pool_exhausted", [Round(20)]).stop is None


# ------------------------------------------------------------------ target


def scored(values, intervals=None, metric="accuracy"):
    pairs = intervals or [None] * len(values)
    return [
        Round(i, {metric: value}, {} if pair is None else {metric: pair})
        for i, (value, pair) in enumerate(zip(values, pairs, strict=True))
    ]


def test_target_needs_consecutive_rounds():
    spec = {"name": "target_metric", "value": 0.9, "rounds": 2}
    assert check(spec, scored([0.91, 0.89, 0.92])).stop is False
    found = check(spec, scored([0.89, 0.91, 0.92]))
    assert found.stop is True
    assert found.sentence == "accuracy is 0.920; the target 0.9 is met in the last 2 of 2 rounds asked for."


def test_the_worse_end_of_the_interval_has_to_meet_the_target():
    rounds = scored([0.92, 0.93], [(0.88, 0.95), (0.91, 0.95)])
    spec = {"name": "target_metric", "value": 0.9, "rounds": 2}
    assert check(spec, rounds).stop is False
    assert "(95 % interval 0.910 to 0.950)" in check(spec, rounds).sentence
    assert "by the worse end of its interval" in check(spec, rounds).sentence
    assert check(spec | {"use_interval": False}, rounds).stop is True


def test_losses_fall_to_their_target():
    spec = {"name": "target_metric", "metric": "log_loss", "value": 0.3, "rounds": 1}
    assert check(spec, scored([0.2], metric="log_loss")).stop is True
    assert check(spec, scored([0.2], [(0.1, 0.4)], metric="log_loss")).stop is False


def test_a_metric_nobody_measured():
    assert check("target_metric", scored([0.9], metric="macro_f1")).sentence == "No round has measured accuracy yet."


# ------------------------------------------------------------------ stabilising predictions


def test_stabilising_predictions_is_the_mean_of_the_last_three_kappas():
    """Kappas 1, .5 and 1 (two of four changed sides once): mean .8333."""
    tables = [[0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 1, 1], [0, 1, 1, 1]]
    found = check("stabilising_predictions", history(*tables))
    assert found.stop is False
    assert found.value == pytest.approx((1 + 0.5 + 1) / 3)
    assert "0.8333 on 4 items, bound 0.99" in found.sentence
    stable = check("stabilising_predictions", history(*[[0, 1, 0, 1]] * 4))
    assert stable.stop is True
    assert "F can have changed by 0.000" in stable.sentence


def test_the_bound_on_f_is_of_two_classes_and_of_the_least_kappa():
    still = [0, 1] * 200
    moved = [1, *still[1:]]
    found = check("stabilising_predictions", history(still, moved, moved, moved))
    least = 1 - 2 / 400  # one of 400 differs: kappa = 1 - 2 / n, up to 1 / n squared
    assert f"F can have changed by {4 * (1 - least) / least:.3f}" in found.sentence
    three = check("stabilising_predictions", history(*[[0, 1, 2, 1]] * 4))
    assert three.stop is True
    assert "F can" not in three.sentence


def test_only_the_last_rounds_count_and_rounds_without_a_model_do_not():
    rounds = [*history([1, 0, 1, 0]), Round(5), *history(*[[0, 1, 0, 1]] * 4)]
    assert check("stabilising_predictions", rounds).stop is True


def test_too_early_to_compare():
    found = check("stabilising_predictions", history([0, 1], [0, 1]))
    assert (found.stop, found.sentence) == (None, "Too early to compare models: 2 more rounds are needed.")


def test_a_label_that_came_up_later_is_no_obstacle():
    tables = [[[0, 1], [1, 0]]] * 3 + [[[0, 1, 0], [1, 0, 0]]]
    for name in ("stabilising_predictions", "contradiction_ratio"):
        assert check(name, history(*tables)).stop is True


# ------------------------------------------------------------------ contradiction


def flips(*counts, n=100):
    """Rounds in which so many of n predictions changed, one after the other."""
    tables = [np.zeros(n, int)]
    for count in counts:
        table = tables[-1].copy()
        table[:count] = 1 - table[:count]
        tables.append(table)
    return history(*tables)


def test_contradiction_has_to_stay_low():
    spec = {"name": "contradiction_ratio", "bound": 0.05, "rounds": 2}
    assert check(spec, flips(10, 4)).stop is False
    found = check(spec, flips(10, 4, 2))
    assert found.stop is True
    assert found.value == 0.02
    assert (
        "2.0% of 100 predictions changed in the last round (95 % interval 0.6% to 7.0%, bound 5.0%)" in found.sentence
    )


def test_flat_and_high_means_stuck():
    spec = {"name": "contradiction_ratio", "rounds": 2}
    assert "stuck" in check(spec, flips(20, 21, 20, 22)).sentence
    assert "stuck" not in check(spec, flips(60, 50, 30, 20)).sentence, "it still falls"
    assert "stuck" not in check(spec, flips(5, 5, 5, 5)).sentence, "flat but low"


# ------------------------------------------------------------------ the advisor


def test_limits_decide_alone():
    said = advise(flips(20, 20, 20), [{"name": "budget", "labels": 40}, "stabilising_predictions"])
    assert overall(said).stop is True
    assert overall(said).sentence == "Stop. The budget is used up: 40 of 40 labels."


def test_rules_about_the_model_have_to_agree():
    loose = {"name": "contradiction_ratio", "bound": 0.5}
    rounds = flips(20, 20, 20)
    assert overall(advise(rounds, [loose])).stop is True
    torn = overall(advise(rounds, [loose, "stabilising_predictions"]))
    assert torn.stop is False
    assert torn.sentence.startswith("Near the end.")
    assert overall(advise(rounds, ["stabilising_predictions"])).sentence.startswith("Keep labelling.")


def test_when_nothing_can_be_told():
    assert overall(advise([], ["pool_exhausted"])).stop is None
    assert overall([]).sentence == "Keep labelling. No rule can tell yet."


def test_the_usual_rules_weigh_costs_or_wait_for_stability():
    rng = np.random.default_rng(0)
    assert overall(advise(history(*rng.integers(0, 2, (5, 100))))).stop is False
    found = advise(flips(400, 0, 0, 0, 0, n=1000))
    assert [each.rule for each in found] == ["pool_exhausted", "any_of"]
    assert overall(found).stop is True
    assert "one will do" in found[1].sentence


@pytest.mark.parametrize(
    ("rule", "applies"),
    [
        ("max_entropy", False),
        ({"name": "any_of", "rules": ["patience", "goal"]}, False),
        ({"name": "any_of", "rules": ["patience", "half"]}, True),
        ({"name": "cost_optimal", "by": "curve", "metric": "r2"}, True),
        ("cost_optimal", False),
        ("max_rounds", True),
    ],
)
def test_rules_about_classes_do_not_apply_to_numbers(rule, applies):
    assert ("does not apply" in advise([Round(10, remaining=5)], [rule], numbers=True)[0].sentence) is not applies
