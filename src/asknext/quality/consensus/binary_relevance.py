"""A consensus of sets of labels: each label by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.quality.consensus.registry import consensus
from asknext.quality.consensus.result import Consensus
from asknext.quality.label_set_votes import LabelSetVotes

__all__ = ["binary_relevance"]


def binary_relevance(
    name: str, votes: LabelSetVotes, **settings: Any
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], list[Consensus]]:
    """The consensus called ``name`` of whether each of L labels belongs to each of n items (Boutell et al. 2004).

    Parameters
    ----------
    settings : of `consensus`.

    Returns
    -------
    (n, L) float64 the probability of each label; (n, L) int64 zeros and ones, -1 where there is no vote or a tie is
    left open; and the L consensuses, each with the skills of the annotators for that label.
    """
    found = [consensus(name, votes.of_label(label), **settings) for label in range(votes.sets.shape[1])]
    posterior = np.array([each.posterior[:, 1] for each in found]).reshape(len(found), votes.n_items).T
    labels = np.array([each.labels for each in found], dtype=np.int64).reshape(len(found), votes.n_items).T
    return posterior, labels, found
