"""`BatchLooks`: how the batch behind each round compares with random ones, for a learner's advice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from asknext.loop.earlier_models import EarlierModels
from asknext.loop.finished_rounds import FinishedRounds
from asknext.loop.fitted_model import FittedModel
from asknext.loop.latest_model import LatestModel
from asknext.loop.ledger import Ledger
from asknext.measures.metrics import predictions_of
from asknext.pool.view import IntArray
from asknext.stopping.advice import Asked, BatchLook
from asknext.stopping.advice.looking import agreement_look, exploration_look

__all__ = ["BatchLooks"]

_MOST = 60


class BatchLooks:
    """What needs the model that chose a batch is looked at when its round ends; the rest when somebody asks.

    Which rows were labelled in which round is told by the ledger, so the rest need not be kept.

    Parameters
    ----------
    latest : the model and what it is given.  earlier : those of the rounds before.  seed : of the samples.
    """

    def __init__(
        self, ledger: Ledger, rounds: FinishedRounds, latest: LatestModel, earlier: EarlierModels, seed: int
    ) -> None:
        self._ledger, self._rounds, self._latest, self._earlier, self._seed = ledger, rounds, latest, earlier, seed

    def agreement(self) -> BatchLook | None:
        """The look at the batch of the round about to end, or None where nothing was labelled in it or before."""
        asked = self._asked(len(self._rounds.rounds))
        if len(asked.batch) == 0 or len(asked.labelled) == 0:
            return None
        vectors = self._latest.given.at_hand()
        before = None if vectors is None or self._latest.task.numbers else self._earlier.before()
        if vectors is None or before is None:
            return BatchLook(len(asked.batch))
        told = replace(asked, targets=_codes(before), said=lambda rows: _said(before, rows))
        return BatchLook(len(asked.batch), **agreement_look(vectors, told, self._seed))

    def fill(self) -> None:
        """Look at what the newest batches explored, as far as that was not done yet."""
        rounds = self._rounds.rounds
        for at in range(max(1, len(rounds) - _MOST), len(rounds)):
            asked, look = self._asked(at), rounds[at].look or BatchLook(0)
            if look.sample or len(asked.batch) == 0 or len(asked.labelled) == 0:
                continue
            vectors = self._latest.given.at_hand()
            if vectors is not None:
                look = replace(look, **exploration_look(vectors, asked, self._seed))
            rounds[at] = replace(rounds[at], look=replace(look, batch=len(asked.batch)))

    def _asked(self, number: int) -> Asked:
        """What was labelled in round ``number``, and what might have been."""
        actions, labels = self._ledger.actions, self._earlier.labels_before(number)
        batch = {row for each in actions if each.rounds == number for row in each.after if row not in labels}
        later = {row for each in actions if each.rounds >= number for row in each.ignored}
        free = np.ones(self._ledger.n, dtype=bool)
        free[[*labels, *(self._ledger.ignored - later)]] = False
        return Asked(_rising(labels), None, _rising(batch), np.flatnonzero(free).astype(np.int64))


def _rising(rows: Iterable[int]) -> IntArray:
    return np.array(sorted(rows), dtype=np.int64)


def _codes(fitted: FittedModel) -> npt.NDArray[np.int64]:
    """What a model was fitted on, as `predictions_of` says it."""
    if fitted.multilabel:
        return np.asarray(fitted.targets, dtype=np.int64)
    place = {value: code for code, value in enumerate(fitted.classes)}
    return np.array([place[label] for label in fitted.targets.tolist()], dtype=np.int64)


def _said(fitted: FittedModel, rows: IntArray) -> npt.NDArray[np.int64]:
    return predictions_of(fitted.proba_of(rows), fitted.multilabel)
