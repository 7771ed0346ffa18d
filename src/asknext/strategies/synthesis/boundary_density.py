"""Items drawn from the density of the real ones, where the model is least sure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.strategies.geometry.gaussian_kernel import squared_distances
from asknext.strategies.inputs import Float64
from asknext.strategies.synthesis.made_items import Synthetic, with_neighbours
from asknext.strategies.top import top
from asknext.strategies.uncertainty.probability_scorer import two_likeliest

__all__ = ["DENSITIES", "sample_boundary"]

DENSITIES = ("kde", "gmm")


def sample_boundary(
    points: npt.NDArray[Any],
    predict_proba: Callable[[Float64], Any],
    n: int,
    rng: np.random.Generator,
    *,
    density: str = "kde",
    tries: int = 20,
    bandwidth: float | None = None,
    components: int = 10,
    neighbours: int = 3,
) -> Synthetic:
    """``n`` points with the smallest margin of the two likeliest classes, of ``n * tries`` drawn from a density.

    Parameters
    ----------
    points : (m, d) real items, at least two.
    predict_proba : (k, d) float64 -> (k, C) class probabilities.
    density : "kde", a Gaussian around a real item drawn uniformly, of standard deviation ``bandwidth`` (default:
        Scott's rule, the standard deviation of each feature times ``m ** (-1 / (d + 4))``); or "gmm", a Gaussian
        mixture of ``components`` with full covariances, fitted by scikit-learn.
    tries : points drawn for each kept; 1 takes the density as it is.

    Returns
    -------
    Synthetic : its ``parents`` are the two real items nearest to each point.

    Raises
    ------
    InputError : points or probabilities that cannot be used.  UnknownName : another density.
    """
    x = np.asarray(points, dtype=np.float64)
    if x.ndim != 2 or len(x) < 2 or not np.isfinite(x).all():
        raise InputError(f"points has shape {x.shape}; expected (m, d) with m of at least 2, every value finite.")
    if density not in DENSITIES:
        raise UnknownName("density", density, DENSITIES)
    if n < 1 or tries < 1:
        raise InputError(f"n is {n} and tries is {tries}, but both must be at least 1.")
    count = n * tries
    drawn = _kernels(x, count, rng, bandwidth) if density == "kde" else _mixture(x, count, rng, components)
    first, second = two_likeliest(_probabilities(predict_proba, drawn))
    made = drawn[top(second - first, n, rng)]
    parents = np.argsort(squared_distances(made, x), axis=1, kind="stable")[:, :2]
    return with_neighbours(made, parents, x, neighbours)


def _kernels(x: Float64, count: int, rng: np.random.Generator, bandwidth: float | None) -> Float64:
    scott = x.std(axis=0) * len(x) ** (-1.0 / (x.shape[1] + 4))
    width = scott if bandwidth is None else np.full(x.shape[1], float(bandwidth))
    return np.asarray(x[rng.integers(len(x), size=count)] + width * rng.standard_normal((count, x.shape[1])))


def _mixture(x: Float64, count: int, rng: np.random.Generator, components: int) -> Float64:
    from sklearn.mixture import GaussianMixture

    size = min(components, len(np.unique(x, axis=0)))
    model = GaussianMixture(size, reg_covar=1e-6, random_state=int(rng.integers(2**31))).fit(x)
    return np.asarray(model.sample(count)[0], dtype=np.float64)


def _probabilities(predict_proba: Callable[[Float64], Any], drawn: Float64) -> Float64:
    p = np.asarray(predict_proba(drawn), dtype=np.float64)
    if p.ndim != 2 or len(p) != len(drawn) or not np.isfinite(p).all():
        raise InputError(f"predict_proba gave shape {p.shape} for {len(drawn)} points; expected ({len(drawn)}, C).")
    return p
