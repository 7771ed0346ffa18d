"""Stop when the next labels cost more than the errors they are expected to save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asknext.errors import InputError, UnknownName
from asknext.stopping.described import Described
from asknext.stopping.expected_gain import Gain, gain_by_changes, gain_by_curve
from asknext.stopping.history import Advice, History

__all__ = ["CostOptimal"]

_BY = ("changes", "curve")


@dataclass(frozen=True)
class CostOptimal(Described):
    """Enough when for ``rounds`` rounds the next labels were expected to save less in errors than they cost.

    The cost of a model is label_cost * labels + error_cost * uses * (1 - accuracy), and the rule looks for its lowest
    point. With the defaults it stops when 100 more labels are expected to gain less than half a point of accuracy.

    Parameters
    ----------
    label_cost, error_cost : what a label, and what a wrong prediction costs, in one currency.
    uses : how many predictions the model will make in its life. With several labels an item each label of each item
        is one.
    by : where the expected gain comes from. "changes": the predictions on the stop set that changed since the model
        had ``since`` of the labels, a share ``worth`` of which became right on balance; it needs no labels but those
        bought, and was the most reliable one where all rules were measured. "curve": an inverse power law through the
        scores on held-out data, which have to be many for it.
    metric : of the curve; its distance from 1 is taken for the share of errors.
    rounds : one may be luck.
    since, worth : of the changes, see `gain_by_changes`; above 0, ``since`` below 1 and ``worth`` at most 1.

    Source: cost parameters of Pullar-Strecker et al. 2022, "Hitting the target: stopping active learning at the
    cost-based optimum"; the expected gain is measured in the explanation "When to stop".
    """

    label_cost: float = 1.0
    error_cost: float = 1.0
    uses: float = 20_000
    by: str = "changes"
    metric: str = "accuracy"
    rounds: int = 2
    since: float = 0.6
    worth: float = 0.12
    name: ClassVar[str] = "cost_optimal"
    source: ClassVar[str] = "costs after Pullar-Strecker et al. 2022"

    def __post_init__(self) -> None:
        if self.by not in _BY:
            raise UnknownName("source of the gain in cost_optimal's by=", self.by, _BY)
        if min(self.label_cost, self.error_cost, self.uses) <= 0 or self.rounds < 1:
            raise InputError(
                f"cost_optimal needs label_cost, error_cost and uses above 0 and rounds >= 1; found {self.label_cost}, "
                f"{self.error_cost}, {self.uses} and {self.rounds}."
            )
        if not (0 < self.since < 1 and 0 < self.worth <= 1):
            raise InputError(f"cost_optimal needs 0 < since < 1 and 0 < worth <= 1; found {self.since}, {self.worth}.")

    def check(self, history: History) -> Advice:
        finished = _with_new_labels(history)
        gains = [self._gain(finished[: len(finished) - back]) for back in range(min(self.rounds, len(finished)))]
        told = [each for each in gains if isinstance(each, Gain)]
        if len(told) < self.rounds:
            missing = next((each for each in gains if isinstance(each, str)), "Too early to tell: one round more.")
            return Advice(self.name, None, missing, None, 1.0)
        ratios = [self._saved_for_its_cost(each) for each in told]
        stop = max(ratios) < 1
        return Advice(self.name, stop, self._sentence(told[0], stop), ratios[0], 1.0)

    def _gain(self, history: History) -> Gain | str:
        if self.by == "curve":
            return gain_by_curve(history, self.metric)
        return gain_by_changes(history, self.since, self.worth)

    def _saved_for_its_cost(self, gain: Gain) -> float:
        """What a label is expected to save, over what it costs."""
        return gain.a_label * self.uses * self.error_cost / self.label_cost

    def _sentence(self, gain: Gain, stop: bool) -> str:
        saved, least, most = (each * gain.batch * self.uses for each in (gain.a_label, gain.low, gain.high))
        return (
            f"{gain.seen} The next {gain.batch} labels are expected to save {saved:,.1f} errors in {self.uses:,.0f} "
            f"uses ({least:,.1f} to {most:,.1f}), worth {saved * self.error_cost:,.1f}, and cost "
            f"{gain.batch * self.label_cost:,.1f}: {'stop' if stop else 'they may still pay'}."
        )


def _with_new_labels(history: History) -> History:
    """The last of each run of rounds with as many labels."""
    kept = {each.labels: each for each in history}
    return [kept[labels] for labels in sorted(kept)]
