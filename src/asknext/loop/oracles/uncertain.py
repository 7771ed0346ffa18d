"""`UncertainOracle`: errs more often where the model is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.oracles.mistake import check_rate, mistaken
from asknext.loop.oracles.oracle import Reply, RowByRow

__all__ = ["UncertainOracle"]


class UncertainOracle(RowByRow):
    """The chance of a wrong answer grows in a straight line from ``low``, where the model is sure, to ``high``, where
    it knows nothing: ``low + (high - low) u`` with ``u = (1 - max_c p) C / (C - 1)``; several classes an item: ``u = 1
    - mean_l |2 p - 1|``.

    What a person finds hard a model often does, too. As the model changes, so may the answer: the same row gets the
    same answer only from the same model.

    Parameters
    ----------
    labels : one true label a row.  classes : at least two.  low, high : chances in [0, 1].
    """

    needs_model = True

    def __init__(
        self, labels: Sequence[Any], classes: Sequence[Any], low: float = 0.0, high: float = 0.5, seed: int = 0
    ) -> None:
        super().__init__()
        if len(classes) < 2:
            raise InputError(f"An oracle that errs needs at least two classes; found {len(classes)}.")
        self._low = check_rate(low, "low of an uncertain oracle")
        self._high = check_rate(high, "high of an uncertain oracle")
        self._labels, self._classes, self._seed = labels, list(classes), seed

    def reply(self, row: int, guess: npt.NDArray[np.float64] | None = None) -> Reply:
        """The true label or another one."""
        assert guess is not None  # `answer` has seen to it
        true = self._labels[row]
        if isinstance(true, frozenset | set | tuple):
            unsure = float(1 - np.abs(2 * guess - 1).mean())
        else:
            unsure = float((1 - guess.max()) * len(guess) / max(1, len(guess) - 1))
        rate = self._low + (self._high - self._low) * min(1.0, max(0.0, unsure))
        return Reply(row, mistaken(true, self._classes, rate, np.random.default_rng([self._seed, row])))
