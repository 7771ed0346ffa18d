"""A model as one more annotator, whose skill is found like anybody's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.votes import Votes

__all__ = ["with_model"]


def with_model(votes: Votes, probabilities: npt.ArrayLike) -> Votes:
    """``votes`` with the likeliest class by a model as votes of a further annotator, the last.

    Parameters
    ----------
    probabilities : (n_items, K), of a model that has not learnt from these votes; NaN rows abstain.

    As a prior (``known=`` of `consensus`) a model is taken at its word; as an annotator it is believed as far as it
    agrees with people, and its mistakes between classes are learnt. Raises `InputError` for another shape.
    """
    table = np.asarray(probabilities, dtype=np.float64)
    if table.shape != (votes.n_items, votes.n_classes):
        raise InputError(f"A model's probabilities are ({votes.n_items}, {votes.n_classes}); found {table.shape}.")
    rows = np.flatnonzero(~np.isnan(table).any(axis=1))
    return Votes(
        np.concatenate([votes.items, rows]),
        np.concatenate([votes.annotators, np.full(len(rows), votes.n_annotators)]),
        np.concatenate([votes.labels, table[rows].argmax(axis=1)]),
        votes.n_items,
        votes.n_annotators + 1,
        votes.n_classes,
    )
