"""The derivative of a noisy series, by total-variation regularisation (Chartrand 2011)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["tv_derivative"]

_STEPS, _SMALL, _CLOSE = 50, 1e-8, 1e-5


def tv_derivative(values: Sequence[float], alpha: float = 0.1) -> npt.NDArray[np.float64]:
    """(R - 1,) changes from each of R >= 2 values to the next, with the jumps among them kept few.

    The u that minimises ``alpha * sum |u[i + 1] - u[i]| + sum (values[0] + u[0] + ... + u[i] - values[i + 1])**2 / 2``,
    found by lagged diffusivity; with ``alpha`` = 0 these are the plain differences. Takes time R**3.

    Source: Chartrand 2011, "Numerical differentiation of noisy, nonsmooth data".
    """
    series = np.asarray(values, dtype=np.float64)
    u, n = np.diff(series), len(series) - 1
    if n < 2 or alpha == 0:
        return u
    sums, jumps = np.tril(np.ones((n, n))), np.diff(np.eye(n), axis=0)
    square, goal = sums.T @ sums, sums.T @ (series[1:] - series[0])
    for _ in range(_STEPS):
        weights = alpha / np.sqrt((jumps @ u) ** 2 + _SMALL)
        before, u = u, np.linalg.solve(square + jumps.T @ (weights[:, None] * jumps), goal)
        if np.abs(u - before).max() <= _CLOSE * np.abs(u).max():
            break
    return u
