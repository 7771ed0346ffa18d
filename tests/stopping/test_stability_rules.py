"""Rules that look at how models differ from round to round: worked numbers."""

import numpy as np
import pytest
from scipy.stats import norm

from asknext.measures.agreement import cohen_kappa
from asknext.stopping import Round, build_rule
from asknext.stopping.error_stability import error_change_bound
from asknext.stopping.normalised_cut import cut_disagreement
from asknext.stopping.predicted_change_of_f import predicted_change
from asknext.stopping.tv_derivative import tv_derivative


def check(spec, *rounds):
    return build_rule(spec).check([Round(10 * (i + 1), **fields) for i, fields in enumerate(rounds)])


def series(field, values):
    return [{field: value if np.isscalar(value) else np.array(value)} for value in values]


# ------------------------------------------------------------------ predictions


def test_classification_change_with_and_without_slack():
    changes = series("pool_changed", [0.2, 0.01, 0.0])
    assert check("classification_change", *changes).stop is True
    assert check("classification_change", *changes[:2]).stop is False
    assert check({"name": "classification_change", "bound": 0.01, "rounds": 2}, *changes).stop is True
    assert check({"name": "classification_change", "rounds": 2}, *changes).stop is False
    assert check({"name": "classification_change", "rounds": 4}, *changes).stop is None


def test_kappa_over_all_pairs_of_models_or_the_least_of_them():
    tables = [[0, 0, 1, 1], [0, 1, 1, 1], [0, 1, 1, 0]]
    rounds = series("predictions", tables)
    one, two, far = (cohen_kappa(tables[i], tables[j]) for i, j in ((0, 1), (1, 2), (0, 2)))
    assert check({"name": "stabilising_predictions", "pairwise": True}, *rounds).value == pytest.approx(
        (one + two + far) / 3
    )
    found = check({"name": "stabilising_predictions", "pairwise": True, "every": True}, *rounds)
    assert found.value == pytest.approx(min(one, two, far))
    assert "least kappa of the last 3 models" in found.sentence
    found = check({"name": "stabilising_predictions", "window": 2, "every": True}, *rounds)
    assert found.value == pytest.approx(min(one, two))


def test_predicted_change_of_f_by_hand():
    """Both positive 1, only one of them 1: 1 - 2 / 3."""
    before, after = np.array([1, 1, 0, 0]), np.array([1, 0, 0, 0])
    assert predicted_change(before, after) == pytest.approx(1 / 3)
    assert predicted_change(before, after, positive=0) == pytest.approx(1 / 5)
    assert predicted_change(before * 0, after * 0) == 0.0
    assert predicted_change(np.array([[1, 0]]), np.array([[1, 0, 1]])) == 0.0


def test_predicted_change_of_f_has_to_stay_low_and_is_for_two_classes():
    same, other = [1, 1, 0, 0], [1, 0, 0, 0]
    assert check("predicted_change_of_f", *series("predictions", [other, same, same, same, same])).stop is True
    assert check("predicted_change_of_f", *series("predictions", [other, other, same, same, same])).stop is False
    assert check("predicted_change_of_f", *series("predictions", [same, same, same])).stop is None
    found = check("predicted_change_of_f", *series("predictions", [[0, 1, 2]] * 4))
    assert found.stop is None
    assert found.sentence.endswith("the rule does not apply.")


# ------------------------------------------------------------------ probabilities


def test_total_variation_has_to_stay_low():
    moves = series("total_variation", [0.3, 0.019, 0.01, 0.015])
    assert check("total_variation", *moves).stop is True
    assert check("total_variation", *moves[:3]).stop is False
    assert check("total_variation", *moves[:2]).stop is None
    assert check("total_variation", *moves).value == 0.019


def test_the_bound_on_the_change_of_error_holds_for_normal_distributions():
    """KL of N(0, 1) and N(d, 1) is d^2 / 2, their total variation 2 Phi(d / 2) - 1: no loss can differ by more."""
    for distance in (0.01, 0.1, 0.5, 1, 2, 4):
        assert 2 * norm.cdf(distance / 2) - 1 <= error_change_bound(distance**2 / 2)
    assert error_change_bound(0.02) == pytest.approx(0.1)  # Pinsker is the smaller one
    assert error_change_bound(8) == pytest.approx(np.sqrt(1 - np.exp(-8)))  # Bretagnolle and Huber
    assert error_change_bound(-1e-9) == 0.0


def test_error_stability_is_a_share_of_the_first_bound():
    """Pinsker: .1 at first, .01 at last."""
    moves = series("divergence", [0.02, 0.005, 0.0002])
    found = check("error_stability", *moves)
    assert found.value == pytest.approx(0.1)
    assert found.stop is bool(found.value <= 0.1)
    assert "predictions on the stop set, not of posteriors" in found.sentence
    assert check({"name": "error_stability", "ratio": 0.05}, *moves).stop is False
    posterior = [{**move, "posterior_divergence": kl} for move, kl in zip(moves, (0.08, 0.02, 0.02), strict=True)]
    assert check("error_stability", *posterior).value == pytest.approx(0.5)
    assert "posteriors of the parameters" in check("error_stability", *posterior).sentence


# ------------------------------------------------------------------ support vectors, clusters near the boundary


