"""How often each annotator is right, as far as it is known: the weights of their answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from asknext.labelling.consensus import UNKNOWN_SKILL
from asknext.labelling.policy import Policy
from asknext.project.annotate_config import ANNOTATED
from asknext.store.settings import get_setting, set_setting
from asknext.store.skill_counts import judged_answers, right_answers

__all__ = ["measure_skills", "measured_skills"]

KEY = "annotator_skills"
PRIOR = 5.0  # so many answers does the first guess of a skill count for
NEWEST = 500
"""Answers of annotations that are compared for a skill; comparing shapes takes its time."""
LEAST, MOST = 0.05, 0.99  # a few answers make nobody infallible


def measured_skills(conn: Connection) -> Mapping[str, float] | None:
    """Annotator -> share of right answers, 0 to 1, as of the last round; None before the first one."""
    found: Mapping[str, float] | None = get_setting(conn, KEY)
    return found


def measure_skills(conn: Connection, policy: Policy | None = None) -> dict[str, float]:
    """Measure everybody's skill against gold items, reviewers and the consensus of three or more, and keep it.

    Where answers are annotations (``policy`` tells), each counts for as much of 1 as it agrees with what is right: two
    people never write the same. The sum is drawn towards 0.8, what somebody unknown is taken to have, as by five
    answers.
    """
    agrees = policy is not None and policy.task in ANNOTATED
    judged = _agreeing(conn, policy.annotate.step) if agrees and policy else right_answers(conn)
    found = {
        annotator: round(min(max((right + PRIOR * UNKNOWN_SKILL) / (answers + PRIOR), LEAST), MOST), 4)
        for annotator, answers, right in judged
    }
    set_setting(conn, KEY, found)
    return found


def _agreeing(conn: Connection, step: float | None) -> list[tuple[str, int, float]]:
    """(annotator, answers, how far they agree with the truth in all), of the newest answers of each."""
    from asknext.labelling.annotated_agreement import agreement

    agreed: defaultdict[str, list[float]] = defaultdict(list)
    for each in judged_answers(conn, NEWEST):
        agreed[each.annotator].append(agreement(each.value, each.truth, step))
    return [(annotator, len(each), sum(each)) for annotator, each in agreed.items()]
