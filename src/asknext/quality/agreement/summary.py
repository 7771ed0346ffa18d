"""Agreement in one table: every coefficient with its interval."""

from __future__ import annotations

from functools import partial

from asknext.quality.agreement.fleiss import fleiss_of_counts
from asknext.quality.agreement.gwet import gwet_of_counts
from asknext.quality.agreement.interval import CountStatistic, Estimated, bootstrap_over_items
from asknext.quality.agreement.krippendorff import alpha_of_counts
from asknext.quality.agreement.raw import raw_of_counts
from asknext.quality.votes import Votes

__all__ = ["COEFFICIENTS", "agreement"]

COEFFICIENTS: dict[str, CountStatistic] = {
    "raw": raw_of_counts,
    "fleiss": fleiss_of_counts,
    "gwet": gwet_of_counts,
    "krippendorff": alpha_of_counts,
    "krippendorff_ordinal": partial(alpha_of_counts, metric="ordinal"),
}


def agreement(
    votes: Votes, names: tuple[str, ...] = ("raw", "fleiss", "krippendorff", "gwet"), *, seed: int = 0
) -> dict[str, Estimated]:
    """The coefficients called ``names`` (of `COEFFICIENTS`) of ``votes``, each with its 95 % interval over items."""
    counts = votes.counts()
    return {name: bootstrap_over_items(COEFFICIENTS[name], counts, seed=seed) for name in names}
