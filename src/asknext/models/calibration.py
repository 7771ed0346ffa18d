"""Calibration of logits on answers that the model was not fitted on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.models.logistic import log_loss_of, probabilities_of

__all__ = ["fit_sigmoid", "fit_temperature"]

Floats = npt.NDArray[np.float64]


def fit_temperature(logits: Floats, targets: Floats, softmax: bool) -> float:
    """The temperature T in [0.1, 10] that minimises the log loss of ``logits / T`` (Guo et al. 2017)."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda power: log_loss_of(logits / np.exp(power), targets, softmax),
        bounds=(np.log(0.1), np.log(10.0)),
        method="bounded",
    )
    return float(np.exp(found.x))


def fit_sigmoid(logits: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Slope and shift of one sigmoid a column (Platt 1999), held near (1, 0) by a unit normal prior.

    Returns
    -------
    slope (L,), shift (L,), float64: the calibrated logit is ``slope * logit + shift``.
    """
    fitted = [_newton(logits[:, j], targets[:, j]) for j in range(logits.shape[1])]
    return np.array([slope for slope, _ in fitted]), np.array([shift for _, shift in fitted])


def _newton(logit: Floats, target: Floats, steps: int = 25) -> tuple[float, float]:
    design = np.column_stack([logit, np.ones_like(logit)])
    prior = np.array([1.0, 0.0])
    point = prior.copy()
    for _ in range(steps):
        chance = probabilities_of((design @ point)[:, None], softmax=False)[:, 0]
        slope = design.T @ (chance - target) + (point - prior)
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + np.eye(2)
        move = np.linalg.solve(curvature, slope)
        point = point - move * min(1.0, 2.0 / max(np.abs(move).max(), 1e-12))
    return max(float(point[0]), 1e-3), float(point[1])
