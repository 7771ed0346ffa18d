"""Agreement of what is marked in an item: shapes, spans with relations, stretches of sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.annotations.annotation import Annotation
from asknext.annotations.relation import Relation
from asknext.labelling.annotated_agreement import LEAST, located, matched_by_class, read_annotations
from asknext.labelling.quality.agreeing.measured import Coefficient, Measured, rounded
from asknext.labelling.quality.agreeing.several import Several, several_answers
from asknext.labelling.quality.section import Table, count_of
from asknext.labelling.quality.studied import Studied
from asknext.quality.agreement.answer_pairs import AnswerPairs, paired
from asknext.quality.agreement.item_sums import mean_of_known, ratio_of_sums

__all__ = ["measured_parts"]

MOST = 2_000
SOURCE = "F1 with one answer as the truth of the other (Hripcsak & Rothschild 2005), 95 % by bootstrap over items."
LOOKED = {
    "objects": f"Shapes are the same where they overlap by {LEAST:g} (intersection over union) and have one class.",
    "regions": f"Regions are the same where they overlap by {LEAST:g} of both together and have one class.",
    "spans": "Spans are the same where both ends and the class are, relations where the spans they join are.",
}
UNSEEN = "Answers to questions were not compared, and nothing is taken off for what chance would give."
GOOD, POOR = 0.8, 0.5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Counts:
    """Of r items and K names: ``value`` (p,) F1 of each pair; (r, K) ``twice`` matched and ``given``; (r, 1) ``shared``
    overlap and number ``found`` of located parts, and ``parts`` in all; ``mixed`` (K, K) what the located were called.
    """

    value: Floats
    twice: Floats
    given: Floats
    shared: Floats
    found: Floats
    parts: Floats
    mixed: Floats


def measured_parts(studied: Studied) -> Measured:
    """How many parts people mark alike, how well those lie on each other, and whether they are called the same."""
    assert studied.answers is not None
    several = several_answers(studied, MOST)
    said = [read_annotations(studied.answers.values[place]) for place in several.places]
    ids = [each.id for each in studied.classes]
    names = [*ids, *sorted({each.label or "" for one in said for each in one} - set(ids))]
    first, second = paired(several.items)
    counts = _counted(several, said, names, list(zip(first.tolist(), second.tolist(), strict=True)))
    size = (len(several.rows), len(studied.annotators))
    pairs = AnswerPairs(several.items[first], several.who[first], several.who[second], counts.value, *size)
    return Measured(
        several.rows,
        _coefficients(counts, pairs, studied.config.seed),
        *(GOOD, POOR, pairs, True, "", several.items, several.who),
        [count_of(len(each), "annotation") for each in said],
        (_by_class(studied, counts, names),),
        f"{LOOKED[studied.config.task]} {UNSEEN}",
        SOURCE,
    )


def _counted(
    several: Several, said: Sequence[list[Annotation]], names: Sequence[str], places: Sequence[tuple[int, int]]
) -> _Counts:
    r, k, code = len(several.rows), len(names), {name: at for at, name in enumerate(names)}
    shape = (len(places),), (r, k), (r, k), (r, 1), (r, 1), (r, 1), (k, k)
    counts = _Counts(*(np.zeros(each) for each in shape))
    for at, (one, other) in enumerate(places):
        item, same = several.items[one], matched_by_class(said[one], said[other])
        both = [*said[one], *said[other]]
        counts.value[at] = 2 * same.total() / len(both) if both else 1.0
        for table, times in ((counts.twice, {each: 2 * n for each, n in same.items()}), (counts.given, _names(both))):
            for name, number in times.items():
                table[item, code[name or ""]] += number
        counts.parts[item] += sum(not isinstance(each.value, Relation) for each in both)
        for left, right, shared in located(said[one], said[other]):
            counts.shared[item] += shared
            counts.found[item] += 1
            counts.mixed[code[left or ""], code[right or ""]] += 1
            counts.mixed[code[right or ""], code[left or ""]] += 1
    return counts


def _names(said: Sequence[Annotation]) -> Counter[str | None]:
    return Counter(each.label for each in said)


def _coefficients(counts: _Counts, pairs: AnswerPairs, seed: int) -> tuple[Coefficient, ...]:
    f1 = mean_of_known(pairs.per_item()[:, None], seed=seed)[0]
    place = ratio_of_sums(2 * counts.found, counts.parts, seed=seed)[0]
    overlap = ratio_of_sums(counts.shared, counts.found, seed=seed)[0]
    return (
        Coefficient("f1", "F1: the same place and class", f1),
        Coefficient("located_f1", "F1: the same place, of any class", place),
        Coefficient("overlap", "overlap of parts in the same place", overlap),
    )


def _by_class(studied: Studied, counts: _Counts, names: Sequence[str]) -> Table:
    spoken = {each.id: each.name for each in studied.classes}
    found = ratio_of_sums(counts.twice, counts.given, seed=studied.config.seed)
    others = counts.mixed * (1 - np.eye(len(names)))
    rows = []
    for code, each in enumerate(found):
        if counts.given[:, code].sum():
            most = int(others[code].argmax())
            share = others[code, most] / max(counts.mixed[code].sum(), 1)
            mixed = f"{spoken.get(names[most], names[most])} ({share:.0%})" if others[code].any() else ""
            numbers = (rounded(each.value), rounded(each.low), rounded(each.high))
            rows.append((spoken.get(names[code], names[code]), *numbers, mixed))
    heads = ("class", "F1", "low", "high", "in the same place called")
    return Table("Agreement by class, over all pairs of answers", heads, tuple(rows))
