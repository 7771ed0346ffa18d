"""How often each annotator is right, as far as it is known: the weights of their answers."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from asknext.labelling.consensus import UNKNOWN_SKILL
from asknext.store.settings import get_setting, set_setting
from asknext.store.skill_counts import right_answers

__all__ = ["measure_skills", "measured_skills"]

KEY = "annotator_skills"
PRIOR = 5.0  # so many answers does the first guess of a skill count for
LEAST, MOST = 0.05, 0.99  # a few answers make nobody infallible


def measured_skills(conn: Connection) -> Mapping[str, float] | None:
    """Annotator -> share of right answers, 0 to 1, as of the last round; None before the first one."""
    found: Mapping[str, float] | None = get_setting(conn, KEY)
    return found


def measure_skills(conn: Connection) -> dict[str, float]:
    """Measure everybody's skill against gold items, reviewers and the consensus of three or more, and keep it.

    The share of right answers is drawn towards 0.8, what somebody unknown is taken to have, as by five answers.
    """
    found = {
        annotator: round(min(max((right + PRIOR * UNKNOWN_SKILL) / (answers + PRIOR), LEAST), MOST), 4)
        for annotator, answers, right in right_answers(conn)
    }
    set_setting(conn, KEY, found)
    return found
