"""Agreement of annotators who give numbers."""

from __future__ import annotations

from asknext.quality.agreement.krippendorff import krippendorff_alpha
from asknext.quality.number_votes import NumberVotes

__all__ = ["alpha_of_numbers"]


def alpha_of_numbers(votes: NumberVotes, metric: str = "interval") -> float:
    """Krippendorff's alpha of numbers: ``"interval"`` (differences), ``"ordinal"`` (ranks) or ``"ratio"`` (amounts).

    Memory is items times different numbers. Raises `InputError` as `krippendorff_alpha`.
    """
    coded, numbers = votes.coded()
    return krippendorff_alpha(coded, metric, numbers)
