"""`ActiveLearner` where labels are numbers."""

import json

import numpy as np
import pytest
from sklearn.ensemble import RandomForestRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.linear_model import LogisticRegression, Ridge

import asknext
from asknext.errors import InputError, UnknownName

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 3))
Y = X @ np.array([2.0, -1.0, 0.5]) + 0.1 * RNG.normal(size=60)
REGRESSION = sorted(name for name, info in asknext.strategies().items() if info.tasks == ("regression",))


def learner(strategy="improved_greedy_sampling", model=None, **more):
    return asknext.ActiveLearner(model or Ridge(), asknext.Pool(X, embeddings=X.astype(np.float32)), strategy, **more)


def played(one, rounds=4, n=5):
    for _ in range(rounds):
        batch = one.ask(n)
        one.tell(batch, Y[batch.indices])
    return one


@pytest.mark.parametrize("name", [*REGRESSION, "random", "k_center_greedy", "lcmd", "kmeans", "typiclust"])
def test_each_strategy_that_serves_numbers_runs_through_the_loop(name):
    model = GaussianProcessRegressor(alpha=0.01) if name == "predictive_variance" else Ridge()
    one = played(learner(name, model, test=(X, Y)))
    assert (one.task, len(one.labels)) == ("regression", 20)
    one.fit()
    assert one.predict().shape == (60,)
    assert one.history[-1].scores["rmse"] < 0.8
    low, high = one.history[-1].intervals["r2"]
    assert low <= one.history[-1].scores["r2"] <= high


def test_a_committee_is_a_number_a_list_or_a_function():
    def members(model, content):
        return np.stack([model.predict(content), 2 * model.predict(content)])

    spread = {}
    for name, committee in {"bag": 3, "listed": [Ridge(), RandomForestRegressor(5)], "made": members}.items():
        spread[name] = played(learner("committee_std", committee=committee)).ask(3)
    predictions = np.abs(played(learner("committee_std", committee=members)).predict())
    assert spread["made"].scores[0] == pytest.approx(predictions[spread["made"].indices[0]] / 2)
    assert spread["bag"].scores[0] > 0


@pytest.mark.parametrize("wrong", [1, True, 0, [Ridge()], "five", 2.5])
def test_a_committee_that_cannot_be_one_is_refused(wrong):
    with pytest.raises(InputError, match=r"committee is .*, but"):
        learner(committee=wrong)


def test_a_committee_function_of_another_shape_is_refused():
    one = played(learner("committee_std", committee=lambda model, content: model.predict(content)), 1)
    with pytest.raises(InputError, match=r"made an array of shape \(60,\), expected \(K, n\) with n = 60"):
        one.ask(1)


def test_a_committee_is_made_only_when_a_strategy_looks():
    def never(model, content):
        raise AssertionError

    played(learner("improved_greedy_sampling", committee=never))


def test_a_loaded_learner_asks_the_same(tmp_path):
    one = played(learner("committee_std", committee=4), 2)
    one.save(tmp_path)
    again = asknext.ActiveLearner.load(tmp_path, Ridge(), asknext.Pool(X, embeddings=X.astype(np.float32)))
    assert again.labels == one.labels
    np.testing.assert_array_equal(one.ask(7).indices, again.ask(7).indices)
    np.testing.assert_array_equal(one.ask(7).scores, again.ask(7).scores)
    assert json.loads((tmp_path / "learner.json").read_text())["committee"] == 4


def test_without_a_model_the_default_regressor_learns_from_the_embeddings():
    pool = asknext.Pool([str(row) for row in range(60)], embeddings=X.astype(np.float32))
    one = played(asknext.ActiveLearner(None, pool, "predictive_variance"))
    assert one.task == "regression"
    assert np.corrcoef(one.predict(), Y)[0, 1] > 0.95


def test_stopping_rules_about_classes_say_that_they_do_not_apply():
    one = played(learner(test=(X, Y), stopping=["stabilising_predictions", "pool_exhausted"]))
    one.fit()
    assert any("stabilising_predictions does not apply: it looks at predicted classes" in each for each in one.advice)
    target = {"name": "target_metric", "metric": "rmse", "value": 0.5, "rounds": 1}
    assert played(learner(test=(X, Y), stopping=[target]), 8).fit() is not None
    one = played(learner(test=(X, Y), stopping=[target]), 8)
    one.fit()
    assert one.verdicts[0].stop is True


def test_undo_takes_numbers_back():
    one = played(learner(), 2)
    before = one.ask(3).indices
    batch = one.ask(5)
    one.tell(batch, Y[batch.indices])
    one.undo()
    np.testing.assert_array_equal(one.ask(3).indices, before)


@pytest.mark.parametrize("label", ["high", True, np.inf, [1.0]])
def test_a_label_that_is_no_number_is_refused(label):
    with pytest.raises(InputError, match="labels of this task are finite numbers"):
        learner().tell([0], [label])


def test_missing_numbers_stay_open():
    one = learner()
    one.tell([0, 1, 2], [1.0, None, np.nan])
    assert one.labels == {0: 1.0}


def test_what_contradicts_is_refused():
    with pytest.raises(UnknownName, match="no task 'regresion'"):
        learner(task="regresion")
    with pytest.raises(InputError, match="Ridge is a regressor, but the task is single_label"):
        learner(task="single_label")
    with pytest.raises(InputError, match="contradict each other"):
        learner(task="regression", multilabel=True)
    with pytest.raises(UnknownName, match="no metric of numbers 'accuracy'"):
        learner(test=(X, Y), metrics=["accuracy"])
    with pytest.raises(InputError, match="'margin' is for single-label tasks, but labels are numbers"):
        played(learner("margin"))
    with pytest.raises(InputError, match="no probabilities: use predict"):
        played(learner(), 1).predict_proba()


def test_a_committee_of_classifiers_is_lazy_and_aligned():
    labels = np.where(Y > 1, "high", np.where(Y < -1, "low", "middle"))
    one = asknext.ActiveLearner(LogisticRegression(), X, "bald", committee=3, classes=["high", "low", "middle"])
    for _ in range(3):
        batch = one.ask(6)
        one.tell(batch, labels[batch.indices])
    batch = one.ask(4)
    assert (batch.scores >= 0).all()
    again = asknext.ActiveLearner(LogisticRegression(), X, "bald", committee=3, classes=["high", "low", "middle"])
    again.tell(one.labelled, [one.labels[row] for row in one.labelled.tolist()])
    np.testing.assert_array_equal(batch.indices, again.ask(4).indices)


def test_columns_and_further_inputs_reach_the_strategy():
    one = learner("weights", columns={"value": np.arange(60.0)})
    assert one.ask(2).indices.tolist() == [59, 58]


def test_what_strategies_noted_is_saved_and_taken_back(tmp_path):
    labels = (Y > 0).astype(int)
    pool = asknext.Pool(X, embeddings=X.astype(np.float32))
    one = asknext.ActiveLearner(LogisticRegression(), pool, "albl", classes=[0, 1])
    for _ in range(6):
        batch = one.ask(3)
        one.tell(batch, labels[batch.indices])
    one.save(tmp_path)
    noted = json.loads((tmp_path / "learner.json").read_text())["notes"]["kept"]
    assert len(noted) >= 2
    again = asknext.ActiveLearner.load(tmp_path, LogisticRegression(), pool)
    np.testing.assert_array_equal(one.ask(5).indices, again.ask(5).indices)
    batch = one.ask(3)
    before = one.ask(4).indices
    one.tell(batch, labels[batch.indices])
    one.undo()
    np.testing.assert_array_equal(one.ask(4).indices, before)
