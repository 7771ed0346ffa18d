"""What all oracles have in common: the order of the questions changes nothing, and everything is logged."""

from __future__ import annotations

import numpy as np
import pytest

from asknext.errors import MissingInput
from asknext.loop.oracles import (
    AbstainingOracle,
    Annotator,
    AnnotatorsOracle,
    ConfusionOracle,
    CostedOracle,
    NoisyOracle,
    PerfectOracle,
    UncertainOracle,
)

LABELS, CLASSES = list("abc") * 40, list("abc")
PEOPLE = [Annotator("x", 0.6, cost=2.0), Annotator("y", 0.8, seconds=5.0), Annotator("z", 0.5)]


def kinds(seed):
    return [
        PerfectOracle(LABELS),
        NoisyOracle(LABELS, CLASSES, 0.4, seed),
        ConfusionOracle(LABELS, CLASSES, [[0.6, 0.4, 0], [0, 0.5, 0.5], [0.3, 0.3, 0.4]], seed),
        AnnotatorsOracle(LABELS, CLASSES, PEOPLE, 2, seed),
        UncertainOracle(LABELS, CLASSES, 0.1, 0.9, seed),
        AbstainingOracle(NoisyOracle(LABELS, CLASSES, 0.4, seed), LABELS, 0.5, seed=seed),
        CostedOracle(PerfectOracle(LABELS), LABELS, {"a": 2.0, "b": 1.0}, seconds=3.0),
    ]


@pytest.mark.parametrize("kind", range(7))
def test_the_same_row_gets_the_same_answer_in_any_order(kind):
    guesses = np.random.default_rng(0).dirichlet(np.ones(3), 120)
    whole, parts = kinds(3)[kind], kinds(3)[kind]
    order = np.random.default_rng(1).permutation(120)
    expected = whole.answer(np.arange(120), guesses)
    found = [each for part in np.array_split(order, 7) for each in parts.answer(part, guesses[part])]
    assert found == [expected[row] for row in order]
    assert [reply.row for reply in parts.log] == order.tolist()
    assert parts.spent == pytest.approx(whole.spent)


@pytest.mark.parametrize("kind", range(1, 6))
def test_another_seed_errs_elsewhere(kind):
    guesses = np.full((120, 3), 1 / 3)
    assert kinds(3)[kind].answer(np.arange(120), guesses) != kinds(4)[kind].answer(np.arange(120), guesses)


def test_what_needs_the_model_says_so():
    oracle = UncertainOracle(LABELS, CLASSES)
    assert oracle.needs_model
    assert CostedOracle(oracle, LABELS).needs_model
    assert not PerfectOracle(LABELS).needs_model
    with pytest.raises(MissingInput, match="UncertainOracle needs the model's probabilities"):
        oracle.answer(np.array([0]))
