"""Metrics of one class by its name."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score, roc_auc_score

from asknext.errors import InputError, UnknownName
from asknext.measures import class_metric, metric_named, score

CLASSES = ["cat", "dog", "owl"]


def test_they_agree_with_scikit_learn():
    rng = np.random.default_rng(0)
    truth, table = rng.integers(0, 3, 80), rng.dirichlet(np.ones(3), 80)
    predicted, dog = table.argmax(axis=1) == 1, truth == 1
    for kind, theirs in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
        assert score(class_metric(f"{kind}:dog", CLASSES), truth, table) == pytest.approx(theirs(dog, predicted))
    for kind, theirs in (("average_precision", average_precision_score), ("roc_auc", roc_auc_score)):
        assert score(class_metric(f"{kind}:dog", CLASSES), truth, table) == pytest.approx(theirs(dog, table[:, 1]))


def test_a_label_of_several():
    truth, table = np.array([[1, 0], [1, 1], [0, 1]]), np.array([[0.9, 0.5], [0.2, 0.8], [0.1, 0.4]])
    # The second label is predicted for items 0 and 1, holds for 1 and 2.
    assert score(class_metric("precision:b", ["a", "b"]), truth, table) == 0.5
    assert score(class_metric("roc_auc:a", ["a", "b"]), truth, table) == 1.0


def test_a_class_that_does_not_occur():
    truth, table = np.array([0, 0]), np.array([[1.0, 0, 0], [1.0, 0, 0]])
    assert score(class_metric("recall:owl", CLASSES), truth, table) == 0
    assert np.isnan(score(class_metric("roc_auc:owl", CLASSES), truth, table))


def test_names():
    assert metric_named("recall:dog", CLASSES).name == "recall:dog"
    assert metric_named("accuracy", CLASSES).name == "accuracy"
    assert class_metric("f1:2", [1, 2]).name == "f1:2"
    with pytest.raises(UnknownName, match=r"no class 'dof'.*'dog'"):
        metric_named("recall:dof", CLASSES)
    with pytest.raises(UnknownName, match="metric of one class 'recal'"):
        metric_named("recal:dog", CLASSES)
    with pytest.raises(UnknownName, match="no metric 'recall:dog'"):
        metric_named("recall:dog")
    with pytest.raises(InputError, match="recall:CLASS"):
        class_metric("recall", CLASSES)
