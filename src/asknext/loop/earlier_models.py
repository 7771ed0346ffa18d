"""`EarlierModels`: the models of rounds gone by, which are the same whenever they are fitted."""

from __future__ import annotations

from asknext.loop.finished_rounds import FinishedRounds
from asknext.loop.fitted_model import FittedModel
from asknext.loop.label_space import Label
from asknext.loop.latest_model import LatestModel
from asknext.loop.ledger import Ledger

__all__ = ["EarlierModels"]


class EarlierModels:
    """Of the ledger's labels as they were; so nothing need be kept when a learner is saved."""

    def __init__(self, ledger: Ledger, rounds: FinishedRounds, latest: LatestModel) -> None:
        self._ledger, self._rounds, self._latest = ledger, rounds, latest
        self._first: tuple[str, FittedModel] | None = None
        self._before: tuple[str, FittedModel] | None = None

    def labels_before(self, number: int) -> dict[int, Label]:
        """The labels that round ``number`` began with."""
        labels: dict[int, Label] = {}
        for each in self._ledger.actions:
            if each.rounds < number:
                for row in each.before:
                    del labels[row]
                labels.update(each.after)
        return labels

    def before(self) -> FittedModel | None:
        """That of the last finished round; None where there is none."""
        digests = self._rounds.digests
        if not digests:
            return None
        kept = self._latest.before
        if kept and kept[0] == digests[-1]:
            return kept[1]
        self._before = self._again(self._before, digests[-1], len(digests))
        return None if self._before is None else self._before[1]

    def first(self) -> FittedModel | None:
        """That of the first round; None where none is finished."""
        digests = self._rounds.digests
        if not digests:
            return None
        self._first = self._again(self._first, digests[0], 1)
        return None if self._first is None else self._first[1]

    def _again(self, kept: tuple[str, FittedModel] | None, digest: str, number: int) -> tuple[str, FittedModel] | None:
        """What is kept, where it is that of ``digest``; else fitted on what round ``number`` began with."""
        if kept is not None and kept[0] == digest:
            return kept
        labels = self.labels_before(number)
        return (digest, self._latest.fitted_on(labels)) if labels else None
