import math

import numpy as np
import pytest

from asknext import PoolView
from asknext.strategies import build

SURE_FIRST = {"name": "combination", "operator": "-", "left": 1.0, "right": "margin"}
ALBL = {"name": "albl", "strategies": ["margin", SURE_FIRST, "random"], "horizon": 20, "delta": 0.5}


def pool(n=10, seed=0):
    first = np.random.default_rng(seed).uniform(0.05, 0.95, n)
    return np.stack([first, 1 - first], axis=1)


def view(p, labels):
    known = np.full(len(p), None, dtype=object)
    known[list(labels)] = list(labels.values())
    return PoolView(len(p), labelled=np.array(sorted(labels), dtype=np.int64), labels=known, probabilities=p)


def test_weights_are_those_of_exp4p_with_the_importance_weighted_accuracy():
    strategy, p = build(ALBL), pool()
    batch, note = strategy.select_noting(view(p, {}), 2, np.random.default_rng(3), [])
    answers = {int(batch.indices[0]): 0, int(batch.indices[1]): 1}
    after = pool(seed=5)
    for row, label in answers.items():
        after[row] = [0.7, 0.3] if label == 0 else [0.1, 0.9]
    after[int(batch.indices[1])] = [0.6, 0.4]  # the model is wrong about the second
    least = math.sqrt(math.log(3) / (3 * 20))
    share = (1 - 3 * least) / 3 + least
    reward = (1 / batch.scores[0]) / (10 * 20)
    logs = np.zeros(3)
    for chance, advice in zip(batch.scores, note["advice"], strict=True):
        for k in range(3):
            logs[k] += least / 2 * (reward * advice[k] / chance + math.sqrt(math.log(3 / 0.5) / (3 * 20)) / share)
    weights = np.exp(logs) / np.exp(logs).sum()
    np.testing.assert_allclose(strategy.weights(view(after, answers), [note]), weights)


def test_the_first_batch_follows_all_alike_and_the_score_is_the_chance():
    p = pool()
    order = np.argsort(np.abs(p[:, 0] - 0.5))
    batch = build(ALBL).select(view(p, {}), 1, np.random.default_rng(0))
    expected = {int(order[0]): 1 / 3 + 1 / 30, int(order[-1]): 1 / 3 + 1 / 30}.get(int(batch.indices[0]), 1 / 30)
    assert batch.scores[0] == pytest.approx(expected)


def test_it_comes_to_follow_the_strategy_after_which_the_model_is_accurate():
    strategy = build(ALBL | {"horizon": 150, "floor": 0.1})
    p, notes, labels = pool(200), [], {}
    for step in range(150):
        batch, note = strategy.select_noting(view(p, labels), 1, np.random.default_rng(step), notes)
        notes.append(note)
        labels[int(batch.indices[0])] = step % 2
        right = np.full(200, True) if note["advice"][0][0] == 1 else np.random.default_rng(step).random(200) < 0.6
        for row, label in labels.items():
            p[row] = [0.8, 0.2] if (label == 0) == right[row] else [0.2, 0.8]
    weights = strategy.weights(view(p, labels), notes)
    assert weights[0] > 0.4 > max(weights[1:])  # a third each, had it learnt nothing


def test_reasons_name_those_who_proposed():
    batch = build(ALBL).select(view(pool(), {}), 3, np.random.default_rng(1))
    assert all(reason.startswith("Proposed by ") and "% of the choices now." in reason for reason in batch.reasons)
