"""The answer that is cheapest to be wrong with, where some mistakes are worse than others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["cheapest_label", "ordinal_costs"]

Floats = npt.NDArray[np.float64]


def cheapest_label(posterior: Floats, costs: npt.ArrayLike) -> tuple[npt.NDArray[np.int64], Floats]:
    """(n,) the class with the least expected cost, of equals the first, and (n,) that cost.

    Parameters
    ----------
    posterior : (n, K) probabilities.  costs : (K, K) ``[t, s]`` of saying s where t is true.

    Raises
    ------
    InputError : costs of another shape.
    """
    table = np.asarray(costs, dtype=np.float64)
    if table.shape != (posterior.shape[1], posterior.shape[1]):
        raise InputError(f"Costs are a table ({posterior.shape[1]}, {posterior.shape[1]}); found shape {table.shape}.")
    expected = posterior @ table
    labels = np.argmin(expected, axis=1)
    return labels, expected[np.arange(len(labels)), labels]


def ordinal_costs(n_classes: int) -> Floats:
    """(K, K) how many steps lie between two classes of a scale: the cheapest class is then the median."""
    steps = np.arange(n_classes, dtype=np.float64)
    return np.abs(steps[:, None] - steps[None, :])
