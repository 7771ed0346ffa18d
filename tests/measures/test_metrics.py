"""Metrics agree with scikit-learn's on any data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as reference

from asknext.errors import InputError, UnknownName
from asknext.measures import METRICS, score


def close(mine, theirs):
    assert mine == pytest.approx(theirs, abs=1e-9)


@given(seed=st.integers(0, 10**6), n=st.integers(2, 60), k=st.integers(2, 6))
@settings(max_examples=30, deadline=None)
def test_single_label(seed, n, k):
    rng = np.random.default_rng(seed)
    table = np.round(rng.dirichlet(np.ones(k), n), 2) + 1e-3
    table /= table.sum(axis=1, keepdims=True)
    truth = np.concatenate([np.arange(min(n, k)), rng.integers(0, k, n - min(n, k))])
    predicted = table.argmax(axis=1)
    close(score("accuracy", truth, table), reference.accuracy_score(truth, predicted))
    close(score("balanced_accuracy", truth, table), np.mean([np.mean(predicted[truth == c] == c) for c in set(truth)]))
    close(score("macro_f1", truth, table), reference.f1_score(truth, predicted, average="macro"))
    close(score("micro_f1", truth, table), reference.f1_score(truth, predicted, average="micro"))
    close(score("log_loss", truth, table), reference.log_loss(truth, table, labels=range(k)))
    if len(set(truth)) == k:
        auc = reference.roc_auc_score(truth, table[:, 1] if k == 2 else table, multi_class="ovr")
        close(score("roc_auc", truth, table), auc)
        one_hot = np.eye(k, dtype=int)[truth]
        precision = (
            reference.average_precision_score(truth, table[:, 1])
            if k == 2
            else reference.average_precision_score(one_hot, table)
        )
        close(score("average_precision", truth, table), precision)
        close(score("brier", truth, table), np.mean(((table - one_hot) ** 2).sum(axis=1)))


@given(seed=st.integers(0, 10**6), n=st.integers(4, 60), k=st.integers(2, 5))
@settings(max_examples=30, deadline=None)
def test_multi_label(seed, n, k):
    rng = np.random.default_rng(seed)
    table, truth = np.round(rng.random((n, k)), 2), rng.integers(0, 2, (n, k))
    truth[0], truth[1] = 0, 1
    predicted = (table >= 0.5).astype(int)
    close(score("accuracy", truth, table), reference.accuracy_score(truth, predicted))
    close(score("macro_f1", truth, table), reference.f1_score(truth, predicted, average="macro", zero_division=0))
    close(score("micro_f1", truth, table), reference.f1_score(truth, predicted, average="micro", zero_division=0))
    close(score("hamming", truth, table), reference.hamming_loss(truth, predicted))
    close(score("roc_auc", truth, table), reference.roc_auc_score(truth, table))
    close(score("average_precision", truth, table), reference.average_precision_score(truth, table))
    losses = [reference.log_loss(truth[:, j], table[:, j], labels=[0, 1]) for j in range(k)]
    close(score("log_loss", truth, table), np.mean(losses))


def test_a_class_that_truth_lacks_does_not_spoil_the_mean():
    table = np.array([[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.6, 0.3, 0.1]])
    assert score("roc_auc", np.array([0, 1, 0]), table) == 1.0
    assert np.isnan(score("roc_auc", np.array([0, 0, 0]), table))


def test_unknown_metrics_and_lengths():
    with pytest.raises(UnknownName, match="Did you mean 'accuracy'"):
        score("acuracy", np.array([0]), np.ones((1, 2)))
    with pytest.raises(InputError, match="2 true labels but 1 rows"):
        score("accuracy", np.array([0, 1]), np.ones((1, 2)))


def test_each_metric_says_what_is_best():
    truth, perfect = np.array([0, 1, 1]), np.array([[1.0, 0], [0, 1], [0, 1]])
    for metric in METRICS.values():
        assert score(metric, truth, perfect) == pytest.approx(metric.best, abs=1e-12)
