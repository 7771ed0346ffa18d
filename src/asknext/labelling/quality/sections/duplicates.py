"""Items that are nearly the same and have different labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.labelling.quality.section import ACT, FINE, LISTED, UNKNOWN, Section, count_of, listed
from asknext.labelling.quality.studied import Studied
from asknext.quality.data_issues import Nearby, conflicting_duplicates

__all__ = ["duplicates_section"]

NAME, TITLE = "duplicates", "Near duplicates with different labels"
SOURCE = "Neighbours nearer than 0.13 of the median nearest distance, as in cleanlab's Datalab."
TODO = "One of each pair is wrong, or the classes overlap here: fix one, or say in the guidelines which it is."


def duplicates_section(studied: Studied, near: Nearby | None) -> Section:
    """Pairs, the nearest first; ``near`` are the neighbours of all items studied."""
    if near is None:
        return Section(NAME, TITLE, UNKNOWN, "Needs the items' embeddings, which were not asked for.", source=SOURCE)
    known = studied.has_label & ~studied.is_gold
    labels = np.where(known[:, None] if studied.several else known, studied.labels, -1)
    found = conflicting_duplicates(labels, near)
    open_ = [not (studied.settled[one] and studied.settled[other]) for one, other in found.pairs]
    pairs = found.pairs[np.array(open_, dtype=bool)]
    items = [_listed(studied, *_doubtful_first(studied, int(one), int(other))) for one, other in pairs[:LISTED]]
    sentence = (
        f"{count_of(found.duplicates, 'item')} of {len(studied.items):,} have a near duplicate; "
        f"{count_of(len(pairs), 'pair')} of them have different labels."
    )
    numbers = {"duplicates": found.duplicates, "pairs": len(pairs), "threshold": found.threshold}
    level = ACT if len(pairs) else FINE
    return Section(
        NAME, TITLE, level, sentence, TODO if len(pairs) else "", SOURCE, numbers, items=tuple(items), found=len(pairs)
    )


def _doubtful_first(studied: Studied, one: int, other: int) -> tuple[int, int]:
    """Of the two labels the one first that the model believes less."""
    if studied.several or np.isnan(studied.probabilities[[one, other]]).any():
        return one, other
    own = [studied.probabilities[row, studied.labels[row]] for row in (one, other)]
    return (one, other) if own[0] <= own[1] else (other, one)


def _listed(studied: Studied, one: int, other: int) -> dict[str, Any]:
    beside = {"item": int(studied.items[other]), "id": studied.ids[other], "label": studied.said(other)}
    beside["by"] = studied.givers[other]
    suggested = studied.said(other)
    return listed(studied, one, "Nearly the same item has another label.", suggested=suggested, beside=beside)
