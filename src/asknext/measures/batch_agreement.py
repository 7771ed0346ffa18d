"""How easy a batch is, without its labels: the model beside the nearest labelled item."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.measures.nearest import nearest_of

__all__ = ["batch_agreement"]


def batch_agreement(
    predictions: npt.NDArray[Any], batch: npt.NDArray[Any], labelled: npt.NDArray[Any], labels: npt.NDArray[Any]
) -> float:
    """kappa(D_B) = mean over the batch of [h(x) = h_1NN(x)], 1-NN fitted on the labelled items.

    Parameters
    ----------
    predictions : (b,) class codes that the model gives the batch, or (b, L) zeros and ones: then labels count.
    batch : (b, d) float vectors of it.
    labelled : (l, d) float vectors.  labels : (l,) codes of them, or (l, L) zeros and ones.

    Returns
    -------
    In [0, 1]: near 1 = easy, both say the same; low = hard. NaN where the batch is empty. It is an agreement rate,
    not corrected for chance; compare it with that of a random batch.

    Raises
    ------
    InputError : nothing is labelled, or shapes do not fit.

    Source: Abraham & Dreyfus-Schmidt 2020.
    """
    if len(predictions) != len(batch) or len(labels) != len(labelled) or predictions.ndim != labels.ndim:
        raise InputError(
            f"Agreement needs a prediction for each of the batch and a label for each labelled item; found "
            f"{predictions.shape} for {len(batch)} and {labels.shape} for {len(labelled)}."
        )
    if len(batch) == 0:
        return float("nan")
    nearest, _ = nearest_of(batch, labelled)
    return float(np.mean(predictions == labels[nearest]))
