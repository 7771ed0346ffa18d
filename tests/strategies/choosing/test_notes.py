import json

import numpy as np
import pytest

from asknext import PoolView
from asknext.errors import InputError
from asknext.strategies import build
from asknext.strategies.choosing.notes import NoteTaking, select_noting

LEARNING = {"albl": {}, "hedge": {}}


def view(labels=(), seed=0, n=30):
    rng = np.random.default_rng(seed)
    known = np.full(n, None, dtype=object)
    for row, label in dict(labels).items():
        known[row] = label
    return PoolView(
        n,
        labelled=np.array(sorted(dict(labels)), dtype=np.int64),
        labels=known,
        probabilities=rng.dirichlet(np.ones(2), n),
        embeddings=rng.normal(size=(n, 3)),
    )


def test_a_strategy_without_memory_takes_no_note():
    batch, note = select_noting(build("margin"), view(), 3, np.random.default_rng(0), [])
    assert note is None
    assert len(batch) == 3


def test_a_wrapper_that_decides_which_strategy_to_use_stands_aside():
    cold = build({"name": "cold_start", "strategy": "albl"})
    assert select_noting(cold, view(), 3, np.random.default_rng(0), [])[1] is None
    assert select_noting(cold, view({0: "a", 1: "b"}), 3, np.random.default_rng(0), [])[1] is not None


@pytest.mark.parametrize("name", ["albl", "hedge"])
def test_notes_are_json_and_give_the_same_choice_after_saving(name):
    strategy, notes, labels = build(name), [], {}
    assert isinstance(strategy, NoteTaking)
    for step in range(4):
        now = view(labels, seed=step)
        batch, note = strategy.select_noting(now, 3, np.random.default_rng(step), notes)
        again, _ = strategy.select_noting(now, 3, np.random.default_rng(step), json.loads(json.dumps(notes)))
        np.testing.assert_array_equal(batch.indices, again.indices)
        np.testing.assert_array_equal(batch.scores, again.scores)
        notes.append(note)
        labels |= {int(row): "ab"[row % 2] for row in batch.indices}


@pytest.mark.parametrize("name", ["albl", "hedge"])
def test_each_answer_counts_once_and_a_late_one_when_it_comes(name):
    strategy = build(name)
    batch, note = strategy.select_noting(view(), 2, np.random.default_rng(0), [])
    first, second = (int(row) for row in batch.indices)
    _, later = strategy.select_noting(view({first: "a"}), 2, np.random.default_rng(1), [note])
    assert later["settled"] == [first]
    _, same = strategy.select_noting(view({first: "a"}), 2, np.random.default_rng(1), [note, later])
    assert same["settled"] == []
    assert same["logs"] == later["logs"]
    _, late = strategy.select_noting(view({first: "a", second: "b"}), 2, np.random.default_rng(1), [note, later])
    assert late["settled"] == [second]


def test_without_notes_all_strategies_count_the_same():
    weights = build("albl").weights(view({1: "a", 2: "b"}), [])
    np.testing.assert_allclose(weights, 1 / 3)


def test_notes_of_other_strategies_are_refused():
    _, note = build("albl").select_noting(view(), 2, np.random.default_rng(0), [])
    two = build({"name": "albl", "strategies": ["margin", "random"]})
    with pytest.raises(InputError, match="the notes are of 3 strategies, not of these"):
        two.select_noting(view({note["rows"][0]: "a"}), 2, np.random.default_rng(0), [note])


def test_one_strategy_is_no_choice():
    with pytest.raises(InputError, match="must be a list of at least two strategies"):
        build({"name": "hedge", "strategies": ["margin"]})
