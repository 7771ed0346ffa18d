"""Stop when labels, time or money are used up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History

__all__ = ["Budget"]


@dataclass(frozen=True)
class Budget(Described):
    """Enough when any limit given is reached. Certain: it counts, it does not estimate.

    Parameters
    ----------
    labels : number of labels.  seconds : since the run began.  money : in the user's currency.
    """

    labels: int | None = None
    seconds: float | None = None
    money: float | None = None
    name: ClassVar[str] = "budget"
    source: ClassVar[str] = "what the user can pay"

    def __post_init__(self) -> None:
        limits = [limit for limit in (self.labels, self.seconds, self.money) if limit is not None]
        if not limits or min(limits) <= 0:
            raise InputError(
                "A budget needs at least one of labels=, seconds= or money=, each above 0; "
                f"found labels={self.labels}, seconds={self.seconds}, money={self.money}."
            )

    def check(self, history: History) -> Advice:
        used = [(spent, limit, unit) for spent, limit, unit in self._limits(history) if limit is not None]
        spent, limit, unit = max(used, key=lambda each: each[0] / each[1])
        over = spent >= limit
        state = "is used up" if over else f"has {limit - spent:,.10g} {unit} left"
        return Advice(self.name, over, f"The budget {state}: {spent:,.10g} of {limit:,.10g} {unit}.", spent, limit)

    def _limits(self, history: History) -> list[tuple[float, Any, str]]:
        last = history[-1] if history else None
        labels, seconds, cost = (last.labels, last.seconds, last.cost) if last else (0, 0.0, 0.0)
        spent = ((labels, self.labels, "labels"), (round(seconds, 1), self.seconds, "seconds"))
        return [*spent, (round(cost, 2), self.money, "in money")]
