"""Items that are hard to name."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from asknext.labelling.quality.agreeing.several import several_answers
from asknext.labelling.quality.section import FINE, LISTED, LOOK, UNKNOWN, Section, bars, count_of, listed
from asknext.labelling.quality.studied import Studied
from asknext.quality.data_issues.ambiguity import Ambiguity, ambiguity

__all__ = ["ambiguous_section"]

NAME, TITLE = "ambiguous", "Ambiguous items"
SOURCE = "Entropy of votes and of probabilities together (Shannon 1948), 0 for clear and 1 for anything possible."
TODO = "Talk about the first ones: if they are of one kind, the guidelines miss a rule, or two classes overlap."
DOUBT, UNSURE = 0.95, 0.15
EACH = " Each class was looked at by itself, given or not; an item is as ambiguous as the class most in doubt."


def ambiguous_section(studied: Studied) -> Section:
    """Items over which people split, then those the model cannot tell."""
    if not studied.classes:
        return Section(NAME, TITLE, UNKNOWN, "Answers of this task have no classes.", source=SOURCE)
    found = _by_class(studied) if studied.several else ambiguity(studied.votes, studied.probabilities)
    lone = (found.model > DOUBT) & np.isnan(found.people)
    free = ~studied.settled & ~studied.is_gold
    rows = np.flatnonzero((found.split | lone) & free)
    rows = rows[np.lexsort((-found.both[rows], ~found.split[rows]))]
    split = int((found.split & free).sum())
    items = [listed(studied, int(row), _why(studied, int(row)), sure=found.both[row]) for row in rows[:LISTED]]
    several = several_answers(studied, 1).total
    sentence = (
        f"People are split over {split:,} of {several:,} items with several answers; the model cannot tell "
        f"{count_of(int((lone & free).sum()), 'further item')}."
    )
    sentence += EACH if studied.several else ""
    numbers = {"split": split, "several_answers": several, "model_unsure": int((lone & free).sum())}
    level = LOOK if len(rows) else FINE
    shares, edges = np.histogram(found.both[studied.has_label], bins=10, range=(0, 1))
    names = [f"{low:.1f}-{high:.1f}" for low, high in pairwise(edges)]
    chart = bars("How ambiguous items are (0 clear, 1 anything possible)", names, shares.tolist())
    return Section(
        NAME, TITLE, level, sentence, TODO if len(rows) else "", SOURCE, numbers, (), (chart,), tuple(items), len(rows)
    )


def _by_class(studied: Studied) -> Ambiguity:
    """Each class as a yes or no; of an item the class most in doubt."""
    p = studied.probabilities
    each = ambiguity(studied.votes, np.column_stack([1.0 - p.ravel(), p.ravel()]))
    size = (len(studied.items), len(studied.classes))
    people, model, both = (np.max(table.reshape(size), axis=1) for table in (each.people, each.model, each.both))
    return Ambiguity(people, model, both, np.asarray(each.split.reshape(size).any(axis=1)))


def _why(studied: Studied, row: int) -> str:
    if studied.several:
        return _why_of_classes(studied, row)
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


def _why_of_classes(studied: Studied, row: int) -> str:
    """The classes in doubt: how many said so, and the model."""
    size, said = len(studied.classes), []
    votes = studied.votes.only((studied.votes.items // size) == row)
    for code, name in enumerate(studied.names):
        given = votes.labels[votes.items % size == code]
        p = studied.probabilities[row, code]
        if 0 < given.sum() < len(given) or abs(p - 0.5) < UNSURE:
            said.append(f"{name}: {int(given.sum())} of {len(given)}" + ("" if np.isnan(p) else f", model {p:.2f}"))
    return "; ".join(said) + "."
