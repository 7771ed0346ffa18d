"""Rules that look at how sure the model is: worked numbers, bounds met exactly, and what they say."""

import numpy as np
import pytest

from asknext.stopping import Round, build_rule


def check(spec, *rounds):
    return build_rule(spec).check([Round(10 * (i + 1), **fields) for i, fields in enumerate(rounds)])


def series(field, values):
    return [{field: value if np.isscalar(value) else np.array(value)} for value in values]


# ------------------------------------------------------------------ one number against a bound


@pytest.mark.parametrize(("entropies", "stop"), [([0.5, 0.0009], True), ([0.5, 0.001], False)])
def test_max_confidence_looks_at_the_surest_item_of_the_batch(entropies, stop):
    found = check("max_confidence", {"batch_entropy": np.array([0.0])}, {"batch_entropy": np.array(entropies)})
    assert found.stop is stop
    assert found.value == entropies[1]
    assert "of the last 2 items asked had an entropy of 0.00" in found.sentence


@pytest.mark.parametrize(("value", "stop"), [(0.01, True), (0.0101, False)])
def test_max_entropy_needs_every_item_to_be_known(value, stop):
    found = check("max_entropy", {"pool_most_entropy": 0.0}, {"pool_most_entropy": value})
    assert (found.stop, found.value, found.bound) == (stop, value, 0.01)


@pytest.mark.parametrize(("value", "stop"), [(0.0099, True), (0.01, False)])
def test_minimum_expected_error(value, stop):
    found = check("minimum_expected_error", {"pool_doubt": value})
    assert found.stop is stop
    assert found.sentence.startswith("The model expects to be wrong about 1.0% of the unlabelled items (bound 1.0%)")


def test_overall_uncertainty_in_nats_or_as_a_share_of_the_most():
    """.05 nats of log 4 = 1.386 are 3.6 %."""
    known = {"pool_entropy": 0.05, "classes": 4}
    assert check("overall_uncertainty", known).stop is False
    found = check({"name": "overall_uncertainty", "bound": 0.05, "normalised": True}, known)
    assert found.stop is True
    assert found.value == pytest.approx(0.05 / np.log(4))
    assert check({"name": "overall_uncertainty", "normalised": True}, {"pool_entropy": 0.0}).stop is None


def test_selected_accuracy_is_of_the_last_batches_together():
    """9 of 10 have the Wilson interval 60 % to 98 %."""
    batches = series("batch_right", [[0.0] * 10, [1.0] * 9 + [0.0]])
    found = check("selected_accuracy", *batches)
    assert found.stop is True
    assert "90% of the last 10 answers (95 % interval 60% to 98%; bound 90%)" in found.sentence
    assert check({"name": "selected_accuracy", "bound": 1.0}, *batches).stop is False
    assert check({"name": "selected_accuracy", "rounds": 2}, *batches).value == pytest.approx(0.45)
    assert check({"name": "selected_accuracy", "rounds": 3}, *batches).stop is None


# ------------------------------------------------------------------ several numbers


def test_multi_criteria_tightens_its_bound_while_predictions_still_change():
    """Doubt .04 passes .05 while 1 % changes, so that the bound becomes .025; at .03 it waits, at .02 it stops."""
    spec = {"name": "multi_criteria", "of": "minimum_expected_error", "bound": 0.05, "tighten": 0.5}
    rounds = [
        {"pool_doubt": 0.06, "pool_changed": 0.1},
        {"pool_doubt": 0.04, "pool_changed": 0.01},
        {"pool_doubt": 0.03, "pool_changed": 0.0},
        {"pool_doubt": 0.02, "pool_changed": 0.0},
    ]
    assert [check(spec, *rounds[:n]).stop for n in (1, 2, 3, 4)] == [False, False, False, True]
    assert [check(spec, *rounds[:n]).bound for n in (1, 2, 3, 4)] == [0.05, 0.05, 0.025, 0.025]
    assert check(spec | {"changed": 0.01}, *rounds[:2]).stop is True


def test_multi_criteria_over_the_three_rules():
    known = {"pool_changed": 0.0, "pool_entropy": 0.2, "batch_entropy": np.array([0.6, 0.3])}
    assert check("multi_criteria", known).value == 0.2
    assert check({"name": "multi_criteria", "of": "max_confidence"}, known).value == 0.3
    assert check({"name": "multi_criteria", "of": "minimum_expected_error"}, known).stop is None


def test_variance_has_to_fall_each_round():
    """Variances .04, .01 and .0025 of two confidences at distance d: (d / 2)^2."""
    batches = series("batch_confidence", [[0.5, 0.9], [0.6, 0.8], [0.65, 0.75]])
    found = check("variance", *batches)
    assert found.stop is True
    assert found.value == pytest.approx(0.0075)
    assert check({"name": "variance", "fall": 0.0076}, *batches).stop is False
    assert check({"name": "variance", "fall": 0}, *batches, *series("batch_confidence", [[0.6, 0.8]])).stop is False
    assert check("variance", *batches[:2]).stop is None


def test_confidence_drop_in_both_readings():
    falling = series("stop_confidence", [0.7, 0.9, 0.89, 0.88, 0.87])
    assert check("confidence_drop", *falling).stop is True
    assert check("confidence_drop", *falling[:4]).stop is False, "only two rounds have fallen"
    wrong = [
        {"batch_confidence": np.array([0.9, sure]), "batch_right": np.array([1.0, 0.0])}
        for sure in (0.9, 0.8, 0.7, 0.6)
    ]
    found = check({"name": "confidence_drop", "of": "wrong_batch"}, *wrong)
    assert found.stop is True
    assert "in wrong predictions of the batch is 0.300, 0.050 less" in found.sentence
    assert check({"name": "confidence_drop", "of": "wrong_batch"}, *falling).stop is None


def test_performance_convergence_needs_a_new_maximum_and_a_small_gain():
    """Means over two rounds: .75 then .795, a gain of .045."""
    spec = {"name": "performance_convergence", "window": 2, "bound": 0.05}
    found = check(spec, *series("pool_f", [0.7, 0.8, 0.79]))
    assert found.value == pytest.approx(0.045)
    assert found.stop is False, "not the highest"
    found = check(spec, *series("pool_f", [0.7, 0.8, 0.79, 0.81]))
    assert found.value == pytest.approx(0.005)
    assert found.stop is True
    assert check(spec | {"bound": 0.004}, *series("pool_f", [0.7, 0.8, 0.79, 0.81])).stop is False
    assert check(spec, *series("pool_f", [0.7, 0.7, 0.7])).stop is False, "a gain of 0 is none"
    assert check(spec, *series("pool_f", [0.7, 0.8])).stop is None


def test_uncertainty_convergence_takes_the_hardest_item_and_the_median():
    """Hardest items .5, .52, .9, .91: medians over three rounds .52 and .9."""
    batches = series("batch_confidence", [[0.5, 0.9], [0.52], [0.9], [0.91, 0.99]])
    found = check({"name": "uncertainty_convergence", "window": 3, "bound": 0.4}, *batches)
    assert found.value == pytest.approx(0.38)
    assert found.stop is True
    assert check({"name": "uncertainty_convergence", "window": 3, "bound": 0.3}, *batches).stop is False
