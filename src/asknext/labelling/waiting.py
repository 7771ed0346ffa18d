"""Why somebody who asks for an item gets none: a sentence for them."""

from __future__ import annotations

from sqlalchemy import Connection

from asknext.labelling.judging import JUDGED
from asknext.labelling.qualification import TestState
from asknext.labelling.stream import ADJUDICATE, REVIEW
from asknext.store.browse import newest_item
from asknext.store.counts import state_count
from asknext.store.leaseholders import count_given

__all__ = ["waiting"]

NOTHING = {REVIEW: "Nothing waits for review.", ADJUDICATE: "Nobody disagrees: nothing waits for a decision."}
OWN = "Your own answers are left, and those are for another reviewer."


def waiting(conn: Connection, left: int, kind: str, test: TestState | None, now: float) -> str:
    """Why there is nothing.

    Parameters
    ----------
    left : how many items are open. kind : of work. test : where somebody stands who has a test to pass.
    """
    if kind in JUDGED:
        return OWN if state_count(conn, JUDGED[kind]) else NOTHING[kind]
    if test is not None:
        return _about(test, now)
    assigned, returned = count_given(conn)
    sentences = []
    if left > assigned:
        sentences.append("Every item that is left is in somebody else's hands; one comes back when they are done.")
    if assigned or returned:
        sentences.append(_for_their_annotator(assigned + returned))
    if sentences:
        return " ".join(sentences)
    return "Every item has an answer." if newest_item(conn) is not None else "There are no items yet."


def _about(test: TestState, now: float) -> str:
    if test.failed:
        return "The test was not passed, and there is no further attempt: ask whoever manages the project."
    if now < test.may_begin_at:
        return f"The next attempt at the test can begin in {_minutes(test.may_begin_at - now)}."
    return "There are no test items left: ask whoever manages the project for more."


def _for_their_annotator(n: int) -> str:
    return "1 item waits for its annotator." if n == 1 else f"{n:,} items wait for their annotator."


def _minutes(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return "a minute" if minutes == 1 else f"{minutes} minutes"
