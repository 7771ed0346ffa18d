"""Penalised logistic regression by L-BFGS: softmax over classes, or one independent sigmoid a column."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["LinearMap", "fit_logistic", "log_loss_of", "probabilities_of"]

Floats = npt.NDArray[np.float64]
LinearMap = tuple[Floats, Floats]
_TINY = 1e-15


def probabilities_of(logits: Floats, softmax: bool) -> Floats:
    """(n, K) float64 probabilities; rows sum to 1 under ``softmax``, columns are independent otherwise."""
    if not softmax:
        return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)))
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def log_loss_of(logits: Floats, targets: Floats, softmax: bool) -> float:
    """Mean negative log likelihood a row (natural logarithm); columns are summed where they are independent."""
    if softmax:
        top = logits.max(axis=1)
        norm = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
        return float(np.mean(norm - (logits * targets).sum(axis=1)))
    return float(np.mean((np.logaddexp(0.0, logits) - logits * targets).sum(axis=1)))


def fit_logistic(
    X: Floats, targets: Floats, C: float, softmax: bool, start: LinearMap | None = None, max_iter: int = 200
) -> LinearMap:
    """Minimise ``sum of log losses + |W|^2 / (2 C)``; the intercept is not penalised.

    Parameters
    ----------
    X : (m, d) float64.  targets : (m, K) float64, rows one-hot under ``softmax``, else zeros and ones.
    C : inverse strength of the penalty.  start : where to begin, e.g. the solution at a neighbouring C.

    Returns
    -------
    W (d, K) and b (K,), float64.
    """
    rotated, back = _shrink(X)
    n_features, n_columns = rotated.shape[1], targets.shape[1]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, shift = flat[:-n_columns].reshape(n_features, n_columns), flat[-n_columns:]
        logits = rotated @ weights + shift
        residual = probabilities_of(logits, softmax) - targets
        value = log_loss_of(logits, targets, softmax) * len(targets) + (weights**2).sum() / (2 * C)
        slope = np.concatenate([(rotated.T @ residual + weights / C).ravel(), residual.sum(axis=0)])
        return value / len(targets), slope / len(targets)

    flat = _minimise(loss, _begin(start, back, n_features, n_columns), max_iter)
    return back @ flat[:-n_columns].reshape(n_features, n_columns), flat[-n_columns:]


def _minimise(loss: object, start: Floats, max_iter: int) -> Floats:
    from scipy.optimize import minimize

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": max_iter, "gtol": 1e-6})
    return np.asarray(found.x, dtype=np.float64)


def _shrink(X: Floats) -> tuple[Floats, Floats]:
    """Rotate into the span of the rows where there are fewer rows than features: the same optimum, sooner."""
    if len(X) >= X.shape[1]:
        return X, np.eye(X.shape[1])
    _, _, directions = np.linalg.svd(X, full_matrices=False)
    return X @ directions.T, directions.T


def _begin(start: LinearMap | None, back: Floats, n_features: int, n_columns: int) -> Floats:
    if start is None:
        return np.zeros(n_features * n_columns + n_columns)
    weights, shift = start
    return np.concatenate([(back.T @ weights).ravel(), shift])
