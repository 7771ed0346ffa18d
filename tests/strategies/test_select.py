"""`select`: choosing from arrays."""

import numpy as np
import pandas as pd
import pytest

import asknext
from asknext.errors import InputError, MissingInput, PoolExhausted
from asknext.strategies import Batch, Margin

P = np.random.default_rng(0).dirichlet(np.ones(3), 20)
E = np.random.default_rng(1).normal(size=(20, 4))
BEST = np.argsort(-Margin().score(asknext.PoolView(20, probabilities=P)))


def test_indices_are_the_callers_rows():
    batch = asknext.select("margin", 3, probabilities=P, labelled=BEST[:5])
    assert batch.indices.tolist() == BEST[5:8].tolist()


def test_labelled_as_list_as_mask_and_through_labels_are_the_same():
    mask = np.zeros(20, dtype=bool)
    mask[BEST[:5]] = True
    labels = np.where(mask, 1.0, np.nan)
    ways = [{"labelled": BEST[:5].tolist()}, {"labelled": mask}, {"labelled": pd.Series(mask)}, {"labels": labels}]
    batches = [asknext.select("margin", 3, probabilities=P, **way).indices.tolist() for way in ways]
    assert batches == [BEST[5:8].tolist()] * 4


@pytest.mark.parametrize(
    "labels",
    [
        ["a", None, "b"],
        np.array([1.0, np.nan, 0.0]),
        np.array([1.0, np.nan, 0.0], dtype=np.float32),
        np.ma.masked_array([1, 0, 0], mask=[False, True, False]),
        pd.Series(["a", pd.NA, "b"], dtype="string"),
        pd.Series([1, None, 0], dtype="Int64"),
        pd.Series(["a", None, "b"], dtype="category"),
        ["a", float("nan"), "nan"],
        [[0, 2], None, []],
        np.array([[1, 0], [np.nan, np.nan], [0, 0]]),
        np.ma.masked_array([[1, 0], [1, 0], [0, 0]], mask=[[0, 0], [1, 1], [0, 0]]),
        pd.DataFrame({"x": [1.0, None, 0.0], "y": [1.0, None, 1.0]}),
    ],
    ids=lambda labels: type(labels).__name__,
)
def test_missing_labels_in_every_form(labels):
    assert asknext.select("random", 1, labels=labels).indices.tolist() == [1]


def test_where_labelled_is_given_other_labels_are_hidden():
    class Peeking(type(Margin())):
        def score_rows(self, view):
            assert [value is not None for value in view.labels] == [True] * 2 + [False] * 18
            return super().score_rows(view)

    asknext.select(Peeking(), 3, probabilities=P, labels=list(range(20)), labelled=[0, 1])


@pytest.mark.parametrize(("n", "count"), [(0.1, 2), (0.5, 10), (0.001, 1), (np.float64(0.24), 5), (np.int64(7), 7)])
def test_n_is_a_count_or_a_share_of_the_pool(n, count):
    assert len(asknext.select("margin", n, probabilities=P)) == count


@pytest.mark.parametrize("n", [0, -1])
def test_n_below_one(n):
    with pytest.raises(InputError, match=f"n is {n}, but at least 1 item"):
        asknext.select("margin", n, probabilities=P)


@pytest.mark.parametrize("n", [5.0, 1.0, 0.0, -0.1, float("nan")])
def test_n_that_is_neither_count_nor_share(n):
    with pytest.raises(InputError, match="a float is a share of the pool"):
        asknext.select("margin", n, probabilities=P)


def test_n_of_another_kind():
    with pytest.raises(InputError, match="n is True, but must be a whole number"):
        asknext.select("margin", True, probabilities=P)


def test_more_than_are_left():
    with pytest.raises(PoolExhausted, match=r"18 items were asked for, but only 17 of 20 .* allow_fewer=True"):
        asknext.select("margin", 18, probabilities=P, labelled=[0, 1, 2])
    batch = asknext.select("margin", 18, probabilities=P, labelled=[0, 1, 2], allow_fewer=True)
    assert sorted(batch.indices.tolist()) == list(range(3, 20))


def test_nothing_left():
    with pytest.raises(PoolExhausted, match="only 0 of 20"):
        asknext.select("margin", 1, probabilities=P, labelled=range(20))
    batch = asknext.select("margin", 1, probabilities=P, labelled=range(20), allow_fewer=True)
    assert len(batch) == 0
    assert batch.reasons == ()


@pytest.mark.parametrize(
    ("labelled", "words"),
    [
        ([20], "labelled holds 20, but the items are rows 0 to 19"),
        ([-1], "labelled holds -1, but the items are rows 0 to 19"),
        ([0.5], "holds float64; expected a list of row numbers"),
        ([[0, 1]], r"has shape \(1, 2\)"),
        ([True, False], r"labelled \(a mask\) has 2"),
    ],
)
def test_labelled_that_cannot_be(labelled, words):
    with pytest.raises(InputError, match=words):
        asknext.select("margin", 1, probabilities=P, labelled=labelled)


