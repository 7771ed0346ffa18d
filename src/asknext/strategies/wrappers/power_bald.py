"""PowerBALD: a committee's disagreement, drawn in proportion to a power of it."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.strategies.parameter import strategy
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.wrappers.power import Power

__all__ = ["PowerBald"]


@register
@dataclass(frozen=True)
class PowerBald(Power):
    """Draws items with chances in proportion to ``bald ** beta``: batches nearly as good as those of `batch_bald`, at
    the cost of `bald` alone (Kirsch et al. 2021, 2023).

    It is `power` over `bald`; items on which the members agree wholly come last.
    """

    scorer: Scorer = strategy("bald", "what is informative: a strategy that scores items", scores=True)  # noqa: RUF009

    name = "power_bald"
    time = "n K C + n log n"
    source = "Kirsch et al. 2021, 2023"
