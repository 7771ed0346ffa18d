"""What several answers come to, by which method, and how sure that is."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.labelling.quality.section import FINE, LISTED, LOOK, UNKNOWN, Section, Table, bars, count_of, listed
from asknext.labelling.quality.sections.consensus_of_task import consensus_of_task
from asknext.labelling.quality.studied import Studied
from asknext.quality.consensus import consensus

__all__ = ["consensus_section"]

NAME, TITLE = "consensus", "Consensus"
SOURCE = "Dawid & Skene 1979 with gold answers known, beside the majority; skill learnt from all answers."
METHODS = ("majority", "weighted", "one_coin", "dawid_skene")
METHOD = "weighted"
SURE = 0.8
TODO = (
    "Look at labels that the answers, weighed, speak against, and at those of which they are not sure: ask once more."
)


def consensus_section(studied: Studied) -> Section:
    """How the methods differ on this project, and the labels that answers speak against."""
    if studied.answers is not None:
        return consensus_of_task(studied)
    per_item = studied.votes.per_item()
    if (per_item > 1).sum() == 0:
        return Section(NAME, TITLE, UNKNOWN, "Every item has one answer: the answer is the label.", source=SOURCE)
    gold = studied.decisions if (studied.decisions >= 0).any() else None
    found = {name: consensus(name, studied.votes, gold=gold, seed=studied.config.seed) for name in METHODS}
    chosen = found[METHOD]
    decided = per_item > 1
    sure = chosen.posterior.max(axis=1)[decided]
    rows, items = ([], []) if studied.several else _against(studied, chosen.labels, chosen.posterior)
    numbers: dict[str, Any] = {
        "method": METHOD,
        "decisions": int(decided.sum()),
        "unsure": int((sure < SURE).sum()),
        "against_label": len(rows),
        "differ_from_majority": {
            n: int((f.labels != found["majority"].labels)[decided].sum()) for n, f in found.items()
        },
    }
    sentence = (
        f"By {METHOD} answers, {numbers['unsure']:,} of {count_of(numbers['decisions'], 'decision')} with several "
        f"answers are less sure than {SURE:.0%}; {count_of(len(rows), 'label')} stand against what they weigh."
    )
    level = LOOK if len(rows) or numbers["unsure"] else FINE
    names = [f"{low:.1f}-{low + 0.1:.1f}" for low in np.arange(0, 1, 0.1)]
    chart = bars("How sure the consensus is", names, np.histogram(sure, bins=10, range=(0, 1))[0].tolist())
    return Section(
        NAME,
        TITLE,
        level,
        sentence,
        TODO if level == LOOK else "",
        SOURCE,
        numbers,
        (_methods(numbers),),
        (chart,),
        tuple(items),
        len(rows),
    )


def _against(studied: Studied, labels: np.ndarray, posterior: np.ndarray) -> tuple[list[int], list[dict[str, Any]]]:
    """Labels other than the consensus of two answers or more, the surest consensus first."""
    several = studied.votes.per_item() > 1
    free = several & studied.has_label & ~studied.settled & ~studied.is_gold
    rows = np.flatnonzero(free & (labels >= 0) & (labels != studied.labels))
    sure = posterior[rows, labels[rows]]
    rows = rows[np.argsort(-sure, kind="stable")]

    def sure_of(row: int) -> float:
        return float(posterior[row, labels[row]])

    items = [
        listed(
            studied,
            int(row),
            f"The answers come to {studied.names[labels[row]]}, with a probability of {sure_of(row):.2f}.",
            suggested=[studied.classes[int(labels[row])].id],
            sure=sure_of(row),
        )
        for row in rows[:LISTED]
    ]
    return rows.tolist(), items


def _methods(numbers: dict[str, Any]) -> Table:
    rows = tuple((name.replace("_", " "), number) for name, number in numbers["differ_from_majority"].items())
    return Table("Decisions that differ from the majority, by method", ("method", "differ"), rows)
