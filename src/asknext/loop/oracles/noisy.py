"""`NoisyOracle`: wrong at a fixed rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.oracles.mistake import check_rate, mistaken
from asknext.loop.oracles.oracle import Reply, RowByRow

__all__ = ["NoisyOracle"]


class NoisyOracle(RowByRow):
    """Gives another class than the true one with probability ``rate``; the same row always gets the same answer.

    Parameters
    ----------
    labels : one true label a row; sets where an item may hold several classes, then each class is turned round with
        probability ``rate``.
    classes : at least two.  rate : in [0, 1].  seed : decides which rows are answered wrongly, and how.
    """

    def __init__(
        self, labels: Sequence[Any] | npt.NDArray[Any], classes: Sequence[Any], rate: float, seed: int = 0
    ) -> None:
        super().__init__()
        if len(classes) < 2:
            raise InputError(f"A noisy oracle needs at least two classes; found {len(classes)}.")
        self._rate = check_rate(rate, "The rate of a noisy oracle")
        self._labels, self._classes, self._seed = labels, list(classes), seed

    @property
    def wrong(self) -> int:
        """How many labels were not the true one."""
        return sum(reply.answer != self._labels[reply.row] for reply in self.log)

    def reply(self, row: int, guess: npt.NDArray[np.float64] | None = None) -> Reply:
        """The true label or another one."""
        rng = np.random.default_rng([self._seed, row])
        return Reply(row, mistaken(self._labels[row], self._classes, self._rate, rng))
