"""Whether a model knows anything about labels beyond how frequent each class is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["tells_apart"]

Floats = npt.NDArray[np.float64]

_BEYOND = 2.0  # standard errors


def tells_apart(labels: npt.NDArray[np.int64], probabilities: Floats) -> bool:
    """Whether a model foretells labels better than the shares of the classes do, beyond doubt.

    Parameters
    ----------
    labels : (n,) class codes; or (n, L) zeros and ones, where (n, L) ``probabilities`` are those of the ones.
    probabilities : (n, K), of a model that has not seen these labels.

    The gain of an item is how much nearer the probabilities are to its label than the shares are, in squares (Brier
    1950); a label that is wrong costs little there, and a logarithm would make it count more than all right ones.
    Beyond doubt is a mean of two standard errors above 0. A model that fails cannot judge labels: what it holds
    against them are its own mistakes.
    """
    given = labels if labels.ndim == 2 else labels[:, None] == np.arange(probabilities.shape[1])
    if len(given) < 2:
        return False
    gain = (np.square(given.mean(axis=0) - given) - np.square(probabilities - given)).sum(axis=1)
    error = float(gain.std(ddof=1)) / np.sqrt(len(gain))
    return bool(gain.mean() > _BEYOND * error)
