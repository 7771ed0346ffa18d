"""`FinishedRounds`: what is kept of each round, and how the present one stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from asknext.loop.ledger import Ledger
from asknext.stopping.history import Round

__all__ = ["FinishedRounds"]


class FinishedRounds:
    """One round for each set of labels that a model was fitted on, oldest first.

    Attributes
    ----------
    rounds : finished ones.  digests : the hash of the labels of each.
    """

    def __init__(self, ledger: Ledger, price: float) -> None:
        self.rounds: list[Round] = []
        self.digests: list[str] = []
        self._ledger, self._price = ledger, price
        self._before, self._began = 0.0, monotonic()

    @property
    def seconds(self) -> float:
        """Since the learner was made, with the time before it was saved."""
        return self._before + monotonic() - self._began

    @property
    def now(self) -> Round:
        """What can be said without a model: budgets count while it is still cold, too."""
        labels, left = len(self._ledger.labels), len(self._ledger.available)
        return Round(labels, seconds=self.seconds, cost=self._price * labels, remaining=left)

    @property
    def is_finished(self) -> bool:
        """Whether the last round was that of the labels there are."""
        return self.digests[-1:] == [self._ledger.digest]

    def finish(self, found: Round) -> None:
        """Keep the present round, with what its model was ``found`` to be worth."""
        now = self.now
        self.rounds.append(replace(found, seconds=now.seconds, cost=now.cost, remaining=now.remaining))
        self.digests.append(self._ledger.digest)

    def back_to(self, rounds: int) -> None:
        """Forget all but the first ``rounds``."""
        del self.rounds[rounds:], self.digests[rounds:]

    def restore(self, rounds: Sequence[Round], digests: Sequence[str], seconds: float) -> None:
        """Go on from rounds that were saved."""
        self.rounds, self.digests, self._before = list(rounds), list(digests), seconds
