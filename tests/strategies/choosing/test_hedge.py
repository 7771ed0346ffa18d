import math

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies import build

SURE_FIRST = {"name": "combination", "operator": "-", "left": 1.0, "right": "margin"}
HEDGE = {"name": "hedge", "strategies": ["margin", SURE_FIRST], "horizon": 32}


def pool(n=40, seed=0):
    first = np.random.default_rng(seed).uniform(0.05, 0.95, n)
    return np.stack([first, 1 - first], axis=1)


def view(p, labels):
    known = np.full(len(p), None, dtype=object)
    known[list(labels)] = list(labels.values())
    return PoolView(len(p), labelled=np.array(sorted(labels), dtype=np.int64), labels=known, probabilities=p)


def test_each_is_charged_what_the_model_knew_of_its_proposals():
    strategy, p = build(HEDGE), pool()
    batch, note = strategy.select_noting(view(p, {}), 2, np.random.default_rng(0), [])
    answers = {int(row): int(p[row].argmax()) for row in batch.indices}
    answers[int(batch.indices[0])] = 0
    answers[int(batch.indices[1])] = 1
    after = p.copy()
    for row, label in answers.items():
        after[row] = np.eye(2)[label]
    rate = math.sqrt(8 * math.log(2) / 32)
    logs = np.zeros(2)
    for row, chance, advice in zip(batch.indices, batch.scores, note["advice"], strict=True):
        logs -= rate * p[row, answers[int(row)]] * np.array(advice) / chance
    np.testing.assert_allclose(strategy.weights(view(after, answers), [note]), np.exp(logs) / np.exp(logs).sum())


def test_surprises_are_followed():
    strategy, p, notes, labels = build(HEDGE), pool(200), [], {}
    for step in range(8):
        batch, note = strategy.select_noting(view(p, labels), 4, np.random.default_rng(step), notes)
        notes.append(note)
        labels |= {int(row): int(p[row].argmax()) for row in batch.indices}  # the model knew: what is sure is a waste
    weights = strategy.weights(view(p, labels), notes)
    assert weights[0] > 0.7


@pytest.mark.parametrize("weights", [[1.0, 0.0], [0.5, 0.5]])
def test_no_strategy_is_given_up(weights):
    assert build(HEDGE).shares(np.array(weights)).min() >= 0.05
