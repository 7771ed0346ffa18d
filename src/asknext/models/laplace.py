"""Laplace's Gaussian posterior of the parameters of a fitted logistic regression (MacKay 1992)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.models.last_step import last_step

__all__ = ["Gaussian", "gaussian_divergence", "laplace_posterior"]

Floats = npt.NDArray[np.float64]
_LARGEST, _WEAK = 1_500, 1e-4


@dataclass(frozen=True)
class Gaussian:
    """``mean`` (k,) and ``precision`` (k, k), the inverse of the covariance."""

    mean: Floats
    precision: Floats


def laplace_posterior(model: Any, X: Any) -> Gaussian | None:
    """The posterior of a `LogisticRegression`, or of a Pipeline that ends in one, fitted on ``X`` (m, d).

    The precision is the Hessian of its objective at the optimum: of the likelihood of ``X`` and of the penalty, 1 / C
    for each weight. Intercepts, and weights without a penalty, have a precision of at least 1e-4. None for any other
    model, for another penalty than the sum of squares, and for more than 1,500 parameters, of which the Hessian would
    be too large.
    """
    last = last_step(model)
    if type(last).__name__ != "LogisticRegression" or not hasattr(last, "coef_") or not _is_ridge(last):
        return None
    rows, columns = last.coef_.shape
    if rows * (columns + 1) > _LARGEST:
        return None
    table = _design(model[:-1].transform(X) if last is not model else X)
    weights = np.hstack([last.coef_, np.broadcast_to(np.atleast_1d(last.intercept_)[:, None], (rows, 1))])
    precision = _curvature(table, weights) + np.diag(np.tile(_prior(last, columns), rows))
    return Gaussian(weights.ravel(), precision)


def gaussian_divergence(one: Gaussian, other: Gaussian) -> float:
    """KL(one || other) in nats; infinite where they do not have the same parameters."""
    if len(one.mean) != len(other.mean):
        return float("inf")
    gap = one.mean - other.mean
    trace = float(np.trace(np.linalg.solve(one.precision, other.precision)))
    determinants = np.linalg.slogdet(one.precision)[1] - np.linalg.slogdet(other.precision)[1]
    return max(float(trace + gap @ other.precision @ gap - len(gap) + determinants) / 2, 0.0)


def _is_ridge(model: Any) -> bool:
    return getattr(model, "penalty", "l2") in ("l2", None, "deprecated") and not getattr(model, "l1_ratio", None)


def _prior(model: Any, columns: int) -> Floats:
    strength = 0.0 if model.penalty is None else 1.0 / model.C
    return np.append(np.full(columns, max(strength, _WEAK)), _WEAK)


def _design(X: Any) -> Floats:
    dense = np.asarray(X.toarray() if hasattr(X, "toarray") else X, dtype=np.float64)
    return np.hstack([dense, np.ones((len(dense), 1))])


def _curvature(X: Floats, weights: Floats) -> Floats:
    """(k, k) Hessian of the negative log likelihood, parameters class by class; one row of weights for two classes."""
    if len(weights) == 1:
        p = 1 / (1 + np.exp(-(X @ weights[0])))
        return np.asarray(X.T @ ((p * (1 - p))[:, None] * X))
    p = _softmax(X @ weights.T)
    blocks = [
        [X.T @ ((p[:, a] * ((a == b) - p[:, b]))[:, None] * X) for b in range(len(weights))]
        for a in range(len(weights))
    ]
    return np.block(blocks)


def _softmax(values: Floats) -> Floats:
    grown = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True))
