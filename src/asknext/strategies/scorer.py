"""`Scorer`: a strategy that gives every unlabelled item one number, and the arithmetic of such strategies."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.reasons import Reasons
from asknext.strategies.selector import Selector
from asknext.strategies.top import top

if TYPE_CHECKING:
    from asknext.strategies.combination import Combination

__all__ = ["Scorer"]

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scorer(Selector):
    """Asks the highest scores first, ties broken by the seed. A member writes `score_rows` and maybe `reason`.

    Scorers combine: ``Margin() * InformationDensity()``, ``0.5 * Entropy() + Margin()``, ``Entropy() ** 2``.
    """

    @abstractmethod
    def score_rows(self, view: PoolView) -> Float64:
        """(u,) float64, one score for each of ``view.unlabelled``; higher = ask sooner."""

    def score(self, view: PoolView) -> Float64:
        """(u,) float64, one finite score for each of ``view.unlabelled``; higher = ask sooner."""
        self.check(view)
        return self._finite(self.score_rows(view), view)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        """One sentence for the annotator: why ``row`` was chosen."""
        return f"Its score, {score:.2f}, is among the highest."

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        scores = self._finite(self.score_rows(view), view)
        chosen = top(scores, n, rng)
        rows, scores = view.unlabelled[chosen], scores[chosen]
        return Batch(rows, scores, self.reasons(view, rows, scores))

    def reasons(self, view: PoolView, rows: IntArray, scores: Float64) -> Sequence[str]:
        """`reason` of each of ``rows``, made when looked at."""
        return Reasons(len(rows), lambda i: self.reason(view, int(rows[i]), float(scores[i])))

    def rank(self, view: PoolView, rng: np.random.Generator, head: int = 1000) -> Batch:
        """Every unlabelled row, the highest score first (``head`` makes no difference here)."""
        return self.select(view, len(view.unlabelled), rng)

    def _finite(self, scores: Float64, view: PoolView) -> Float64:
        if not (np.isfinite(scores.min()) and np.isfinite(scores.max())):
            at = int(np.argmin(np.isfinite(scores)))
            raise InputError(
                f"Strategy {self.name!r} gives row {view.unlabelled[at]} the score {scores[at]}, not a finite one. "
                f"In a combination, look for a division, power or product that overflows."
            )
        return scores

    def __add__(self, other: Scorer | float) -> Combination:
        return _combined("+", self, other)

    def __radd__(self, other: float) -> Combination:
        return _combined("+", other, self)

    def __sub__(self, other: Scorer | float) -> Combination:
        return _combined("-", self, other)

    def __rsub__(self, other: float) -> Combination:
        return _combined("-", other, self)

    def __mul__(self, other: Scorer | float) -> Combination:
        return _combined("*", self, other)

    def __rmul__(self, other: float) -> Combination:
        return _combined("*", other, self)

    def __truediv__(self, other: Scorer | float) -> Combination:
        return _combined("/", self, other)

    def __rtruediv__(self, other: float) -> Combination:
        return _combined("/", other, self)

    def __pow__(self, other: Scorer | float) -> Combination:
        return _combined("**", self, other)

    def __rpow__(self, other: float) -> Combination:
        return _combined("**", other, self)

    def __neg__(self) -> Combination:
        return _combined("*", self, -1.0)


def _combined(operator: str, left: Any, right: Any) -> Combination:
    from asknext.strategies.combination import Combination  # a combination is itself a scorer

    return Combination(operator, left, right)
