"""What a softmax regression would say were one more label known, without fitting it again."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from asknext.pool.view import IntArray
from asknext.strategies.inputs import Float64
from asknext.strategies.model_change.softmax_regression import Softmax, curvature, refitted, softmax

__all__ = ["OneStep", "Outlook", "Refit", "inverse_curvature"]

_ITERATIONS, _HALVINGS = 20, 6
_SOLVED = 1e-10
_CORRECTIONS = 6
_PRECISION = 0.01


class Outlook(Protocol):
    """Foresees the logits of the sample for each label of each candidate."""

    def after(self, x: Float64) -> Float64:
        """(rows, C, T, C): candidate ``x`` (rows, D), the label it gets, item of the sample, logit."""
        ...


class OneStep:
    """One implicit Newton step: the log loss of the new label exactly, the loss of the others as the quadratic it is
    near the optimum; then what is left of the slope is taken away with the same curvature, a few times.

    With H the curvature there, the weights move by ``-H^-1 ((p(z) - e_c) (x) x)``, where z are the new logits of the
    candidate itself: C equations in C unknowns a candidate and label, ``z = z0 - S (p(z) - e_c)`` with
    ``S = (I (x) x)' H^-1 (I (x) x)``. H is inverted once; the candidate's own curvature enters by Woodbury's identity.
    A correction that would not lower the slope is tried again at a quarter. A label is done once what is left of its
    slope, times its probability, is below 1 % of the expected move, so that unlikely labels cost nothing. Time a
    candidate at most C (D C)^2 + (m + T) D C^2, memory (D C)^2.
    """

    def __init__(self, model: Softmax, known: Float64, truth: IntArray, sample: Float64) -> None:
        self._model, self._known, self._sample = model, known, sample
        self._wanted = np.eye(model.weights.shape[1])[truth].T
        self._inverse = inverse_curvature(model, known)

    def after(self, x: Float64) -> Float64:
        width, classes = self._model.weights.shape
        reach = (self._inverse.reshape(-1, width) @ x.T).reshape(classes, width, classes, len(x)).transpose(3, 2, 0, 1)
        own = np.einsum("bkcd,bd->bkc", reach, x)
        own = 0.5 * (own + own.transpose(0, 2, 1))
        flat: Float64 = reach.reshape(len(x), classes, -1)
        pulls = _pulls(x @ self._model.weights, own)
        moved = (pulls @ flat).reshape(-1, classes, width)
        weights = self._model.weights.T - moved
        self._correct(weights, x, flat, own, _enough(self._model.probabilities(x), pulls, own))
        after = (weights.reshape(-1, width) @ self._sample.T).reshape(len(x), classes, classes, -1)
        return np.asarray(after.transpose(0, 1, 3, 2), dtype=np.float64)

    def _correct(self, weights: Float64, x: Float64, reach: Float64, own: Float64, enough: Float64) -> None:
        """Bring ``weights`` (rows C, C, D) nearer to their optima, in place, until none is steeper than ``enough``."""
        at = np.arange(len(weights))
        step, left = self._step(weights, at, x, reach, own)
        for _ in range(_CORRECTIONS):
            steep = left > enough[at]
            at, step, left = at[steep], step[steep], left[steep]
            if len(at) == 0:
                break
            tried = weights[at] - step
            next_step, now = self._step(tried, at, x, reach, own)
            better = now < left
            weights[at[better]] = tried[better]
            left, step = np.minimum(now, left), np.where(better[:, None, None], next_step, 0.25 * step)

    def _step(
        self, weights: Float64, at: IntArray, x: Float64, reach: Float64, own: Float64
    ) -> tuple[Float64, Float64]:
        """The step to take away from ``weights`` (q, C, D), of candidate and label ``at``, and how steep it is (q,)."""
        classes = weights.shape[1]
        row, label = np.divmod(at, classes)
        p = softmax((weights @ x[row][..., None])[..., 0])
        slope = self._slope(weights)
        slope += (p - np.eye(classes)[label])[..., None] * x[row][:, None]
        step = (slope.reshape(len(at), -1) @ self._inverse).reshape(weights.shape)
        steep = np.einsum("qcd,qcd->q", slope, step)
        both = p[:, :, None] * (np.eye(classes) - p[:, None, :])
        along = both @ (step @ x[row][..., None])
        share = np.linalg.solve(np.eye(classes) + both @ own[row], along)[..., 0]
        for start, stop in _runs(row):
            step[start:stop] -= (share[start:stop] @ reach[row[start]]).reshape(-1, *weights.shape[1:])
        return step, steep

    def _slope(self, weights: Float64) -> Float64:
        """(q, C, D) of the loss of what is known."""
        logits = (weights.reshape(-1, weights.shape[2]) @ self._known.T).reshape(*weights.shape[:2], -1)
        off = _over_classes(logits) - self._wanted
        slope = (off.reshape(-1, off.shape[2]) @ self._known).reshape(weights.shape)
        return np.asarray(slope + self._model.ridge * weights, dtype=np.float64)


class Refit:
    """The same by fitting the regression again for every candidate and label: exact, and slow."""

    def __init__(self, model: Softmax, known: Float64, truth: IntArray, sample: Float64) -> None:
        self._model, self._known, self._truth, self._sample = model, known, truth, sample
        self._inverse = inverse_curvature(model, known)

    def after(self, x: Float64) -> Float64:
        classes = self._model.weights.shape[1]
        return np.array([[self._logits(row, label) for label in range(classes)] for row in x])

    def _logits(self, row: Float64, label: int) -> Float64:
        x, truth = np.vstack([self._known, row]), np.append(self._truth, label)
        model = refitted(x, truth, self._model, self._inverse)
        return np.asarray(self._sample @ model.weights, dtype=np.float64)


def inverse_curvature(model: Softmax, known: Float64) -> Float64:
    """(C D, C D) the inverse of the curvature of the penalised loss at its optimum."""
    curve = curvature(known, model.probabilities(known))
    curve[np.diag_indices_from(curve)] += np.tile(model.ridge, model.weights.shape[1])
    return np.asarray(np.linalg.inv(curve), dtype=np.float64)


def _enough(p: Float64, pulls: Float64, own: Float64) -> Float64:
    """(rows C,) how steep each label's loss may stay: 1 % of the expected move, as much more as the label is unlikely.

    Both are measured by the curvature, as squares of a length.
    """
    moves = np.sqrt(np.maximum(np.einsum("blk,bkc,blc->bl", pulls, own, pulls), 0.0))
    expected = (p * moves).sum(axis=1, keepdims=True)
    return np.asarray(np.square(_PRECISION * expected / np.maximum(p, 1e-100)).ravel(), dtype=np.float64)


def _runs(values: IntArray) -> list[tuple[int, int]]:
    """Where runs of equal ``values`` begin and end."""
    edges = np.flatnonzero(np.diff(values)) + 1
    return list(zip([0, *edges.tolist()], [*edges.tolist(), len(values)], strict=True))


def _over_classes(logits: Float64) -> Float64:
    """Probabilities (q, C, m) over the last axis but one."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    raised /= raised.sum(axis=1, keepdims=True)
    return np.asarray(raised, dtype=np.float64)