def test_support_vectors_have_to_stay_as_many():
    counts = series("support_vectors", [10, 12, 12, 12])
    assert check("support_vectors", *counts).stop is True
    assert check("support_vectors", *counts[:3]).stop is False
    assert check("support_vectors", *counts[:2]).stop is None
    assert "for support vector machines" in check("support_vectors", {}).sentence


def test_ssncut_goes_back_to_its_minimum():
    spec = {"name": "ssncut", "rounds": 2}
    values = series("cut_disagreement", [0.4, 0.1, 0.2, 0.15])
    found = check(spec, *values)
    assert found.stop is True
    assert "least at 20 labels (10.0%), 2 rounds ago: go back" in found.sentence
    assert check(spec, *values[:3]).stop is False


def test_clusters_agree_with_a_boundary_between_them():
    rng = np.random.default_rng(0)
    two = np.concatenate([rng.normal((4, 1), 0.3, (30, 2)), rng.normal((1, 4), 0.3, (30, 2))])
    between, along = two[:, 0] - two[:, 1], two.sum(axis=1) - 5
    assert cut_disagreement(between, two, share=1.0) == 0.0
    assert cut_disagreement(-between, two, share=1.0) == 0.0, "which cluster is which does not matter"
    assert cut_disagreement(along, two, share=1.0) > 0.3
    assert cut_disagreement(between, two, share=0.05) is None


def test_only_the_items_nearest_to_the_boundary_count():
    rng = np.random.default_rng(1)
    near = np.concatenate([rng.normal((2, 1), 0.1, (10, 2)), rng.normal((1, 2), 0.1, (10, 2))])
    far = rng.normal(0, 5, (20, 2))
    decision = np.concatenate([near[:, 0] - near[:, 1], np.full(20, 50.0)])
    assert cut_disagreement(decision, np.concatenate([near, far]), share=0.5) == 0.0


# ------------------------------------------------------------------ derivatives


def test_the_derivative_of_a_line_is_its_slope_and_without_alpha_the_differences():
    np.testing.assert_allclose(tv_derivative([1, 3, 5, 7, 9], 0.1), 2.0, atol=1e-6)
    np.testing.assert_allclose(tv_derivative([1, 2, 0, 5], 0.0), [1, -2, 5])
    assert len(tv_derivative([1.0])) == 0


def test_the_derivative_is_the_minimum_of_its_objective():
    """Against a general minimiser from many starts."""
    from scipy.optimize import minimize

    values = np.array([0.0, 0.3, 0.45, 0.5, 0.8, 0.79])

    def objective(u):
        fitted = values[0] + np.cumsum(u)
        return 0.1 * np.sqrt(np.diff(u) ** 2 + 1e-8).sum() + ((fitted - values[1:]) ** 2).sum() / 2

    best = min(minimize(objective, np.full(5, start), tol=1e-12).fun for start in (0, 0.1, 0.3))
    assert objective(tv_derivative(values.tolist(), 0.1)) == pytest.approx(best, abs=5e-5)


def test_a_jump_of_the_slope_is_found_in_noise():
    rng = np.random.default_rng(2)
    truth = np.concatenate([np.arange(20) * 0.05, 0.95 + np.arange(1, 21) * 0.0])
    slope = tv_derivative((truth + rng.normal(0, 0.01, 40)).tolist(), 0.05)
    assert abs(slope[:15].mean() - 0.05) < 0.005
    assert abs(slope[25:].mean()) < 0.005
    assert slope[25:].std() < 0.2 * np.diff(truth + rng.normal(0, 0.01, 40))[25:].std()


def test_goal_waits_for_the_first_model_to_recover():
    """Its accuracy falls from 1 to .5 and then rises."""
    falling = series("batch_right_first", [[1, 1], [1, 0], [0, 0], [0, 0]])
    rising = series("batch_right_first", [[1, 1]] * 6)
    assert check("goal", *falling).stop is False
    assert check("goal", *rising).stop is False, "it never fell"
    assert any(check("goal", *falling, *rising[:n]).stop for n in range(1, 7))
    assert check("goal", *falling[:2]).stop is None


def test_a_derivative_crosses_zero_or_has_its_minimum():
    up_and_down = [0.0, 1, 2, 3, 4, 5, 5, 4, 3, 2]
    spec = {"name": "derivative", "of": "overall_uncertainty", "at": "zero", "alpha": 0.001, "rounds": 3}
    told = [check(spec, *series("pool_entropy", up_and_down[:n])).stop for n in range(1, 11)]
    assert told[:4] == [None] * 4
    assert told[4:] == [False, False, True, True, True, True] or told[4:] == [False, False, False, True, True, True]
    lowest = spec | {"at": "minimum"}
    slowing = [0.0, 3, 5, 6, 6.5, 6.6, 6.6, 7, 8, 10, 13]
    told = [check(lowest, *series("pool_entropy", slowing[:n])).stop for n in range(5, 12)]
    assert told[0] is False
    assert told[-1] is True
    second = spec | {"order": 2, "of": "performance_convergence"}
    assert check(second, *series("pool_f", up_and_down)).sentence.startswith("The second derivative of the number of")
    assert check(spec | {"of": "stabilising_predictions"}, *series("predictions", [[0, 1]] * 7)).stop is not None
