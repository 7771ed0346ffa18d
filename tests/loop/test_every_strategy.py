"""Every registered strategy through `ActiveLearner`, with the inputs that it needs."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge
from tests.strategies import test_contract as contract

import asknext

N = 40
POOL = contract.Pool(N, labelled=range(9))
TRUTH = np.arange(N) % 3
MULTI = np.random.default_rng(0).random((N, 3)) < 0.5
NUMBERS = POOL.inputs["embeddings"] @ np.array([1.0, 2.0, -1.0, 0.5])


def learner(name):
    """A learner of the task that the strategy is for, with three labels a class told."""
    strategy, further = contract.made(name), {key: POOL.inputs[key] for key in contract.PER_ITEM}
    if name in ("weights", "threshold"):
        strategy = asknext.strategies.build({"name": name, "column": "true_label"})
    tasks = strategy.tasks
    task = next(each for each in ("single_label", "multi_label", "regression") if each in tasks)
    labels = {"single_label": TRUTH, "multi_label": [set(np.flatnonzero(row).tolist()) for row in MULTI]}
    truth = labels.get(task, NUMBERS)
    made = asknext.ActiveLearner(
        Ridge() if task == "regression" else LogisticRegression() if task == "single_label" else None,
        asknext.Pool(POOL.inputs["embeddings"], embeddings=POOL.inputs["embeddings"].astype(np.float32)),
        strategy,
        task=task,
        classes=None if task == "regression" else [0, 1, 2],
        committee=3,
        columns=contract.inputs_of(name, POOL.inputs)["columns"],
        **further,
    )
    made.tell(range(9), [truth[row] for row in range(9)])
    return made, truth


@pytest.mark.parametrize("name", contract.NAMES)
def test_it_asks_learns_and_asks_again(name):
    made, truth = learner(name)
    first = made.ask(3)
    assert len({*first.indices.tolist()}) == 3
    assert first.indices.min() >= 9
    np.testing.assert_array_equal(first.indices, made.ask(3).indices)
    made.tell(first, [truth[row] for row in first.indices.tolist()])
    second = made.ask(3)
    assert not set(first.indices.tolist()) & set(second.indices.tolist())


@pytest.mark.parametrize(
    "name", ["albl", "hedge", "bald", "improved_greedy_sampling", "auto", "k_center_greedy", "epig"]
)
def test_saved_and_loaded_it_asks_the_same(name, tmp_path):
    made, truth = learner(name)
    batch = made.ask(4)
    made.tell(batch, [truth[row] for row in batch.indices.tolist()])
    made.save(tmp_path)
    again = asknext.ActiveLearner.load(tmp_path, made.model, made.pool)
    one, other = made.ask(5), again.ask(5)
    np.testing.assert_array_equal(one.indices, other.indices)
    np.testing.assert_array_equal(one.scores, other.scores)
