"""Cold start."""

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.errors import InputError, MissingInput
from asknext.strategies import ColdStart, KMeans, Lcmd, Margin, Random
from asknext.strategies.wrappers.cold_start import classes_seen

P = np.random.default_rng(0).dirichlet(np.ones(3), 40)
E = np.random.default_rng(1).normal(size=(40, 4))


def view(labels, **inputs):
    known = np.flatnonzero([label is not None for label in labels])
    return PoolView(len(labels), labels=labels, labelled=known, **inputs)


def some(*labels):
    return list(labels) + [None] * (40 - len(labels))


def test_nothing_labelled_is_spread_by_clusters():
    assert ColdStart().now(view(some(), probabilities=P, embeddings=E)) == KMeans()


def test_a_class_not_seen_is_looked_for_far_away():
    assert ColdStart().now(view(some(0, 1), probabilities=P, embeddings=E)) == Lcmd()


def test_every_class_seen_is_warm():
    assert ColdStart().now(view(some(0, 1, 2), probabilities=P, embeddings=E)) == Margin()


def test_the_limit_ends_it_whatever_is_missing():
    assert not ColdStart(limit=5).is_cold(view(some(*[0] * 5), probabilities=P, embeddings=E))
    assert ColdStart(limit=6).is_cold(view(some(*[0] * 5), probabilities=P, embeddings=E))
    assert ColdStart().is_cold(view(some(*[0] * 29), probabilities=P, embeddings=E))
    assert not ColdStart().is_cold(view(some(*[0] * 30), probabilities=P, embeddings=E))


def test_without_embeddings_it_is_random():
    assert ColdStart().now(view(some(0), probabilities=P)) == Random()


def test_without_probabilities_it_stays_cold():
    assert ColdStart().now(view(some(0, 1, 2), embeddings=E)) == Lcmd()


def test_the_number_of_classes_can_be_told():
    assert ColdStart(classes=4).is_cold(view(some(0, 1, 2), probabilities=P, embeddings=E))
    assert not ColdStart(classes=2).is_cold(view(some(0, 1), probabilities=P, embeddings=E))


def test_items_set_aside_are_no_labels():
    labels = [None] * 40
    aside = PoolView(40, labelled=np.arange(10), labels=labels, probabilities=P, embeddings=E)
    assert ColdStart().now(aside) == KMeans()


def test_probabilities_are_not_asked_for_while_nothing_is_labelled():
    def model_without_labels():
        raise AssertionError("there is no model yet")

    lazy = PoolView(40, probabilities=model_without_labels, embeddings=E)
    assert len(ColdStart().select(lazy, 3, np.random.default_rng(0))) == 3


def test_classes_seen_in_each_form():
    assert classes_seen(view(some("a", "b", "a"))) == {"a", "b"}
    assert classes_seen(view(some([0, 2], [2]), multilabel=True)) == {0, 2}
    matrix = np.full((40, 3), np.nan)
    matrix[:2] = [[0, 1, 0], [0, 1, 1]]
    assert classes_seen(PoolView(40, labels=matrix, labelled=np.array([0, 1]), multilabel=True)) == {1, 2}


def test_wraps_any_strategy_and_keeps_to_its_task():
    wrapped = {"name": "cold_start", "strategy": {"name": "entropy", "base": 2}}
    batch = asknext.select(wrapped, 5, probabilities=P, labels=some(0, 1, 2))
    assert batch.indices.tolist() == asknext.select("entropy", 5, probabilities=P, labelled=[0, 1, 2]).indices.tolist()
    with pytest.raises(InputError, match="several may hold here"):
        asknext.select("cold_start", 5, probabilities=P, multilabel=True)


def test_what_no_model_supplies_is_missed_at_once():
    """While it is cold nobody would see that the other strategy can never be used."""
    for strategy, missing in (("cost_aware", "columns"), ("skilled_annotator", "annotations"), ("badge", "embeddings")):
        with pytest.raises(MissingInput, match=f"'{strategy}' needs {missing}"):
            asknext.select({"name": "cold_start", "strategy": strategy}, 3, probabilities=P, labels=some())


def test_what_the_other_strategy_refuses_is_refused_while_cold():
    for inside in ("informed_inlier", {"name": "cost_aware", "scorer": "informed_inlier"}):
        with pytest.raises(InputError, match="looks at the true labels"):
            asknext.select(
                {"name": "cold_start", "strategy": inside}, 3, embeddings=E, labels=some(), columns={"a": np.ones(40)}
            )
