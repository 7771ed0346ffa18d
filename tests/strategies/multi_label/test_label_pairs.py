"""Asking for one label of an item: which label, how many of an item, and what is known already."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, PoolExhausted, UnknownName

P = np.array([[0.9, 0.45, 0.1], [0.52, 0.8, 0.3], [0.99, 0.02, 0.95], [0.6, 0.58, 0.1]])


def ask(name, n, **more):
    return asknext.select(name, n, probabilities=P, **more)


def pairs(batch):
    return list(zip(batch.indices.tolist(), batch.targets.tolist(), strict=True))


def known(*lists):
    return {"columns": {"known": list(lists)}, "asked": "known"}


# ------------------------------------------------------------------ label_pairs


def test_the_least_certain_label_of_each_item():
    batch = ask("label_pairs", 4)
    assert pairs(batch) == [(1, 0), (0, 1), (3, 1), (2, 2)]
    np.testing.assert_allclose(batch.scores, [0.96, 0.9, 0.84, 0.1])
    assert batch.reasons[0] == "Does label 0 hold? The model gives it 0.52."


def test_several_labels_of_an_item_each_pair_once():
    batch = ask("label_pairs", 4, each=2)
    assert pairs(batch) == [(1, 0), (0, 1), (3, 1), (3, 0)]
    assert set(pairs(ask({"name": "label_pairs", "each": 3}, 4))) == set(pairs(batch))


def test_labels_that_are_known_are_not_asked():
    batch = ask("label_pairs", 4, **known([1], [0], None, [0, 1]))
    assert (pairs(batch)[0], pairs(batch)[-1]) == ((1, 2), (2, 2))
    assert not {(0, 1), (1, 0), (3, 0), (3, 1)} & set(pairs(batch))


def test_no_more_pairs_than_there_are():
    with pytest.raises(PoolExhausted, match=r"4 pairs .* only 3 are left with at most 1 of an item"):
        ask("label_pairs", 4, **known([], [0, 1, 2], [], []))


def test_any_scorer_of_probabilities_alone():
    likeliest = ask({"name": "label_pairs", "scorer": "positive"}, 2)
    assert pairs(likeliest) == [(2, 0), (0, 0)]
    with pytest.raises(InputError, match="needs a scorer that looks at probabilities alone, but 'knn_density' needs"):
        ask({"name": "label_pairs", "scorer": "knn_density"}, 1)


@pytest.mark.parametrize("value", [[3], [-1], ["cat"], "0", [True]])
def test_what_is_no_list_of_label_numbers(value):
    with pytest.raises(InputError, match=r"row 1 of column 'known' holds .* a list of label numbers from 0 to 2"):
        ask("label_pairs", 1, **known([], value, [], []))


def test_a_column_that_does_not_exist():
    with pytest.raises(UnknownName, match="knwon"):
        ask("label_pairs", 1, columns={"known": [[]] * 4}, asked="knwon")


def test_ties_among_labels_are_broken_by_the_seed():
    p = np.full((1, 3), 0.5)
    found = {int(asknext.select("label_pairs", 1, probabilities=p, seed=seed).targets[0]) for seed in range(30)}
    assert found == {0, 1, 2}


def test_a_ranking_names_labels_for_its_head():
    view = asknext.PoolView(4, probabilities=P, multilabel=True)
    ranked = asknext.strategies.build("label_pairs").rank(view, np.random.default_rng(0), head=2)
    assert ranked.targets.tolist() == [0, 1, -1, -1]


# ------------------------------------------------------------------ audi

LABELS = np.array([[np.nan] * 3] * 4 + [[1, 0, 0]] * 2)
Q = np.vstack([P, P[:2]])


def test_an_odd_number_of_labels_and_the_least_certain_of_them():
    """One label is usual; 1, 2, 2 and 2 are predicted, and the denominator is 1/2."""
    batch = asknext.select("audi", 4, probabilities=Q, labels=LABELS)
    assert batch.indices[-1] == 0
    assert dict(pairs(batch)) == {0: 1, 1: 0, 2: 2, 3: 1}
    assert dict(zip(batch.indices.tolist(), batch.scores, strict=True)) == {0: 0, 1: 2, 2: 2, 3: 2}
    assert "Does label" in batch.reasons[0]


def test_items_that_were_asked_about_wait():
    columns = {"columns": {"known": [[], [0], [0, 2], [], None, None]}, "asked": "known"}
    batch = asknext.select("audi", 4, probabilities=Q, labels=LABELS, **columns)
    assert batch.indices.tolist() == [3, 1, 2, 0]
    np.testing.assert_allclose(batch.scores, [2, 1, 0.5, 0])
    assert dict(pairs(batch)) == {0: 1, 1: 2, 2: 1, 3: 1}


def test_items_without_an_open_label_are_not_asked():
    columns = {"columns": {"known": [[], [0, 1, 2], [], [], None, None]}, "asked": "known"}
    with pytest.raises(PoolExhausted, match="only 3 have a label that is not known"):
        asknext.select("audi", 4, probabilities=Q, labels=LABELS, **columns)
