"""Strategies that learn between rounds, in the loop: save, load and undo keep what they have learnt."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from asknext.loop import ActiveLearner

RNG = np.random.default_rng(0)
X = np.vstack([RNG.normal(size=(60, 2)), RNG.normal([3.0, 0.0], size=(60, 2))])
Y = np.repeat([0, 1], 60)
every = pytest.mark.parametrize("name", ["albl", "hedge"])


def learner(name):
    start = [Y[row] if row in (0, 119) else None for row in range(120)]
    strategy = {"name": name, "strategies": ["margin", "k_center_greedy", "random"], "horizon": 40}
    return ActiveLearner(LogisticRegression(), X, strategy, labels=start, embeddings=X.astype(np.float32))


def rounds(asker, count):
    found = []
    for _ in range(count):
        batch = asker.ask(3)
        found.append((batch.indices.tolist(), batch.scores.tolist()))
        asker.tell(batch, Y[batch.indices])
    return found


@every
def test_what_is_asked_depends_on_what_was_learnt(name):
    chances = {round(chance, 9) for _, scores in rounds(learner(name), 6) for chance in scores}
    assert len(chances) > 3  # without learning only the shares of one, two or all three strategies would occur


@every
def test_saved_between_rounds_it_asks_what_it_would_have_asked(name, tmp_path):
    whole, first = learner(name), learner(name)
    expected = rounds(whole, 6)
    early = rounds(first, 3)
    first.ask(3)
    first.save(tmp_path)
    loaded = ActiveLearner.load(tmp_path, LogisticRegression(), X, embeddings=X.astype(np.float32))
    assert early + rounds(loaded, 3) == expected


@every
def test_undone_rounds_are_unlearnt(name):
    asker = learner(name)
    early = rounds(asker, 2)
    later = rounds(asker, 3)
    asker.undo(3)
    assert rounds(asker, 3) == later
    asker.undo(5)
    assert rounds(asker, 2) == early
