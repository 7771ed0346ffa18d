"""Stop when the clusters near the boundary agree with it as well as they ever will (Fu & Yang 2015)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History

__all__ = ["SSNCut"]


@dataclass(frozen=True)
class SSNCut(Described):
    """Enough when the disagreement of clusters and boundary has had no new minimum for ``rounds`` rounds.

    A spectral clustering into two of the unlabelled items nearest to the boundary is compared with the classifier; the
    model of the round with the minimum is the one to keep. For two classes and a linear classifier with a decision
    function, such as a linear support vector machine.

    Source: Fu & Yang 2015, "Low density separation as a stopping criterion for active learning SVM".
    """

    rounds: int = 10
    name: ClassVar[str] = "ssncut"
    source: ClassVar[str] = "Fu & Yang 2015"
    looks_at: ClassVar[frozenset[str]] = frozenset({"cut_disagreement"})

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError(f"ssncut needs rounds >= 1; found {self.rounds}.")

    def check(self, history: History) -> Advice:
        found = [each for each in history if each.cut_disagreement is not None]
        if not found:
            sentence = (
                "How clusters near the boundary disagree with it is not known: the rule is for two classes and a "
                "linear classifier such as LinearSVC."
            )
            return Advice(self.name, None, sentence)
        values = [float(each.cut_disagreement or 0.0) for each in found]
        at = values.index(min(values))
        since = len(values) - 1 - at
        stop = since >= self.rounds
        sentence = (
            f"Clusters near the boundary disagree with it on {values[-1]:.1%} of their items, least at "
            f"{found[at].labels:,} labels ({values[at]:.1%}), {since} rounds ago"
            f"{': go back to the model of that round' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, float(since), float(self.rounds))
