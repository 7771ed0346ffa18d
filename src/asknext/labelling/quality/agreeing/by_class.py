"""`class_table`: which classes people agree on, and which they mix up, where an answer is one of a few."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from asknext.labelling.quality.agreeing.measured import rounded
from asknext.labelling.quality.section import Table
from asknext.quality.agreement import class_agreement
from asknext.quality.votes import Votes

__all__ = ["class_table"]


def class_table(votes: Votes, names: Sequence[str], kind: str = "class") -> Table:
    """A row for each class that was given to an item with several answers."""
    found = class_agreement(votes)
    rows = []
    for code in np.flatnonzero(found.votes).tolist():
        others = found.confused[code].copy()
        others[code] = 0.0
        mixed = names[int(others.argmax())] if others.any() else ""
        row = (names[code], int(found.votes[code]), rounded(found.specific[code]), rounded(found.alpha[code]), mixed)
        rows.append(row)
    return Table(
        f"Agreement by {kind}", (kind, "given", "given by another, too", "alpha", "most mixed up with"), tuple(rows)
    )