def test_inputs_of_different_length():
    with pytest.raises(InputError, match="differ in their number of items: probabilities has 20, embeddings has 19"):
        asknext.select("weighted_kmeans", 1, probabilities=P, embeddings=E[:-1])
    with pytest.raises(InputError, match="probabilities has 20, labels has 3"):
        asknext.select("margin", 1, probabilities=P, labels=["a", None, "b"])


def test_labels_say_whether_several_may_hold():
    matrix = np.full((20, 3), np.nan)
    matrix[:2] = [[0, 1, 0], [1, 1, 1]]
    for labels in (matrix, [[1], [0, 1, 2]] + [None] * 18):
        told = asknext.select("auto", 3, probabilities=P * 0.9, labels=labels, multilabel=True)
        found = asknext.select("auto", 3, probabilities=P * 0.9, labels=labels)
        assert found.indices.tolist() == told.indices.tolist()


def test_columns_may_be_a_table():
    table = pd.DataFrame({"price": np.arange(20)})
    assert len(asknext.select("random", 3, columns=table)) == 3
    with pytest.raises(InputError, match="embeddings has 19, column 'price' has 20"):
        asknext.select("random", 3, columns=table, embeddings=E[:-1])


def test_nothing_given():
    with pytest.raises(InputError, match="Nothing says how many items there are"):
        asknext.select("random", 1)


def test_a_missing_input_names_the_strategy_and_how_to_supply_it():
    with pytest.raises(
        MissingInput, match=r"Strategy 'margin' needs probabilities.*pass probabilities=, an \(n, C\) array"
    ):
        asknext.select("margin", 1, embeddings=E)
    with pytest.raises(MissingInput, match=r"Strategy 'k_center_greedy' needs embeddings.*pass embeddings="):
        asknext.select("k_center_greedy", 1, probabilities=P)


@pytest.mark.parametrize("seed", [None, -1, "a", 0.5])
def test_a_seed_that_cannot_be(seed):
    with pytest.raises(InputError, match="seed is"):
        asknext.select("random", 1, probabilities=P, seed=seed)


def test_a_generator_is_a_seed_and_is_not_reused_by_surprise():
    generator = np.random.default_rng(5)
    first = asknext.select("random", 5, probabilities=P, seed=generator).indices.tolist()
    assert first == asknext.select("random", 5, probabilities=P, seed=5).indices.tolist()
    assert first != asknext.select("random", 5, probabilities=P, seed=generator).indices.tolist()


def test_parameters_go_to_the_strategy():
    by_name = asknext.select("weighted_kmeans", 4, probabilities=P, embeddings=E, beta=2)
    by_mapping = asknext.select({"name": "weighted_kmeans", "beta": 2}, 4, probabilities=P, embeddings=E)
    assert by_name.indices.tolist() == by_mapping.indices.tolist()
    with pytest.raises(InputError, match="beta given beside a strategy object"):
        asknext.select(Margin(), 1, probabilities=P, beta=2)


def test_lists_do_as_well_as_arrays():
    assert asknext.select("margin", 3, probabilities=P.tolist()).indices.tolist() == BEST[:3].tolist()


def test_two_picks_are_two_picks():
    """A result of exactly two rows is not taken for a row and a score."""

    class Two:
        name, needs = "two", frozenset()

        def select(self, view, n, rng):
            return Batch(np.array([3, 7]), np.array([1.0, 0.5]), ("a", "b"))

        def describe(self):
            return {"name": "two"}

    assert asknext.select(Two(), 2, probabilities=P).indices.tolist() == [3, 7]
    with pytest.raises(InputError, match=r"Strategy 'two' must return 3 distinct unlabelled rows; it returned \[3 7\]"):
        asknext.select(Two(), 3, probabilities=P)
    with pytest.raises(InputError, match="must return 2 distinct unlabelled rows"):
        asknext.select(Two(), 2, probabilities=P, labelled=[7])


def test_reasons_of_a_large_batch_are_made_when_looked_at():
    p = np.full((5000, 2), 0.5)
    reasons = asknext.select("margin", 5000, probabilities=p).reasons
    assert len(reasons) == 5000
    assert reasons[-1] == "The model is torn: 0.50 against 0.50."
    assert reasons[:2] == (reasons[0], reasons[1])
    assert repr(reasons) == "<5000 reasons>"


@pytest.mark.parametrize("name", ["probabilities", "embeddings", "committee", "predictions", "labelled"])
def test_a_ragged_list_is_told_by_its_name(name):
    given = {"embeddings": E, name: [[0.5, 0.5], [0.5, 0.5], [1.0]]}
    with pytest.raises(InputError, match=f"{name} cannot be made an array .row 2 holds 1 values and row 0 holds 2"):
        asknext.select("random", 1, **given)


@pytest.mark.parametrize("name", ["allow_fewer", "multilabel"])
@pytest.mark.parametrize("value", ["no", 0])
def test_yes_or_no_is_not_guessed(name, value):
    with pytest.raises(InputError, match=f"{name} is {value!r}, but must be True or False"):
        asknext.select("random", 1, embeddings=E, **{name: value})
