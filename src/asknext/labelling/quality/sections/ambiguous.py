"""Items that are hard to name."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from asknext.labelling.quality.section import FINE, LISTED, LOOK, UNKNOWN, Section, bars, count_of, listed
from asknext.labelling.quality.studied import Studied
from asknext.quality.data_issues import ambiguity

__all__ = ["ambiguous_section"]

NAME, TITLE = "ambiguous", "Ambiguous items"
SOURCE = "Entropy of votes and of probabilities together (Shannon 1948), 0 for clear and 1 for anything possible."
TODO = "Talk about the first ones: if they are of one kind, the guidelines miss a rule, or two classes overlap."
DOUBT = 0.95


def ambiguous_section(studied: Studied) -> Section:
    """Items over which people split, then those the model cannot tell."""
    if studied.several:
        return Section(NAME, TITLE, UNKNOWN, "Only reckoned where an item has one class.", source=SOURCE)
    found = ambiguity(studied.votes, studied.probabilities)
    lone = (found.model > DOUBT) & np.isnan(found.people)
    free = ~studied.settled & ~studied.is_gold
    rows = np.flatnonzero((found.split | lone) & free)
    rows = rows[np.lexsort((-found.both[rows], ~found.split[rows]))]
    split = int((found.split & free).sum())
    items = [listed(studied, int(row), _why(studied, int(row)), sure=found.both[row]) for row in rows[:LISTED]]
    several = int((studied.votes.per_item() > 1).sum())
    sentence = (
        f"People are split over {split:,} of {several:,} items with several answers; the model cannot tell "
        f"{count_of(int((lone & free).sum()), 'further item')}."
    )
    numbers = {"split": split, "several_answers": several, "model_unsure": int((lone & free).sum())}
    level = LOOK if len(rows) else FINE
    shares, edges = np.histogram(found.both[studied.has_label], bins=10, range=(0, 1))
    names = [f"{low:.1f}-{high:.1f}" for low, high in pairwise(edges)]
    chart = bars("How ambiguous items are (0 clear, 1 anything possible)", names, shares.tolist())
    return Section(
        NAME, TITLE, level, sentence, TODO if len(rows) else "", SOURCE, numbers, (), (chart,), tuple(items), len(rows)
    )


def _why(studied: Studied, row: int) -> str:
    votes = studied.votes
    said = [
        f"{studied.annotators[who]}: {studied.names[label]}"
        for who, label in zip(votes.annotators[votes.items == row], votes.labels[votes.items == row], strict=True)
    ]
    p = studied.probabilities[row]
    if np.isnan(p).any():
        return "; ".join(said)
    best = np.argsort(-p)[:2]
    model = ", ".join(f"{studied.names[code]} {p[code]:.2f}" for code in best)
    return "; ".join([*said, f"model: {model}"]) + "."
