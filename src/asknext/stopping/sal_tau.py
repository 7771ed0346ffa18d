"""Stop screening by the expected recall, its probabilities corrected for the true share of relevant items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.quant import expected_recall
from asknext.stopping.shares import check_shares

__all__ = ["SALTau", "adjusted_to_prior"]

_STEPS, _CLOSE = 1_000, 1e-9


@dataclass(frozen=True)
class SALTau(Described):
    """Enough when the recall that corrected probabilities expect is at least 2 R - R^2, R being ``recall``.

    Relevant items are far more frequent among those labelled than among those left, so that a model expects too many
    of them. The correction (expectation maximisation of the share of relevant items among those left; Saerens,
    Latinne & Decaestecker 2002) takes that out, and the margin 2 R - R^2 pays for its error. Of the published rule the
    damping tau of the correction is not part here: its formula could not be read.

    Source: after Molinari & Esuli 2023, "SALtau: efficiently stopping TAR by improving priors estimates".
    """

    recall: float = 0.8
    name: ClassVar[str] = "sal_tau"
    source: ClassVar[str] = "after Molinari & Esuli 2023; Saerens, Latinne & Decaestecker 2002"

    def __post_init__(self) -> None:
        check_shares(self.name, recall=self.recall)

    def check(self, history: History) -> Advice:
        last, bound = history[-1] if history else None, 2 * self.recall - self.recall**2
        if last is None or last.found_likely is None or last.left_likely is None or last.relevance is None:
            sentence = "The model's probabilities of relevance are not known yet."
            return Advice(self.name, None, sentence, None, bound)
        prior = float(np.mean(np.asarray(last.relevance, dtype=np.float64))) if len(last.relevance) else 0.0
        if not 0 < prior < 1:
            sentence = "Both relevant and other items have to be labelled before the share of them can be corrected."
            return Advice(self.name, None, sentence, None, bound)
        left = adjusted_to_prior(last.left_likely, prior)
        estimate, _ = expected_recall(last.found_likely, left)
        stop = estimate >= bound
        sentence = (
            f"With {left.sum():.1f} relevant items expected among the {len(left):,} left, {estimate:.1%} of all are "
            f"found (bound {bound:.1%} for a recall of {self.recall:.0%}){': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, estimate, bound)


def adjusted_to_prior(probabilities: npt.NDArray[Any], prior: float) -> npt.NDArray[np.float64]:
    """(u,) probabilities of a model trained with the share ``prior`` of positives, corrected to the share here.

    The share is found by expectation maximisation: it is the mean of the probabilities corrected to it.
    """
    p = np.asarray(probabilities, dtype=np.float64)
    adjusted, share = p, prior
    for _ in range(_STEPS if len(p) else 0):
        new = float(adjusted.mean())
        positive, negative = p * new / prior, (1 - p) * (1 - new) / (1 - prior)
        total = positive + negative
        adjusted = np.where(total > 0, positive / np.where(total > 0, total, 1.0), 0.0)
        if abs(new - share) < _CLOSE:
            break
        share = new
    return np.asarray(adjusted)
