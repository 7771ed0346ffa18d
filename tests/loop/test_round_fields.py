"""What a learner's rounds hold for the stopping rules: the same after save, load and undo, and only if asked."""

import dataclasses

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from asknext import ActiveLearner
from asknext.loop.model_signs import boundary_disagreement, posterior_divergence, support_vectors
from asknext.loop.saved_round import round_in, round_out
from asknext.loop.stop_set import stop_set_rows
from asknext.models.laplace import gaussian_divergence, laplace_posterior
from asknext.stopping import Round, round_of, rules

X, Y = load_iris(return_X_y=True)
EXTRA = ("error_stability", "goal", "overfitting_guard", "ssncut", "support_vectors")


def learner(rules=("stabilising_predictions",), model=None, labels=Y, content=X, **more):
    return ActiveLearner(
        model or LogisticRegression(max_iter=500), content, more.pop("strategy", "margin"), stopping=rules,
        cold_start=False, embeddings=content, test=(content[::7], labels[::7]), **more,
    )  # fmt: skip


def play(found, labels=Y, rounds=4, batch=5):
    if not found.labels:
        found.tell([0, 1, 50, 51, 100, 101], labels[[0, 1, 50, 51, 100, 101]])
    for _ in range(rounds):
        rows = found.ask(batch).indices
        found.tell(rows, labels[rows])
    found.fit()
    return found


def same(one, other):
    for field in dataclasses.fields(Round):
        if field.name not in ("seconds", "look"):
            np.testing.assert_equal(getattr(one, field.name), getattr(other, field.name), field.name)


def test_the_fields_are_those_of_round_of_on_the_stop_set():
    found = learner()
    found.tell([0, 1, 50, 51, 100, 101], Y[[0, 1, 50, 51, 100, 101]])
    before = found.predict_proba()
    rows = found.ask(5).indices
    found.tell(rows, Y[rows])
    after, stop = found.predict_proba(), stop_set_rows(150, 0)
    free = np.isin(stop, found.available)
    batch = np.sort(rows)
    expected = round_of(
        11, stop=after[stop], stop_before=before[stop], pool=after[stop][free], pool_before=before[stop][free],
        batch=before[batch], answers=Y[batch],
    )  # fmt: skip
    for field in (
        "predictions",
        "pool_doubt",
        "pool_changed",
        "batch_right",
        "batch_entropy",
        "total_variation",
        "pool_f",
    ):
        np.testing.assert_allclose(getattr(found.history[1], field), getattr(expected, field), rtol=1e-12)
    assert found.history[0].pool_changed is None


def test_saved_and_loaded_between_tell_and_fit_it_goes_on_the_same(tmp_path):
    whole = play(learner(EXTRA), rounds=3)
    broken = play(learner(EXTRA), rounds=2)
    rows = broken.ask(5).indices
    broken.save(tmp_path)
    again = ActiveLearner.load(tmp_path, LogisticRegression(max_iter=500), X, test=(X[::7], Y[::7]), embeddings=X)
    again.tell(rows, Y[rows])
    again.fit()
    assert len(again.history) == 4
    for one, other in zip(whole.history, again.history, strict=True):
        same(one, other)


def test_after_undo_the_same_labels_make_the_same_round():
    found = play(learner(EXTRA), rounds=3)
    last = found.history[-1]
    rows = np.setdiff1d(found.labelled, [])
    found.undo()
    found.fit()
    rows = found.ask(5).indices
    found.tell(rows, Y[rows])
    found.fit()
    same(found.history[-1], last)


def test_what_costs_extra_is_made_for_rules_that_look_at_it():
    plain = play(learner(), rounds=2).history[-1]
    assert plain.train_scores == {}
    assert plain.batch_right_first is None
    assert plain.posterior_divergence is None
    full = play(learner(EXTRA), rounds=2).history[-1]
    assert set(full.train_scores) == {"accuracy"}
    assert len(full.batch_right_first) == 5
    assert full.posterior_divergence > 0
    assert full.support_vectors is None, "no support vector machine"
    assert full.cut_disagreement is None, "three classes"
    nested = play(learner([{"name": "any_of", "rules": ["goal", "half"]}]), rounds=2).history[-1]
    assert nested.batch_right_first is not None
    assert play(learner(()), rounds=2).history[-1].pool_doubt is None


def test_kinds_of_models_tell_of_themselves():
    wide, truth = load_breast_cancer(return_X_y=True)
    wide = StandardScaler().fit_transform(wide)
    machine = SVC().fit(wide, truth)
    assert (
        support_vectors(machine) == len(machine.support_) == support_vectors(make_pipeline(StandardScaler(), machine))
    )
    linear = make_pipeline(StandardScaler(), LinearSVC()).fit(wide, truth)
    assert 0 <= boundary_disagreement(linear, wide[:200]) <= 0.5
    assert boundary_disagreement(machine, wide[:200]) is None
    assert boundary_disagreement(LogisticRegression(max_iter=500).fit(X, Y), X) is None
    one, other = LogisticRegression(max_iter=500).fit(X, Y), LogisticRegression(max_iter=500).fit(X[::2], Y[::2])
    expected = gaussian_divergence(laplace_posterior(one, X), laplace_posterior(other, X[::2]))
    assert posterior_divergence(one, X, other, X[::2]) == expected
    assert posterior_divergence(one, X, machine, wide) is None


@pytest.mark.parametrize("kind", ["binary machine", "several classes", "several labels"])
def test_every_rule_is_asked_live(kind):
    given = {"budget": {"labels": 500}, "all_of": {"rules": ["half", "goal"]}, "any_of": {"rules": ["half", "ssncut"]}}
    every = [{"name": name, **given.get(name, {})} for name in rules()]
    if kind == "binary machine":
        found = play(learner(every, LinearSVC(), np.minimum(Y, 1)), np.minimum(Y, 1))
        assert found.history[-1].cut_disagreement is not None
    elif kind == "several classes":
        found = play(learner(every))
    else:
        labels, model = np.stack([Y == 0, Y > 0, Y == 2], axis=1).astype(int), OneVsRestClassifier(LogisticRegression())
        found = play(learner(every, model, labels, strategy="mean_entropy"), labels)
    verdicts = {each.rule: each for each in found.verdicts}
    assert set(verdicts) == {"overall", *rules()}
    for name in ("max_entropy", "selected_accuracy", "classification_change", "total_variation", "multi_criteria"):
        assert verdicts[name].stop is not None


def test_a_file_of_an_earlier_release_has_no_such_fields():
    plain = round_out(Round(10, {"accuracy": 0.5}, seconds=1.0))
    del plain["said"], plain["train_scores"]
    same(round_in(plain, None), Round(10, {"accuracy": 0.5}, seconds=1.0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"said": {"pool_dout": 1.0}}, "no 'pool_dout' in a round"),
        ({"said": {"pool_doubt": "much"}}, "pool_doubt: expected a number, found 'much'"),
        ({"said": {"batch_right": 1.0}}, "batch_right: expected a list of numbers"),
        ({"said": {"batch_right": [None]}}, "batch_right: expected a number, found None"),
        ({"said": {"classes": 2.5}}, "classes: expected a whole number"),
        ({"train_scores": [1]}, "train_scores: expected a mapping"),
        ({"labels": "many"}, "labels: expected a whole number"),
        ({"intervals": {"accuracy": 1}}, "a round cannot be read"),
    ],
)
def test_a_damaged_round_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        round_in({**round_out(Round(10)), **change}, None)
