"""Agreement of answers about an item as a whole: numbers, levels, one of a pair."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.labelling.quality.agreeing.by_class import class_table
from asknext.labelling.quality.agreeing.measured import Coefficient, Measured
from asknext.labelling.quality.agreeing.several import Several, several_answers
from asknext.labelling.quality.studied import Studied
from asknext.quality.agreement import agreement
from asknext.quality.agreement.answer_pairs import AnswerPairs, paired
from asknext.quality.agreement.item_sums import mean_of_known
from asknext.quality.agreement.numbers import interval_alpha
from asknext.quality.number_votes import NumberVotes
from asknext.quality.votes import Votes
from asknext.store.label_value import whole_answer

__all__ = ["CHOICES", "measured_choices", "measured_levels", "measured_numbers", "stored_numbers"]

MOST = 5_000
CHOICES = ("left", "right", "tie")
ALPHA = "Krippendorff's alpha (2011) with {distance}, 95 % by bootstrap over items."
GOOD, POOR = 0.8, 0.667


def measured_numbers(studied: Studied) -> Measured:
    """Numbers by their squared differences, and how far two answers lie apart."""
    several = several_answers(studied, MOST)
    said = stored_numbers(studied)[several.places]
    size, seed, unit = (len(several.rows), len(studied.annotators)), studied.config.seed, studied.config.annotate.unit
    alpha = interval_alpha(NumberVotes(several.items, several.who, said, *size), seed=seed)
    pairs = _apart(several, said, size)
    apart = mean_of_known(pairs.per_item()[:, None], seed=seed)[0]
    return Measured(
        several.rows,
        (
            Coefficient("krippendorff_interval", "Krippendorff's alpha, interval", alpha),
            Coefficient("apart", f"two answers lie apart by{f' ({unit})' if unit else ''}", apart),
        ),
        *(GOOD, POOR, pairs, False, unit or "", several.items, several.who),
        [f"{each:g}" for each in said],
        (),
        "The numbers themselves were compared.",
        ALPHA.format(distance="squared differences"),
    )


def measured_levels(studied: Studied) -> Measured:
    """Levels by how many answers lie between two of them."""
    several, names = several_answers(studied, MOST), studied.config.annotate.levels
    ranks = stored_numbers(studied)[several.places].astype(np.int64) - 1
    size = (len(several.rows), len(studied.annotators))
    votes = Votes(several.items, several.who, ranks, *size, len(names))
    found = agreement(votes, ("krippendorff_ordinal", "krippendorff", "raw"), seed=studied.config.seed)
    titles = ("Krippendorff's alpha, ordinal", "Krippendorff's alpha, nominal", "the same level")
    return Measured(
        several.rows,
        tuple(Coefficient(name, title, found[name]) for name, title in zip(found, titles, strict=True)),
        *(GOOD, POOR, _apart(several, ranks.astype(np.float64), size), False, "levels", several.items, several.who),
        [names[rank] for rank in ranks],
        (class_table(votes, names, "level"),),
        "The levels were compared, by their order.",
        ALPHA.format(distance="the answers between two levels"),
    )


def measured_choices(studied: Studied) -> Measured:
    """One of a pair: the same or not."""
    several = several_answers(studied, MOST)
    chosen = np.array(_stored(studied), dtype=object)[several.places]
    codes = np.array([CHOICES.index(each) for each in chosen], dtype=np.int64)
    size = (len(several.rows), len(studied.annotators))
    votes = Votes(several.items, several.who, codes, *size, len(CHOICES))
    found = agreement(votes, ("krippendorff", "raw", "gwet"), seed=studied.config.seed)
    titles = ("Krippendorff's alpha, nominal", "the same choice", "Gwet's AC1")
    pairs = _apart(several, codes.astype(np.float64), size)
    same = AnswerPairs(pairs.items, pairs.first, pairs.second, (pairs.values == 0).astype(np.float64), *size)
    return Measured(
        several.rows,
        tuple(Coefficient(name, title, found[name]) for name, title in zip(found, titles, strict=True)),
        *(GOOD, POOR, same, True, "", several.items, several.who),
        list(chosen),
        (class_table(votes, CHOICES, "choice"),),
        "The choices were compared: the same or not.",
        ALPHA.format(distance="the same or not"),
    )


def stored_numbers(studied: Studied) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(v,) the number, or the rank from 1, of every answer."""
    return np.array(_stored(studied), dtype=np.float64)


def _stored(studied: Studied) -> list[Any]:
    assert studied.answers is not None
    return [whole_answer(value) for value in studied.answers.values]


def _apart(several: Several, said: np.ndarray[Any, Any], size: tuple[int, int]) -> AnswerPairs:
    first, second = paired(several.items)
    apart = np.abs(said[first] - said[second])
    return AnswerPairs(several.items[first], several.who[first], several.who[second], apart, *size)
