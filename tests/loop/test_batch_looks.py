"""A learner looks at its batches: the right rows, the model that chose them, and the same after a break."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from asknext import ActiveLearner
from asknext.measures import batch_agreement, distances_to_labelled, explored_share

RNG = np.random.default_rng(0)
X = np.concatenate([RNG.normal(at, 1.0, (60, 2)) for at in (0.0, 4.0, 8.0)]).astype(np.float32)
Y = np.repeat([0, 1, 2], 60)
LABELS = np.array(["no", "perhaps", "yes"])[Y]


def played(rounds=5, labels=LABELS, strategy="entropy", model=None, **more):
    learner = ActiveLearner(model or GaussianNB(), X, strategy, embeddings=X, seed=1, **more)
    learner.tell([0, 60, 120], labels[[0, 60, 120]])
    learner.fit()
    for _ in range(rounds):
        batch = learner.ask(6)
        learner.tell(batch, labels[batch.indices])
        learner.fit()
    return learner


def test_the_looks_are_those_of_the_batches_and_the_models_that_chose_them():
    learner = ActiveLearner(GaussianNB(), X, "entropy", embeddings=X, seed=1)
    learner.tell([0, 60, 120], LABELS[[0, 60, 120]])
    learner.fit()
    before = learner.labelled
    rows = learner.ask(6).indices
    said = np.searchsorted(learner.classes, learner.predict(X[rows]))
    learner.tell(rows, LABELS[rows])
    learner.fit()
    learner.pieces  # noqa: B018 - what is only looked at when somebody asks
    look = learner.history[-1].look
    distances = distances_to_labelled(X, X[before])
    assert look.batch == look.judged == 6
    assert look.agreed == pytest.approx(6 * batch_agreement(said, X[rows], X[before], Y[before]))
    assert look.explored == pytest.approx(
        explored_share(distances, distances_to_labelled(X, X[rows], before=distances)), rel=1e-5
    )
    assert learner.history[0].look is None


def test_advice_has_each_piece_once_as_a_sentence():
    learner = played()
    assert [each.name for each in learner.pieces] == ["independent_set", "exploration", "contradiction", "agreement"]
    for piece in learner.pieces:
        assert learner.advice.count(piece.sentence) == 1
        assert piece.verdict in {"act", "fine"}


def test_a_learner_that_was_saved_between_tell_and_fit_looks_the_same(tmp_path):
    straight, broken = played(3), played(3)
    for learner in (straight, broken):
        rows = learner.ask(6).indices
        learner.tell(rows, LABELS[rows])
    broken.save(tmp_path)
    broken = ActiveLearner.load(tmp_path, GaussianNB(), X, embeddings=X)
    for learner in (straight, broken):
        learner.fit()
    assert broken.pieces == straight.pieces
    assert broken.history[-1].look.judged == 6


def test_undo_takes_the_looks_back():
    learner = played(3)
    pieces = learner.pieces
    rows = learner.ask(6).indices
    learner.tell(rows, LABELS[rows])
    learner.fit()
    assert learner.pieces != pieces
    learner.undo()
    assert learner.pieces == pieces


def test_a_round_that_only_changed_labels_has_no_batch():
    learner = played(2)
    learner.relabel(0, "yes")
    learner.fit()
    assert learner.history[-1].look is None
    assert learner.pieces[1].rounds_missing == 1


def test_several_labels_numbers_and_no_vectors():
    several = played(4, np.array([{"a"}, {"a", "b"}, set()], dtype=object)[Y], "random", KNeighborsClassifier(1))
    assert several.history[-1].look.judged == 6
    assert several.pieces[3].verdict == "fine"
    numbers = played(4, X[:, 0].astype(float), "random", Ridge())
    verdicts = {each.name: each.verdict for each in numbers.pieces}
    assert verdicts["exploration"] == "fine"
    assert verdicts["contradiction"] == verdicts["agreement"] == "not_applicable"
    texts = ActiveLearner(_Texts(), [f"text {number}" for number in range(50)], "random")
    for start in range(0, 40, 10):
        texts.tell(range(start, start + 10), ["ab"[row % 2] for row in range(start, start + 10)])
        texts.fit()
    assert texts.pieces[1].verdict == "not_applicable"


class _Texts(GaussianNB):
    """A model of texts that needs no vectors."""

    def fit(self, X, y):
        return super().fit(np.array([[len(each), ord(each[-1])] for each in X], dtype=float), y)

    def predict_proba(self, X):
        return super().predict_proba(np.array([[len(each), ord(each[-1])] for each in X], dtype=float))


def test_a_test_set_and_a_budget_are_known_to_the_advice():
    learner = played(2, test=(X, LABELS), stopping=[{"name": "budget", "labels": 100}])
    piece = learner.pieces[0]
    assert piece.verdict == "fine"
    assert "180 answers" in piece.sentence
    small = played(2, stopping=[{"name": "budget", "labels": 40}])
    assert "A budget of 40 labels" in small.pieces[0].sentence
