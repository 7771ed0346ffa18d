"""Agreement of sets of classes."""

from __future__ import annotations

from functools import partial

import numpy as np

from asknext.labelling.quality.agreeing.measured import Coefficient, Measured, rounded
from asknext.labelling.quality.agreeing.several import several_answers
from asknext.labelling.quality.section import Table
from asknext.labelling.quality.studied import Studied
from asknext.quality.agreement import bootstrap_over_items
from asknext.quality.agreement.answer_pairs import AnswerPairs, paired
from asknext.quality.agreement.interval import Estimated
from asknext.quality.agreement.item_sums import mean_of_known
from asknext.quality.agreement.krippendorff import alpha_of_counts
from asknext.quality.agreement.label_sets import set_distances
from asknext.quality.label_set_votes import LabelSetVotes

__all__ = ["measured_sets"]

MOST, DIFFERENT = 5_000, 2_000
SOURCE = (
    "Krippendorff's alpha (2011) with the distances MASI (Passonneau 2006) and Jaccard, 95 % by bootstrap over items."
)
LOOKED = "Whole sets of classes were compared, and each class by itself: given or not. Answers to questions were not."


def measured_sets(studied: Studied) -> Measured:
    """Sets of classes by MASI and Jaccard, and each class as a yes or no."""
    several = several_answers(studied, MOST)
    sets = studied.votes.labels.reshape(-1, len(studied.classes))[several.places] > 0
    size = (len(several.rows), len(studied.annotators))
    votes = LabelSetVotes(several.items, several.who, sets, *size)
    first, second = paired(several.items)
    pairs = AnswerPairs(
        several.items[first], several.who[first], several.who[second], _alike(sets, first, second), *size
    )
    same = AnswerPairs(pairs.items, pairs.first, pairs.second, (pairs.values == 1).astype(np.float64), *size)
    seed = studied.config.seed
    return Measured(
        several.rows,
        (
            Coefficient("krippendorff_masi", "Krippendorff's alpha, MASI", _alpha(votes, "masi", seed)),
            Coefficient("krippendorff_jaccard", "Krippendorff's alpha, Jaccard", _alpha(votes, "jaccard", seed)),
            Coefficient("same_set", "the same set", mean_of_known(same.per_item()[:, None], seed=seed)[0]),
        ),
        0.8,
        0.667,
        pairs,
        True,
        "",
        several.items,
        several.who,
        _said(studied, sets),
        (_by_class(studied, votes),),
        LOOKED,
        SOURCE,
    )


def _alike(sets: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(p,) 1 - MASI of pairs of sets, without a table of all sets."""
    one, other = sets[first], sets[second]
    shared, either = (one & other).sum(axis=1), (one | other).sum(axis=1)
    within = (shared == one.sum(axis=1)) | (shared == other.sum(axis=1))
    index = np.where(either > 0, shared, 1) / np.maximum(either, 1)
    found: np.ndarray = index * np.where(shared == either, 1.0, np.where(within, 2 / 3, 1 / 3))
    return found


def _alpha(votes: LabelSetVotes, distance: str, seed: int) -> Estimated:
    coded, sets = votes.coded()
    if len(sets) > DIFFERENT:  # a table of their distances would be too large: the first items, drawn at random anyway
        early = votes.items < votes.items.max() * DIFFERENT // len(sets)
        coded, sets = LabelSetVotes(
            votes.items[early], votes.annotators[early], votes.sets[early], votes.n_items, votes.n_annotators
        ).coded()
    statistic = partial(alpha_of_counts, metric=set_distances(sets, distance))
    return bootstrap_over_items(statistic, coded.counts(), replicates=500, seed=seed)


def _by_class(studied: Studied, votes: LabelSetVotes) -> Table:
    rows = []
    for code, name in enumerate(studied.names):
        of_class = votes.of_label(code)
        alpha = bootstrap_over_items(alpha_of_counts, of_class.counts(), seed=studied.config.seed)
        given = int(of_class.labels.sum())
        if given:
            rows.append((name, given, rounded(alpha.value), rounded(alpha.low), rounded(alpha.high)))
    return Table("Agreement by class: given or not", ("class", "given", "alpha", "low", "high"), tuple(rows))


def _said(studied: Studied, sets: np.ndarray) -> list[str]:
    return [", ".join(studied.names[code] for code in np.flatnonzero(row)) or "no class" for row in sets]
