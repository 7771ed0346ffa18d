"""When training is to end before its time: a part that is not learnt from, and the best weights on it."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["HeldOutPart", "split_off"]


def split_off(
    numbers: npt.NDArray[np.int64], share: float, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(rows to learn from, rows held out): of each class ``share``, rounded, and never all of it."""
    held = [
        rng.permutation(rows)[: min(round(share * len(rows)), len(rows) - 1)]
        for rows in (np.flatnonzero(numbers == each) for each in np.unique(numbers))
    ]
    out = np.sort(np.concatenate(held))
    return np.setdiff1d(np.arange(len(numbers)), out), out


class HeldOutPart:
    """Watches the loss on pictures that are not learnt from (Prechelt 1998).

    Parameters
    ----------
    loss : of the network on the held-out part, a number.  patience : epochs without a better one before the end.
    """

    def __init__(self, network: Any, loss: Any, patience: int) -> None:
        self._network, self._loss, self._patience = network, loss, patience
        self._best, self._weights, self._since = np.inf, None, 0

    def wants_more(self) -> bool:
        """Asked after each epoch."""
        self._network.eval()
        found = self._loss()
        self._network.train()
        self._since += 1
        if found < self._best:
            self._best, self._since = found, 0
            self._weights = copy.deepcopy(self._network.state_dict())
        return self._since < self._patience

    def restore(self) -> None:
        """Put the best weights back."""
        if self._weights is not None:
            self._network.load_state_dict(self._weights)