def _pulls(logits: Float64, own: Float64) -> Float64:
    """(rows, C, C) ``p(z) - e_c`` for each label c, where ``z = logits - own (p(z) - e_c)``.

    By Newton's method, halving a step that leads away from the solution.
    """
    labels = np.eye(logits.shape[1])
    z = np.repeat(logits[:, None, :], len(labels), axis=1)
    pulls, off = _residual(z, logits, own, labels)
    for _ in range(_ITERATIONS):
        if np.abs(off).max() < _SOLVED:
            break
        z, pulls, off = _closer(z, logits, own, labels, off)
    return pulls


def _closer(
    z: Float64, logits: Float64, own: Float64, labels: Float64, off: Float64
) -> tuple[Float64, Float64, Float64]:
    p = softmax(z)
    slope = own[:, None] @ (p[..., :, None] * (labels - p[..., None, :]))
    step = -np.linalg.solve(np.eye(len(labels)) + slope, off[..., None])[..., 0]
    share = np.ones((*z.shape[:2], 1))
    for _ in range(_HALVINGS):
        pulls, now = _residual(z + share * step, logits, own, labels)
        worse = np.square(now).sum(axis=-1) > np.square(off).sum(axis=-1)
        if not worse.any():
            break
        share[worse] *= 0.5
    return z + share * step, pulls, now


def _residual(z: Float64, logits: Float64, own: Float64, labels: Float64) -> tuple[Float64, Float64]:
    pulls = softmax(z) - labels
    return pulls, z - logits[:, None] + pulls @ own
