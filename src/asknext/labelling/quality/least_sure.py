"""`least_sure`: what the last round's model says of the new items it is least sure of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.studied import Studied
from asknext.labelling.ranking import current_ranking
from asknext.project.folder import Project

__all__ = ["least_sure"]

MOST = 1000


def least_sure(project: Project, found: Studied) -> npt.NDArray[np.float64] | None:
    """(u, K) probabilities of the open items of the ranking with the lowest best one; None without a model.

    A ranking keeps the two best classes of an item; what they leave is spread over the others.
    """
    ranking = current_ranking(project)
    classes = [each.id for each in found.classes]
    if ranking is None or ranking.guesses is None or ranking.meta.get("classes") != classes or len(classes) < 2:
        return None
    guesses = np.asarray(ranking.guesses[np.asarray(ranking.order)], dtype=np.float64)
    least = guesses[np.argsort(guesses[:, 1], kind="stable")[:MOST]]
    rest = np.maximum(1.0 - least[:, 1] - least[:, 3], 0.0) / max(len(classes) - 2, 1)
    table = np.repeat(rest[:, None], len(classes), axis=1)
    rows = np.arange(len(least))
    for place in (0, 2):
        table[rows, least[:, place].astype(np.int64)] = least[:, place + 1]
    return table if len(table) else None
