"""`measured`: the agreement of a project's answers, in the way of its task."""

from __future__ import annotations

from collections.abc import Callable

from asknext.labelling.quality.agreeing.measured import Measured
from asknext.labelling.quality.agreeing.parts import measured_parts
from asknext.labelling.quality.agreeing.sets import measured_sets
from asknext.labelling.quality.agreeing.several import several_answers
from asknext.labelling.quality.agreeing.whole import measured_choices, measured_levels, measured_numbers
from asknext.labelling.quality.studied import Studied

__all__ = ["LEAST", "measured"]

LEAST = 2
"""Items with several answers that it takes to say something."""

_BY_TASK: dict[str, Callable[[Studied], Measured]] = {
    "multi_label": measured_sets,
    "number": measured_numbers,
    "ordinal": measured_levels,
    "pairwise": measured_choices,
    **dict.fromkeys(("objects", "regions", "spans"), measured_parts),
}


def measured(studied: Studied) -> Measured | None:
    """None where fewer than two items have several answers."""
    if several_answers(studied, LEAST).total < LEAST:
        return None
    return _BY_TASK[studied.config.task](studied)
