"""Whether a model knows anything about labels beyond how frequent each class is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["tells_apart"]

Floats = npt.NDArray[np.float64]

_LEAST = 1e-3
_BEYOND = 2.0  # standard errors


def tells_apart(labels: npt.NDArray[np.int64], probabilities: Floats) -> bool:
    """Whether labels are likelier by the model than by the shares of the classes, beyond doubt.

    Parameters
    ----------
    labels : (n,) class codes; or (n, L) zeros and ones, where (n, L) ``probabilities`` are those of the ones.
    probabilities : (n, K), of a model that has not seen these labels.

    The gain of each item is the log of its label's probability, at least 0.001, over that of the class's share; beyond
    doubt is a mean of two standard errors above 0. A model that fails cannot judge labels: what it holds against
    them are its own mistakes.
    """
    gain = _several(labels, probabilities) if labels.ndim == 2 else _single(labels, probabilities)
    if len(gain) < 2:
        return False
    error = float(gain.std(ddof=1)) / np.sqrt(len(gain))
    return bool(gain.mean() > _BEYOND * error)


def _single(labels: npt.NDArray[np.int64], probabilities: Floats) -> Floats:
    shares = np.bincount(labels, minlength=probabilities.shape[1]) / max(len(labels), 1)
    own = probabilities[np.arange(len(labels)), labels]
    found: Floats = np.log(np.maximum(own, _LEAST)) - np.log(shares[labels])
    return found


def _several(labels: npt.NDArray[np.int64], probabilities: Floats) -> Floats:
    share = labels.mean(axis=0).clip(_LEAST, 1 - _LEAST)
    own = np.where(labels == 1, probabilities, 1 - probabilities)
    usual = np.where(labels == 1, share, 1 - share)
    found: Floats = (np.log(np.maximum(own, _LEAST)) - np.log(usual)).sum(axis=1)
    return found
