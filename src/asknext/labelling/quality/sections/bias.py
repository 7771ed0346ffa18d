"""Who prefers a class, or is worse in some group of items."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.labelling.quality.section import ACT, FINE, UNKNOWN, Section, Table, count_of, matrix
from asknext.labelling.quality.studied import Studied
from asknext.quality.annotator_bias import class_bias, group_bias, label_bias
from asknext.quality.consensus import consensus
from asknext.quality.votes import Votes

__all__ = ["bias_section"]

NAME, TITLE = "bias", "Bias of annotators"
SOURCE = (
    "McNemar's (1947) and Fisher's (1922) exact tests at 5 %, corrected for all annotators and classes (Holm 1979)."
)
TODO = "Show the annotator examples of the classes mixed up; where it is a group of items, give these to somebody else."
SHOWN = 30
SETS = (
    " Each class was looked at by itself, given or not; in groups of items a set of classes counts as right where all "
    "of it is."
)


def bias_section(studied: Studied) -> Section:
    """Each annotator's share of each class against what is right by gold, else by the consensus of several answers."""
    if not studied.classes:
        return Section(NAME, TITLE, UNKNOWN, "Answers of this task have no classes.", source=SOURCE)
    truth = _truth(studied)
    several = studied.several
    judged = label_bias(studied.votes, truth, len(studied.classes)) if several else class_bias(studied.votes, truth)
    if judged.judged.sum() == 0:
        why = "No item has a gold answer or answers of several people to hold an annotator against."
        return Section(NAME, TITLE, UNKNOWN, why, source=SOURCE)
    found = [
        (studied.annotators[who], studied.names[code], int(judged.given[who, code]), int(judged.right[who, code]))
        for who, code in np.argwhere(judged.sure)
    ]
    groups = _groups(studied, truth)
    numbers: dict[str, Any] = {
        "class_bias": [dict(zip(("annotator", "class", "given", "right"), each, strict=True)) for each in found],
        "group_bias": [
            dict(zip(("annotator", "group", "accuracy", "elsewhere"), each, strict=True)) for each in groups
        ],
    }
    tables = [Table("Classes given too often or too rarely", ("annotator", "class", "given", "right"), tuple(found))]
    tables += [Table("Groups of items", ("annotator", "group", "accuracy", "elsewhere"), tuple(groups))]
    biased = len({each[0] for each in found} | {each[0] for each in groups})
    sentence = f"{count_of(biased, 'annotator')} of {len(studied.annotators)} differ beyond doubt from what is right."
    sentence += SETS if several else ""
    level = ACT if biased else FINE
    charts = (_picture(studied, judged.bias),) if len(studied.classes) <= SHOWN else ()
    kept = tuple(table for table in tables if table.rows)
    return Section(NAME, TITLE, level, sentence, TODO if biased else "", SOURCE, numbers, kept, charts)


def _truth(studied: Studied) -> np.ndarray:
    """Gold; else what several answers come to."""
    gold = studied.decisions
    several = studied.votes.per_item() > 2
    found = consensus("one_coin", studied.votes, gold=gold if (gold >= 0).any() else None, ties="none")
    return np.where(gold >= 0, gold, np.where(several, found.labels, -1))


def _groups(studied: Studied, truth: np.ndarray) -> list[tuple[Any, ...]]:
    if not studied.group_names:
        return []
    votes, right = _whole_sets(studied, truth) if studied.several else (studied.votes, truth)
    found = group_bias(votes, right, studied.groups, len(studied.group_names))
    rows = []
    for who, group in np.argwhere(found.sure & (found.difference < 0)):
        accuracy = found.hits[who, group] / found.judged[who, group]
        elsewhere = accuracy - found.difference[who, group]
        rows.append((studied.annotators[who], studied.group_names[group], float(accuracy), float(elsewhere)))
    return rows


def _whole_sets(studied: Studied, truth: np.ndarray) -> tuple[Votes, np.ndarray]:
    """A vote for each set, 1 where all of it is right and 0 else: its decisions are not independent of each other."""
    each, votes = len(studied.classes), studied.votes
    items, who = votes.items[::each] // each, votes.annotators[::each]
    right = (votes.labels == truth[votes.items]).reshape(-1, each).all(axis=1).astype(np.int64)
    known = np.where((truth.reshape(-1, each) >= 0).all(axis=1), 1, -1)
    return Votes(items, who, right, len(studied.items), votes.n_annotators, 2), known


def _picture(studied: Studied, bias: np.ndarray) -> dict[str, Any]:
    busiest = np.argsort(-studied.votes.per_annotator(), kind="stable")[:SHOWN]
    values = [[None if np.isnan(each) else round(float(each), 4) for each in bias[who]] for who in busiest]
    names = [studied.annotators[who] for who in busiest]
    title = "Share of a class given, less the share that is right"
    return matrix(title, names, studied.names, values, row_label="annotator", column_label="class")  # type: ignore[arg-type]
