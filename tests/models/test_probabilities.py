"""Probabilities of any classifier come out in one shape and one order."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from asknext.errors import InputError, MissingInput
from asknext.models import class_probabilities, default_model, fit_model

rng = np.random.default_rng(0)
X = rng.normal(size=(60, 4))
Y3 = np.array(["a", "b", "c"])[np.argmax(X[:, :3], axis=1)]
LABELS = (X[:, :3] > 0.2).astype(int)

SINGLE = [
    LogisticRegression(),
    GaussianNB(),
    DecisionTreeClassifier(),
    KNeighborsClassifier(3),
    make_pipeline(StandardScaler(), LogisticRegression()),
    LinearSVC(),
    SVC(),
    RidgeClassifier(),
    default_model(),
]
MULTI = [
    OneVsRestClassifier(LogisticRegression()),
    OneVsRestClassifier(LinearSVC()),
    MultiOutputClassifier(LogisticRegression()),
    ClassifierChain(LogisticRegression()),
    DecisionTreeClassifier(),
    RandomForestClassifier(5),
    KNeighborsClassifier(3),
    MLPClassifier((4,), max_iter=20, solver="lbfgs", max_fun=50),
    make_pipeline(StandardScaler(), DecisionTreeClassifier()),
    RidgeClassifier(),
    default_model(multilabel=True),
]


def name(model):
    return str(model)[:40]


@pytest.mark.parametrize("model", SINGLE, ids=name)
def test_single_label_rows_sum_to_one_and_agree_with_predict(model):
    fitted = fit_model(model, X, Y3, seed=1)
    table = class_probabilities(fitted, X, ["c", "a", "never", "b"])
    assert table.shape == (60, 4)
    assert table.dtype == np.float64
    np.testing.assert_allclose(table.sum(axis=1), 1)
    assert (table[:, 2] == 0).all()
    agreed = np.mean(np.array(["c", "a", "never", "b"])[table.argmax(axis=1)] == fitted.predict(X))
    assert agreed > 0.95


@pytest.mark.parametrize("model", SINGLE, ids=name)
@pytest.mark.parametrize("classes", [["x", "y"], [0, 1]])
def test_two_classes(model, classes):
    y = np.array(classes)[(X[:, 0] > 0).astype(int)]
    fitted = fit_model(model, X, y, seed=1)
    table = class_probabilities(fitted, X, classes)
    np.testing.assert_allclose(table.sum(axis=1), 1)
    assert np.mean(np.array(classes)[table.argmax(axis=1)] == y) > 0.85


@pytest.mark.parametrize("model", SINGLE, ids=name)
def test_a_single_class_has_probability_one(model):
    fitted = fit_model(model, X[:5], ["b"] * 5, seed=1)
    table = class_probabilities(fitted, X, ["a", "b"])
    np.testing.assert_array_equal(table, np.tile([0.0, 1.0], (60, 1)))
    assert fitted.predict(X[:2]).tolist() == ["b", "b"]


@pytest.mark.parametrize("model", MULTI, ids=name)
@pytest.mark.filterwarnings("ignore:lbfgs failed")
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_multi_label_shapes(model):
    table = class_probabilities(fit_model(model, X, LABELS, seed=1), X, [0, 1, 2], multilabel=True)
    assert table.shape == (60, 3)
    assert ((table >= 0) & (table <= 1)).all()
    assert np.mean((table >= 0.5) == LABELS) > 0.8


@pytest.mark.parametrize("model", MULTI, ids=name)
@pytest.mark.filterwarnings("ignore:lbfgs failed")
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.filterwarnings("ignore:Label .* is present in all training examples")
@pytest.mark.parametrize("varying", [0, 1, 2])
def test_multi_label_with_constant_columns(model, varying):
    targets = LABELS.copy()
    targets[:, varying:] = [[0, 1, 1][:3][varying:]]
    fitted = fit_model(model, X, targets, seed=1)
    table = class_probabilities(fitted, X, [0, 1, 2], multilabel=True)
    assert table.shape == (60, 3)
    for column in range(varying, 3):
        assert (table[:, column] == targets[0, column]).all()
    if varying:
        assert np.mean((table[:, :varying] >= 0.5) == targets[:, :varying]) > 0.8
        np.testing.assert_array_equal(fitted.predict(X), (table >= 0.5).astype(int))


def test_sparse_content():
    fitted = fit_model(LogisticRegression(), csr_matrix(X), Y3, seed=1)
    assert class_probabilities(fitted, csr_matrix(X), ["a", "b", "c"]).shape == (60, 3)


def test_a_class_that_the_caller_does_not_know_is_refused():
    fitted = fit_model(LogisticRegression(), X, Y3, seed=1)
    with pytest.raises(InputError, match=r"knows the classes \['c'\]"):
        class_probabilities(fitted, X, ["a", "b"])


def test_a_model_that_cannot_say_how_sure_it_is():
    class OnlyPredicts:
        classes_ = np.array(["a", "b", "c"])

    with pytest.raises(MissingInput, match="neither predict_proba nor decision_function"):
        class_probabilities(OnlyPredicts(), X, ["a", "b", "c"])


def test_pairwise_decision_values_are_refused_with_the_way_out():
    X4 = np.vstack([X, X + 5])
    y = np.concatenate([Y3, np.full(60, "d")])
    fitted = fit_model(SVC(decision_function_shape="ovo"), X4, y, seed=1)
    with pytest.raises(InputError, match="decision_function_shape='ovr'"):
        class_probabilities(fitted, X4, ["a", "b", "c", "d"])


def test_wrong_width_for_multi_label():
    fitted = fit_model(LogisticRegression(), X, Y3, seed=1)
    with pytest.raises(InputError, match="OneVsRestClassifier"):
        class_probabilities(fitted, X, [0, 1], multilabel=True)


def test_something_that_is_no_classifier_shows_its_own_error():
    with pytest.raises(AttributeError, match="classes_"):
        class_probabilities(KMeans(2), X, ["a"])
