"""What a model says of items it has not learnt from: each judged by a model fitted on the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.quality.label_errors.folds import folds

__all__ = ["out_of_sample"]

Floats = npt.NDArray[np.float64]

FOLDS = 5


def out_of_sample(
    vectors: npt.NDArray[Any],
    labels: npt.NDArray[Any],
    n_classes: int,
    *,
    groups: Sequence[Any] | None = None,
    model: Any = None,
    seed: int = 0,
) -> Floats:
    """(n, K) float64 probabilities by cross-validation in 5 folds; nothing is judged by what it taught.

    Parameters
    ----------
    vectors : (n, d) what the model takes. labels : (n,) class codes, or (n, K) zeros and ones.
    n_classes : K. groups : items of one group stay in one fold (see `folds`); None for none.
    model : a scikit-learn classifier; default: the default model. seed : of the folds and the model.

    A class that a fold's model has not seen has probability 0 there.
    """
    from asknext.models import class_probabilities, default_model, fit_model

    several = labels.ndim == 2
    made = default_model(several, seed) if model is None else model
    fold = folds(labels, min(FOLDS, max(2, len(labels))), groups=groups, seed=seed)
    found = np.zeros((len(labels), n_classes))
    for number in np.unique(fold):
        held = fold == number
        if held.all():
            break  # one group holds everything: nothing can judge it
        fitted = fit_model(made, vectors[~held], labels[~held], seed)
        found[held] = class_probabilities(fitted, vectors[held], range(n_classes), multilabel=several)
    return found
