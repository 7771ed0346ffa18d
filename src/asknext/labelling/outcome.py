"""`Outcome`: what became of an action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from asknext.labelling.qualification import TestState
from asknext.store.leases import Lease

__all__ = ["Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What became of an action.

    Attributes
    ----------
    status : ``stored``, ``known`` (it was stored before) or ``refused`` (``message`` says why).
    item, lease : for an undo the item, and the lease by which it came back to the session.
    previous : the label before, or the value that was withdrawn. Where several people answer an item nobody is told
        what the others said: it is their own answer before.
    late : the answer came after the item was done and is kept as an extra vote.
    state : of the item after a judgement. test : where somebody stands who is taking the test before real work.
    """

    uid: str
    status: str
    message: str | None = None
    item: int | None = None
    lease: Lease | None = None
    previous: Any = None
    late: bool = False
    state: int | None = None
    test: TestState | None = None
