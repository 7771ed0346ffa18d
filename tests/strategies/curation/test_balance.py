"""Targets per class."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, UnknownName
from asknext.strategies import Balance


def rare(n=2000):
    return np.eye(3)[np.random.default_rng(0).choice(3, n, p=[0.80, 0.15, 0.05])]


def test_a_uniform_target_gives_thirty_of_each():
    p = rare()
    batch = asknext.select("balance", 90, probabilities=p)
    assert p[batch.indices].sum(axis=0).tolist() == [30, 30, 30]


def test_the_target_of_the_pool():
    p = rare()
    batch = asknext.select("balance", 100, probabilities=p, target="input")
    np.testing.assert_allclose(p[batch.indices].mean(axis=0), p.mean(axis=0), atol=0.01)


def test_the_remainder_belongs_to_all_others():
    p = rare()
    batch = asknext.select("balance", 40, probabilities=p, target={"2": 0.5})
    assert p[batch.indices].sum(axis=0)[2] == 20


def test_labelled_items_count_unless_told_otherwise():
    p = np.eye(2)[[0, 0, 0, 0, 1, 1, 1, 1, 0, 1]]
    counting = asknext.select("balance", 3, probabilities=p, labelled=[0, 1, 2])
    assert p[counting.indices].sum(axis=0).tolist() == [0, 3]
    ignoring = asknext.select(Balance(labelled=False), 4, probabilities=p, labelled=[0, 1, 2])
    assert p[ignoring.indices].sum(axis=0).tolist() == [2, 2]


def test_a_target_that_cannot_be_reached_is_no_error():
    p = np.eye(2)[[0, 0, 0, 0, 1]]
    batch = asknext.select("balance", 4, probabilities=p)
    assert 4 in batch.indices
    assert batch.scores[-1] == 0
    assert batch.reasons[-1] == "No item is left of a class that lacks any of its target share."


def test_categories_of_a_column():
    columns = {"city": np.array(["rome"] * 20 + ["bern"] * 5 + [None] * 5, dtype=object)}
    batch = asknext.select("balance", 10, columns=columns, column="city", target={"bern": 0.3, "rome": 0.7})
    assert np.count_nonzero((batch.indices >= 20) & (batch.indices < 25)) == 3
    assert (batch.indices < 25).all()
    assert "Fills what class 'bern' lacks of its target share." in batch.reasons


@pytest.mark.parametrize("target", ["even", {"0": 0.7, "1": 0.7}, {}, {"0": -0.1}, {"0": "half"}, None, 3])
def test_targets_that_are_none(target):
    with pytest.raises(InputError, match=r"'target' of strategy 'balance' is .*, but must be 'uniform', 'input', or"):
        Balance(target=target)


def test_classes_that_are_not_there():
    with pytest.raises(UnknownName, match=r"no class '7' in the target of strategy 'balance'\. Known: 0, 1, 2"):
        asknext.select("balance", 1, probabilities=rare(9), target={"7": 0.5})
    with pytest.raises(InputError, match=r"names every class, but its shares sum to 0\.6"):
        asknext.select("balance", 1, probabilities=rare(9), target={"0": 0.2, "1": 0.2, "2": 0.2})


def found(*counts):
    """So many cats and dogs in each image."""
    return [{"labels": ["cat"] * cats + ["dog"] * dogs, "scores": [0.9] * (cats + dogs)} for cats, dogs in counts]


def test_objects_are_balanced_worked_by_hand():
    # 2 cats and 2 dogs stand at the target at once; then (3, 1) and (1, 3) bring (5, 3) / 8 and (3, 5) / 8, equally far
    # from halves, and the other one of them brings (6, 6) / 12; the image with nothing in it changes nothing
    detections = found((0, 9), (3, 1), (2, 2), (0, 0), (1, 3))
    batch = asknext.select("balance", 3, detections=detections, objects=True, target={"cat": 0.5, "dog": 0.5})
    assert batch.indices[0] == 2
    assert sorted(batch.indices.tolist()) == [1, 2, 4]
    assert batch.scores[0] == pytest.approx(np.sqrt(0.5), abs=1e-5)


def test_an_image_without_objects_comes_last_even_where_the_target_stands():
    detections = found((1, 1), (0, 0), (0, 4), (0, 0))
    batch = asknext.select("balance", 2, detections=detections, objects=True)
    assert batch.indices.tolist() == [0, 2]


def test_objects_that_are_labelled_count():
    detections = found((9, 0), (2, 0), (0, 2))
    batch = asknext.select("balance", 1, detections=detections, objects=True, labelled=[0])
    assert batch.indices.tolist() == [2]


def test_probabilities_of_objects_are_summed():
    sure = {"scores": [0.9], "labels": ["cat"], "probabilities": [[0.9, 0.1]]}
    torn = {"scores": [0.5], "labels": ["cat"], "probabilities": [[0.5, 0.5]]}
    view = asknext.PoolView(2, detections=[sure, torn], classes=["cat", "dog"])
    batch = Balance(objects=True).select(view, 1, np.random.default_rng(0))
    assert batch.indices.tolist() == [1]


def test_classes_that_do_not_occur_have_no_share_of_a_uniform_target():
    view = asknext.PoolView(3, detections=found((4, 0), (2, 2), (0, 4)), classes=["bird", "cat", "dog"])
    assert Balance(objects=True).select(view, 1, np.random.default_rng(0)).indices.tolist() == [1]


def test_objects_and_a_column_are_one_too_many():
    with pytest.raises(InputError, match="objects and a column are given"):
        asknext.select("balance", 1, detections=found((1, 0)), columns={"a": ["x"]}, objects=True, column="a")
