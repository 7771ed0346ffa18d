"""Ask the annotator who most likely knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.annotators.answers import answers_of
from asknext.strategies.annotators.appointing import appointed
from asknext.strategies.annotators.dawid_skene import Skill, dawid_skene
from asknext.strategies.annotators.over_annotators import OverAnnotators
from asknext.strategies.annotators.per_annotator import for_each, per_annotator
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["SkilledAnnotator", "accuracy_by_class"]


@register
@dataclass(frozen=True)
class SkilledAnnotator(OverAnnotators):
    """Each item goes to those who most likely answer it right, by confusion matrices (Dawid & Skene 1979).

    An annotator is worth ``sum_c P(c) P(answers c | c)`` for an item: P(c) from the answers it has and the model's
    probabilities where they are given, else from how frequent the classes are. The matrices come from expectation
    maximisation over all answers. An annotator with few answers is taken to be like all together, as if ``prior``
    answers of each class had been given so. Nobody is asked twice about an item, nor about more than ``at_most``.
    """

    each: int = number(1, "annotators for each item", low=1, integer=True)
    at_most: Any = per_annotator(  # noqa: RUF009
        "items for an annotator in a batch: one number, or one for each", low=0, integer=True
    )
    prior: float = number(2.0, "how many answers of each class the average annotator's skill counts for", low=0)

    name = "skilled_annotator"
    time = "the other strategy's + answers * C * rounds + b A log A"
    memory = "n C + A C^2 + b A"
    source = "Dawid & Skene 1979"

    @property
    def tasks(self) -> frozenset[str]:
        return super().tasks & {SINGLE_LABEL}

    def appoint(self, view: PoolView, rows: IntArray, rng: np.random.Generator) -> IntArray:
        known = _model(view, self.name)
        answers = answers_of(view, self.name, None if known is None else known.shape[1])
        skill = dawid_skene(answers, known=known)
        values = skill.posterior[rows] @ accuracy_by_class(skill, self.prior).T
        room = for_each(self.at_most, answers.width, np.inf, f"at_most of strategy {self.name!r}")
        return appointed(values, ~answers.given(rows), self.each, room, rng)


def accuracy_by_class(skill: Skill, prior: float) -> Float64:
    """(A, K) the probability that each annotator answers each class right, drawn towards that of all together."""
    right = np.diagonal(skill.counts, axis1=1, axis2=2)
    asked = skill.counts.sum(axis=2)
    together, total = right.sum(axis=0), asked.sum(axis=0)
    average = np.where(total > 0, together / np.where(total > 0, total, 1.0), 0.5)
    weight = asked + prior
    return np.where(weight > 0, (right + prior * average) / np.where(weight > 0, weight, 1.0), average)


def _model(view: PoolView, asker: str) -> Float64 | None:
    """(n, C) the model's probabilities, where there are any; even ones for rows that may not be asked."""
    if not view.has("probabilities"):
        return None
    blocks = ProbabilityBlocks(view, asker)
    known = np.full((view.n, blocks.classes), 1.0 / blocks.classes)
    for place, block in blocks:
        known[view.unlabelled[place]] = block
    return known
