"""Fisher information of a linear classifier's weights, and how one more item lowers a trace over it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from asknext.strategies.inputs import Float64

__all__ = ["Head", "forms", "information", "spread", "trace_reduction"]


def spread(p: Float64) -> Float64:
    """(rows, C, C) ``diag(p) - p p'``: the covariance of the label, one of C."""
    both = -p[:, :, None] * p[:, None, :]
    places = np.arange(p.shape[1])
    both[:, places, places] += p
    return both


def information(x: Float64, weight: Float64) -> Float64:
    """(C D, C D) ``sum_i W_i (x) x_i x_i'`` of features ``x`` (rows, D) and ``weight`` W (rows, C, C), symmetric.

    The weights of a class lie next to each other. Time rows D^2 C^2.
    """
    width, classes = x.shape[1], weight.shape[1]
    whole = np.zeros((classes, width, classes, width))
    for one in range(classes):
        for other in range(one, classes):
            whole[one, :, other] = (x * weight[:, one, other][:, None]).T @ x
            whole[other, :, one] = whole[one, :, other].T
    return whole.reshape(classes * width, -1)


def forms(x: Float64, matrix: Float64, classes: int) -> Float64:
    """(rows, C, C) ``(I (x) x_i)' matrix (I (x) x_i)`` of a symmetric ``matrix`` (C D, C D)."""
    whole = matrix.reshape(classes, x.shape[1], classes, x.shape[1])
    found = np.empty((len(x), classes, classes))
    for one in range(classes):
        for other in range(one, classes):
            found[:, one, other] = np.einsum("ij,ij->i", x @ whole[one, :, other], x)
            found[:, other, one] = found[:, one, other]
    return found


def trace_reduction(weight: Float64, reach: Float64, gain: Float64) -> Float64:
    """(rows,) ``tr(M^-1 A) - tr((M + J)^-1 A)`` where item x adds ``J = W (x) x x'`` to M.

    ``weight`` W, ``reach`` ``(I (x) x)' M^-1 (I (x) x)`` and ``gain`` the same of ``M^-1 A M^-1``, all (rows, C, C):
    by Woodbury's identity it is ``tr((I + W reach)^-1 W gain)``.
    """
    inner = np.eye(weight.shape[-1]) + weight @ reach
    return np.asarray(np.trace(np.linalg.solve(inner, weight @ gain), axis1=1, axis2=2), dtype=np.float64)


class Head:
    """``tr(M^-1 A)`` for one block of weights (C D of them), as items come in and go out of M.

    For the rows it is made with it keeps ``reach`` and ``gain`` of `trace_reduction`, which an item changes by products
    of C x C matrices: time rows D C^2 an item, memory rows C^2 + (C D)^2.
    """

    def __init__(self, x: Float64, weight: Float64, first: Float64, target: Float64) -> None:
        self._x, self._weight, self._target = x, weight, target
        self._inverse: Float64 = np.linalg.inv(first).astype(np.float64)
        classes = weight.shape[1]
        self._reach = forms(x, self._inverse, classes)
        both: Float64 = self._inverse @ target @ self._inverse
        self._gain = forms(x, both, classes)

    def reductions(self) -> Float64:
        """(rows,) how much each row would lower the trace, were it taken in."""
        return trace_reduction(self._weight, self._reach, self._gain)

    def losses(self, rows: Iterable[int]) -> Float64:
        """(len(rows),) how much the trace would grow, were each of ``rows`` left out again."""
        chosen = list(rows)
        return -trace_reduction(-self._weight[chosen], self._reach[chosen], self._gain[chosen])

    def take(self, row: int, sign: float = 1.0) -> None:
        """Take ``row`` into M, or with ``sign`` -1 out of it."""
        classes = self._weight.shape[1]
        weight = sign * self._weight[row]
        column = np.kron(np.eye(classes), self._x[row][:, None])
        near: Float64 = self._inverse @ column
        core = np.linalg.solve(np.eye(classes) + weight @ self._reach[row], weight)
        core = 0.5 * (core + core.T)
        beyond: Float64 = self._inverse @ (self._target @ near)
        middle = near.T @ self._target @ near
        self._inverse = self._inverse - near @ core @ near.T
        self._follow(self._along(near), self._along(beyond), core, core @ middle @ core)

    def _follow(self, own: Float64, other: Float64, core: Float64, twice: Float64) -> None:
        mixed = own @ core @ other.transpose(0, 2, 1)
        self._reach -= own @ core @ own.transpose(0, 2, 1)
        self._gain += own @ twice @ own.transpose(0, 2, 1) - mixed - mixed.transpose(0, 2, 1)

    def _along(self, directions: Float64) -> Float64:
        """(rows, C, C) ``(I (x) x)'`` times ``directions`` (C D, C)."""
        classes = directions.shape[1]
        parts = directions.reshape(classes, -1, classes).transpose(1, 0, 2).reshape(-1, classes * classes)
        return np.asarray((self._x @ parts).reshape(len(self._x), classes, classes), dtype=np.float64)
