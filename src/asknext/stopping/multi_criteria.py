"""Stop when the model is sure and nothing changes, a bound being tightened until both hold (Zhu et al. 2008, 2010)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError, UnknownName
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History, Round
from asknext.stopping.known import too_early

__all__ = ["MultiCriteria"]

_OF = ("max_confidence", "minimum_expected_error", "overall_uncertainty")


@dataclass(frozen=True)
class MultiCriteria(Described):
    """Enough when the number of the rule ``of`` is below its bound and no prediction on the unlabelled items changes.

    Whenever the model is sure enough while its predictions still change, the bound was too loose and is multiplied by
    ``tighten``. So a bound that is far too loose does no harm.

    Parameters
    ----------
    of : "max_confidence", "minimum_expected_error" or "overall_uncertainty", the confidence rule.
    bound : the first bound on its number.  tighten : above 0, below 1.
    changed : share of the unlabelled items whose class may have changed.

    Source: Zhu, Wang & Hovy 2008, "Multi-criteria-based strategy to stop active learning for data annotation"; Zhu et
    al. 2010, "Confidence-based stopping criteria for active learning for data annotation".
    """

    of: str = "overall_uncertainty"
    bound: float = 0.5
    tighten: float = 0.5
    changed: float = 0.0
    name: ClassVar[str] = "multi_criteria"
    source: ClassVar[str] = "Zhu, Wang & Hovy 2008; Zhu et al. 2010"

    def __post_init__(self) -> None:
        if self.of not in _OF:
            raise UnknownName("rule in multi_criteria's of=", self.of, _OF)
        if not self.bound > 0 or not 0 < self.tighten < 1 or not 0 <= self.changed < 1:
            raise InputError(
                f"multi_criteria needs bound > 0, 0 < tighten < 1 and 0 <= changed < 1; found {self.bound}, "
                f"{self.tighten} and {self.changed}."
            )

    def check(self, history: History) -> Advice:
        pairs = [(self._doubt(each), each.pool_changed) for each in history]
        complete = [(doubt, changed) for doubt, changed in pairs if doubt is not None and changed is not None]
        if not complete:
            return too_early(self.name, "How sure the model is and what changed", 0, 1, self.bound)
        bound = self.bound
        for doubt, changed in complete[:-1]:
            bound *= self.tighten if doubt < bound and changed > self.changed else 1.0
        doubt, changed = complete[-1]
        stop = doubt < bound and changed <= self.changed
        sentence = (
            f"The number of {self.of} is {doubt:.4f} (bound {bound:.2g}, at first {self.bound:g}) and {changed:.2%} of "
            f"the unlabelled items changed their class (bound {self.changed:.2%}){': both hold' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, doubt, bound)

    def _doubt(self, finished: Round) -> float | None:
        if self.of == "max_confidence":
            batch = finished.batch_entropy
            return None if batch is None or len(batch) == 0 else float(min(batch))
        return finished.pool_doubt if self.of == "minimum_expected_error" else finished.pool_entropy
