"""Softmax (multinomial logistic) regression with an L2 penalty: fitted by Newton's method, with its curvature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64
from asknext.strategies.model_change.fisher import information, spread

__all__ = ["Softmax", "curvature", "fitted", "refitted", "softmax"]

Solver = Callable[[Float64, Float64, Float64, Float64], Float64]

_STEPS, _HALVINGS = 100, 30
_SOLVED = 1e-7  # of a system for a step, relative: the steps after it mend the rest
_STILL = 1e-10  # a step so small, compared with the weights, is the last
_FLAT = 1e-6  # penalty of the intercepts, which are free but for this


@dataclass(frozen=True)
class Softmax:
    """Minimises ``sum_i -log p(y_i | x_i) + penalty / 2 |W|^2``; the intercepts are not penalised.

    Attributes
    ----------
    weights : (D, C) float64; the last row is for the feature that is 1, where there is an intercept.
    ridge : (D,) the penalty of each row of the weights.
    """

    weights: Float64
    ridge: Float64

    def probabilities(self, x: Float64) -> Float64:
        """(rows, C) of features ``x`` (rows, D)."""
        return softmax(x @ self.weights)


def fitted(x: Float64, truth: IntArray, classes: int, penalty: float, intercept: bool) -> Softmax:
    """The regression of classes ``truth`` (m,) on features ``x`` (m, D), to the precision of the machine.

    ``intercept`` says that the last column is the constant 1. Time a step m D^2 C^2 + (D C)^3, memory (D C)^2.
    """
    ridge = np.full(x.shape[1], penalty)
    if intercept:
        ridge[-1] = _FLAT
    return _newton(x, truth, Softmax(np.zeros((x.shape[1], classes)), ridge), _solve)


def refitted(x: Float64, truth: IntArray, model: Softmax, inverse: Float64) -> Softmax:
    """The same from a ``model`` of nearly the same items, whose inverse curvature (D C, D C) is known.

    Steps are found by conjugate gradients with that inverse. Time a step about 10 (m D C + (D C)^2), memory D C.
    """
    return _newton(x, truth, model, lambda x, p, ridge, slope: _conjugate_gradients(x, p, ridge, slope, inverse))


def _newton(x: Float64, truth: IntArray, model: Softmax, solve: Solver) -> Softmax:
    weights, ridge = model.weights, model.ridge
    wanted = np.eye(weights.shape[1])[truth]
    for _ in range(_STEPS):
        p = softmax(x @ weights)
        step = solve(x, p, ridge, x.T @ (p - wanted) + ridge[:, None] * weights)
        step = step - step.mean(axis=1, keepdims=True)  # what is common to all classes changes nothing but rounding
        if np.abs(step).max() < _STILL * max(1.0, float(np.abs(weights).max())):
            break
        weights = _downhill(x, wanted, ridge, weights, step)
    return Softmax(weights, ridge)


def softmax(logits: Float64) -> Float64:
    """Probabilities over the last axis of ``logits``."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    raised /= raised.sum(axis=-1, keepdims=True)
    return np.asarray(raised, dtype=np.float64)


def curvature(x: Float64, p: Float64) -> Float64:
    """(C D, C D) ``sum_i (diag(p_i) - p_i p_i') (x) x_i x_i'``: the Hessian of the log loss, the Fisher information.

    The weights of a class lie next to each other.
    """
    return information(x, spread(p))


def _solve(x: Float64, p: Float64, ridge: Float64, slope: Float64) -> Float64:
    """(D, C) the curvature's inverse times ``slope``."""
    step = np.linalg.solve(curvature(x, p) + np.diag(np.tile(ridge, p.shape[1])), slope.T.ravel())
    return np.asarray(step.reshape(slope.shape[::-1]).T, dtype=np.float64)


def _conjugate_gradients(x: Float64, p: Float64, ridge: Float64, slope: Float64, inverse: Float64) -> Float64:
    def near(v: Float64) -> Float64:
        return np.asarray((inverse @ v.T.ravel()).reshape(v.shape[::-1]).T, dtype=np.float64)

    def bent(v: Float64) -> Float64:
        along = p * (x @ v)
        return np.asarray(x.T @ (along - p * along.sum(axis=1, keepdims=True)) + ridge[:, None] * v)

    found, left = np.zeros_like(slope), slope
    guess = direction = near(left)
    size = enough = float((left * guess).sum())
    for _ in range(_STEPS):
        if size <= enough * _SOLVED**2:
            break
        curved = bent(direction)
        share = size / float((direction * curved).sum())
        found, left = found + share * direction, left - share * curved
        guess = near(left)
        size, before = float((left * guess).sum()), size
        direction = guess + size / before * direction
    return found


def _downhill(x: Float64, wanted: Float64, ridge: Float64, weights: Float64, step: Float64) -> Float64:
    """The weights after as much of ``step`` as does not raise the loss beyond rounding."""
    most = _loss(x, wanted, ridge, weights) * (1 + 1e-12)
    for halving in range(_HALVINGS):
        tried = weights - step * 0.5**halving
        if _loss(x, wanted, ridge, tried) <= most:
            return tried
    return weights


def _loss(x: Float64, wanted: Float64, ridge: Float64, weights: Float64) -> float:
    logits = x @ weights
    highest = logits.max(axis=1)
    losses = np.log(np.exp(logits - highest[:, None]).sum(axis=1)) + highest - (logits * wanted).sum(axis=1)
    return float(losses.sum() + 0.5 * (ridge[:, None] * weights**2).sum())
