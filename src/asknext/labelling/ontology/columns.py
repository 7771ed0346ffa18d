"""What a model said by the classes of before, told by the classes as they are now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from asknext.project.ontology import Ontology

__all__ = ["columns_now"]


def columns_now(
    probabilities: npt.NDArray[np.float32], had: Sequence[str], ontology: Ontology, *, multilabel: bool
) -> npt.NDArray[np.float32]:
    """Probabilities with one column for each class there is to choose now.

    The columns of merged classes are added (in a multi-label task: the larger counts), that of a class which is gone
    is left out, and a class that is newer than the round has 0.

    Parameters
    ----------
    probabilities : (n, C) float32. had : what its columns stood for, C class ids or fewer.

    Returns
    -------
    (n, C') float32, C' the number of classes in `Ontology.choosable`.
    """
    place = {each.id: number for number, each in enumerate(ontology.choosable)}
    targets = [place.get(ontology.meaning_of(each) or "", -1) for each in had[: probabilities.shape[1]]]
    if targets == list(range(len(place))):
        return probabilities
    made = np.zeros((len(probabilities), len(place)), dtype=np.float32)
    for column, target in enumerate(targets):
        if target >= 0:
            join = np.maximum if multilabel else np.add
            made[:, target] = join(made[:, target], probabilities[:, column])
    return made
