"""The rules that are replayed, under the names of the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["BY_CHANGES", "FIXED", "GRID", "OR_STABLE", "WITH_SCORES", "by_changes", "for_costs"]

Spec = dict[str, Any]

BY_CHANGES = "cost_optimal, at these costs"
OR_STABLE = "any of: cost_optimal at these costs, stabilising predictions"
FIXED: dict[str, Spec] = {
    "predicted change of F < .05 x 3 (two classes only)": {"name": "predicted_change_of_f"},
    "selected accuracy >= .9": {"name": "selected_accuracy"},
    "selected accuracy = 1": {"name": "selected_accuracy", "bound": 1.0},
    "variance, fall 0 (VM)": {"name": "variance", "fall": 0.0},
    "variance, fall .001 (EVM)": {"name": "variance"},
    "stabilising predictions, mean of 3 kappas >= .99": {"name": "stabilising_predictions"},
    "stabilising predictions, all 3 kappas >= .98": {"name": "stabilising_predictions", "bound": 0.98, "every": True},
    "stabilising predictions, 3 models pairwise >= .99": {"name": "stabilising_predictions", "pairwise": True},
    "contradiction ratio < 1 % x 3": {"name": "contradiction_ratio"},
    "total variation < .02 x 3": {"name": "total_variation"},
    "classification change, none": {"name": "classification_change"},
    "performance convergence, .01": {"name": "performance_convergence"},
    "performance convergence, .00005": {"name": "performance_convergence", "bound": 5e-5},
    "uncertainty convergence, .01": {"name": "uncertainty_convergence"},
    "overall uncertainty < .01": {"name": "overall_uncertainty"},
    "overall uncertainty, normalised < .05": {"name": "overall_uncertainty", "bound": 0.05, "normalised": True},
    "minimum expected error < .01": {"name": "minimum_expected_error"},
    "max entropy <= .01": {"name": "max_entropy"},
    "max confidence < .001": {"name": "max_confidence"},
    "multi-criteria, overall uncertainty": {"name": "multi_criteria"},
    "multi-criteria, minimum expected error": {"name": "multi_criteria", "of": "minimum_expected_error", "bound": 0.1},
    "multi-criteria, max confidence": {"name": "multi_criteria", "of": "max_confidence"},
    "confidence drop on the stop set x 3": {"name": "confidence_drop"},
    "confidence drop in the wrong batch x 3": {"name": "confidence_drop", "of": "wrong_batch"},
    "error stability, a tenth of the first bound": {"name": "error_stability"},
    "error stability, half of the first bound": {"name": "error_stability", "ratio": 0.5},
    "goal": {"name": "goal"},
    "derivative of kappa, minimum": {"name": "derivative"},
    "derivative of kappa, zero": {"name": "derivative", "at": "zero"},
    "derivative of the overall uncertainty, minimum": {"name": "derivative", "of": "overall_uncertainty"},
    "derivative of the expected F, zero": {"name": "derivative", "of": "performance_convergence", "at": "zero"},
    "second derivative of kappa, minimum": {"name": "derivative", "order": 2},
    "all of: stabilising predictions, contradiction ratio": {
        "name": "all_of", "rules": ["stabilising_predictions", "contradiction_ratio"],
    },
    "any of: stabilising predictions, contradiction ratio": {
        "name": "any_of", "rules": ["stabilising_predictions", "contradiction_ratio"],
    },
    "all of: selected accuracy >= .9, contradiction ratio < 2 %": {
        "name": "all_of", "rules": ["selected_accuracy", {"name": "contradiction_ratio", "bound": 0.02}],
    },
    "cost_optimal, uses 10,000": {"name": "cost_optimal", "uses": 10_000},
    "cost_optimal, uses 20,000": {"name": "cost_optimal", "uses": 20_000},
    "any of: cost_optimal uses 10,000, stabilising predictions": {
        "name": "any_of", "rules": [{"name": "cost_optimal", "uses": 10_000}, "stabilising_predictions"],
    },
    "any of: cost_optimal uses 20,000, stabilising predictions": {
        "name": "any_of", "rules": [{"name": "cost_optimal", "uses": 20_000}, "stabilising_predictions"],
    },
    "any of: cost_optimal uses 20,000, contradiction ratio": {
        "name": "any_of", "rules": [{"name": "cost_optimal", "uses": 20_000}, "contradiction_ratio"],
    },
    "all of: cost_optimal uses 10,000, contradiction ratio": {
        "name": "all_of", "rules": [{"name": "cost_optimal", "uses": 10_000}, "contradiction_ratio"],
    },
}  # fmt: skip

WITH_SCORES: dict[str, Spec] = {
    "cost_optimal by the curve, at these costs": {"name": "cost_optimal", "by": "curve"},
    "diminishing returns, .0001 a label, by its interval": {"name": "diminishing_returns"},
    "diminishing returns, .0001 a label, by its slope": {"name": "diminishing_returns", "use_interval": False},
    "patience, 5 rounds": {"name": "patience"},
    "patience, 10 rounds": {"name": "patience", "rounds": 10},
    "overfitting guard, .2": {"name": "overfitting_guard"},
}

GRID = [
    {"since": since, "worth": worth, "rounds": rounds, "or_stable": or_stable}
    for since in (0.6, 0.8)
    for worth in (0.08, 0.1, 0.12, 0.15, 0.18)
    for rounds in (1, 2, 3)
    for or_stable in (False, True)
]


def by_changes(uses: float, or_stable: bool = False, **constants: Any) -> Spec:
    """`cost_optimal` that is told what an error costs: so many labels over the model's life."""
    alone = {"name": "cost_optimal", "uses": uses, **constants}
    return {"name": "any_of", "rules": [alone, "stabilising_predictions"]} if or_stable else alone


def for_costs(name: str, uses: float) -> Callable[[Spec], Spec]:
    """The rules "at these costs" are told them; all others are the same whatever an error costs."""
    told = name.endswith("at these costs")
    return lambda spec: {**spec, "uses": uses} if told else spec
