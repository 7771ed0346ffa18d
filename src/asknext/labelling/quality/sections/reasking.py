"""Labels worth another answer more than any new item is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.section import FINE, LISTED, LOOK, UNKNOWN, Section, bars, count_of, listed
from asknext.labelling.quality.studied import Studied
from asknext.quality.reask import Reask, reask
from asknext.quality.votes import Votes

__all__ = ["reask_section", "worth_of_another"]

NAME, TITLE = "reask", "Worth asking again"
SOURCE = "ActiveLab (Goh & Mueller 2023): how much another answer would leave open, for old and new items on one scale."
TODO = "Send them back, best to somebody else; or let the queue mix them in: reask: {rate: 0.1} in asknext.yaml."
SETS = (
    "Labelled items stand in order of what another answer is worth, the mean over their classes, each given or not; "
    "new items cannot be put beside them, as of these the two likeliest classes are known only."
)
NOT_ASKED = "No label was judged by a model."


def worth_of_another(studied: Studied) -> Reask | None:
    """The worth of another answer for each item studied; None where no model could judge."""
    if len(studied.judged) == 0:
        return None
    if studied.several:
        return _mean_of_classes(studied)
    table = np.where(np.isnan(studied.probabilities), 1.0 / max(len(studied.classes), 1), studied.probabilities)
    return reask(studied.votes, table)


def _mean_of_classes(studied: Studied) -> Reask:
    """Each class as a yes or no of its own; an item is worth the mean, as one answer settles all of them."""
    size, p = len(studied.classes), np.where(np.isnan(studied.probabilities), 0.5, studied.probabilities)
    sets = studied.votes.labels.reshape(-1, size)
    items, who = studied.votes.items[::size] // size, studied.votes.annotators[::size]
    shape = (len(studied.items), len(studied.annotators), 2)
    each = [
        reask(Votes(items, who, sets[:, code], *shape), np.column_stack([1.0 - p[:, code], p[:, code]]))
        for code in range(size)
    ]
    worth, quality = (np.mean([getattr(one, name) for one in each], axis=0) for name in ("worth", "quality"))
    return Reask(worth, quality, each[0].answered, float("nan"), float("nan"), 1.0)


def reask_section(studied: Studied, new: npt.NDArray[np.float64] | None) -> Section:
    """Items with a label that are worth more than any new item, whose probabilities are ``new`` (u, K) if known."""
    found = worth_of_another(studied)
    if found is None:
        return Section(NAME, TITLE, UNKNOWN, studied.why_not or NOT_ASKED, source=SOURCE)
    free = found.answered & studied.has_label & ~studied.settled & ~studied.is_gold
    best_new = None if new is None or studied.several else float(found.of_new(new).max())
    rows = np.flatnonzero(free & (found.worth > (-1.0 if best_new is None else best_new)))
    rows = rows[np.argsort(-found.worth[rows], kind="stable")]
    whose = "Each class of its label is, on average," if studied.several else "Its label is"
    items = [
        listed(
            studied,
            int(row),
            f"{whose} right with a probability of {found.quality[row]:.2f}.",
            sure=found.worth[row],
        )
        for row in rows[:LISTED]
    ]
    share, edges = np.histogram(found.worth[free], bins=10, range=(0, 1))
    names = [f"{low:.1f}-{high:.1f}" for low, high in pairwise(edges)]
    numbers = {"worth_more_than_new": None if best_new is None else len(rows), "best_new": best_new, **_again(studied)}
    return Section(
        NAME,
        TITLE,
        LOOK if len(rows) and best_new is not None else FINE,
        (SETS if studied.several else _sentence(len(rows), best_new)) + _found_again(numbers),
        TODO if len(rows) and best_new is not None else "",
        SOURCE,
        numbers,
        charts=(bars("Worth of another answer on labelled items", names, share.tolist()),),
        items=tuple(items),
        found=len(rows),
    )


def _sentence(number: int, best_new: float | None) -> str:
    if best_new is None:
        return "There is no new item to compare with; labelled items stand in order of what another answer is worth."
    are = "is" if number == 1 else "are"
    return f"{count_of(number, 'labelled item')} {are} worth more than the new item worth most ({best_new:.2f})."


def _again(studied: Studied) -> dict[str, int]:
    """Items that the project asked again, those of them answered, and those whose label is another than at first."""
    rows = np.zeros(0, dtype=np.int64) if studied.several else np.flatnonzero(studied.asked_again)
    votes = studied.votes
    answered = changed = 0
    for row in rows:
        said = votes.labels[votes.items == row]  # in the order in which they were given
        if len(said) > 1 and studied.has_label[row]:
            answered += 1
            changed += int(said[0] != studied.labels[row])
    return {"asked_again": len(rows), "answered_again": answered, "changed": changed}


def _found_again(numbers: dict[str, Any]) -> str:
    if not numbers["asked_again"]:
        return ""
    return (
        f" So far {numbers['asked_again']:,} were asked again: {numbers['answered_again']:,} have their second answer, "
        f"and {numbers['changed']:,} another label."
    )
