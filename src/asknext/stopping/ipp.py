"""Stop screening by a Poisson process fitted to how finds grow rarer (Stevenson & Bin-Hezam 2023)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early
from asknext.stopping.recall_with_confidence import RecallWithConfidence

__all__ = ["IPP", "expected_left"]

_RATES = ("exponential", "power")
_LEAST = 20


@dataclass(frozen=True)
class IPP(RecallWithConfidence):
    """Enough when even the upper quantile of what is left leaves ``recall`` found.

    The finds along the order are taken for an inhomogeneous Poisson process whose rate falls with the place, fitted by
    maximum likelihood; the number left is then Poisson with the rate summed over the places to come, of which the
    quantile at ``confidence`` counts. No guarantee: it is as good as the rate describes the ranking.

    Parameters
    ----------
    rate : "power", a * place^-k, or "exponential", a * exp(-k * place).

    Source: Stevenson & Bin-Hezam 2023, "Stopping methods for technology-assisted reviews based on point processes".
    """

    recall: float = 0.9
    rate: str = "power"
    name: ClassVar[str] = "ipp"
    source: ClassVar[str] = "Stevenson & Bin-Hezam 2023"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.rate not in _RATES:
            raise UnknownName("rate in ipp's rate=", self.rate, _RATES)

    def check(self, history: History) -> Advice:
        from scipy.stats import poisson

        last = history[-1] if history else None
        tables = known(history[-1:], "relevance")
        if last is None or last.remaining is None or not tables or len(tables[-1]) < _LEAST or not np.any(tables[-1]):
            what = f"A find among at least {_LEAST} screened items"
            return too_early(self.name, what, 0, 1, self.recall)
        found = int(np.count_nonzero(tables[-1]))
        left = expected_left(tables[-1], last.remaining, self.rate)
        most = min(float(poisson.ppf(self.confidence, left)), float(last.remaining))
        reached = found / (found + most)
        stop = reached >= self.recall
        sentence = (
            f"{found:,} relevant items are found; {left:.1f} are expected among the {last.remaining:,} left, at most "
            f"{most:.0f} with {self.confidence:.0%}: a recall of {reached:.1%} (bound {self.recall:.0%})."
        )
        return Advice(self.name, stop, sentence, reached, self.recall)


def expected_left(relevance: npt.NDArray[Any], remaining: int, rate: str = "power") -> float:
    """Sum of the fitted rate over the places after those screened; ``relevance`` (m,) in the order of screening.

    For each steepness k on a grid the height is the finds over the sum of the shape, the rest is its likelihood.
    """
    finds = np.asarray(relevance, dtype=bool)
    places, m = np.arange(1, len(finds) + remaining + 1, dtype=np.float64), len(finds)
    steps = np.linspace(0.0, 3.0, 61) if rate == "power" else np.concatenate([[0.0], np.geomspace(0.05, 50.0, 60) / m])
    scale = np.log(places) if rate == "power" else places
    likelihoods = [_likelihood(-k * scale[:m], finds) for k in steps]
    shape = np.exp(-float(steps[int(np.argmax(likelihoods))]) * scale)
    return float(finds.sum() * shape[m:].sum() / shape[:m].sum())


def _likelihood(logs: npt.NDArray[np.float64], finds: npt.NDArray[np.bool_]) -> float:
    """Of the finds' places, given how many there are; ``logs`` (m,) of the rate but for its height."""
    return float(logs[finds].sum() - finds.sum() * np.log(np.exp(logs).sum()))
