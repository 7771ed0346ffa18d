"""One decorated function is a strategy like any other."""

import json
from typing import Literal

import numpy as np
import pytest
from tests.strategies import test_contract as contract

import asknext
from asknext.errors import InputError, MissingInput, UnknownName
from asknext.strategies import Batch, Margin, WeightedKMeans, build
from asknext.strategies import registry as registry_module
from asknext.strategies.parameter import number

RNG = np.random.default_rng(0)
P, X = RNG.dirichlet(np.ones(3), 12), RNG.normal(size=(12, 4))
LABELS = [1, None, None, 0, *[None] * 8]


@pytest.fixture(autouse=True)
def _registry_of_its_own(monkeypatch):
    monkeypatch.setattr(registry_module, "_CLASSES", dict(registry_module._CLASSES))
    monkeypatch.setattr(registry_module, "_ORIGINS", dict(registry_module._ORIGINS))


def doubt():
    @asknext.strategy
    def doubt(probabilities, *, power=1.0):
        """Items whose best guess is poor."""
        return (1 - probabilities.max(axis=1)) ** power

    return doubt


def test_what_it_names_is_what_it_needs_and_it_gets_the_unlabelled_rows():
    doubt()
    batch = asknext.select("doubt", 10, probabilities=P, labels=LABELS)
    plain = asknext.select("least_confidence", 10, probabilities=P, labels=LABELS)
    np.testing.assert_array_equal(batch.indices, plain.indices)
    np.testing.assert_allclose(batch.scores, plain.scores)
    with pytest.raises(MissingInput, match="Strategy 'doubt' needs probabilities"):
        asknext.select("doubt", 1, embeddings=X)


def test_it_is_listed_with_where_it_comes_from():
    doubt()
    info = asknext.strategies()["doubt"]
    assert (info.family, info.origin, info.needs) == ("yours", "yours", ("probabilities",))
    assert info.summary == "Items whose best guess is poor."
    assert info.parameters == {"power": 1.0}
    assert "yours" in repr(asknext.strategies()).splitlines()[0] or " from" in repr(asknext.strategies())


def test_it_composes_by_arithmetic_by_wrapping_and_by_text():
    made = doubt()
    product = made(power=2.0) * Margin()
    assert build(json.loads(json.dumps(product.describe()))) == product
    assert build("doubt(power=2.0) * margin") == product
    assert WeightedKMeans(scorer=made()).needs == {"probabilities", "embeddings"}
    assert len(
        asknext.select({"name": "weighted_kmeans", "scorer": "doubt * margin"}, 3, probabilities=P, embeddings=X)
    )


def test_the_function_itself_can_still_be_called():
    np.testing.assert_allclose(doubt().function(P[:2]), 1 - P[:2].max(axis=1))


def test_parameters_are_checked_by_their_defaults():
    @asknext.strategy
    def many(
        embeddings, *, scale=1.0, count=3, flip=False, way: Literal["up", "down"] = "up", inner=Margin(), small=number(0.5, "a share", low=0, high=1), note=None  # noqa: B008, E501
    ):  # fmt: skip
        return embeddings[:, 0] * scale

    for wrong, message in [
        ({"scale": "a"}, "'scale' .* must be a number"),
        ({"count": 1.5}, "'count' .* a whole number"),
        ({"flip": 1}, "'flip' .* True or False"),
        ({"way": "left"}, "There is no value 'left'"),
        ({"small": 2}, "'small' .* from 0 to 1"),
        ({"inner": "kmeans"}, "does not score items"),
    ]:
        with pytest.raises(InputError, match=message):
            many(**wrong)
    with pytest.raises(UnknownName, match="no parameter of strategy 'many' 'scal'"):
        build({"name": "many", "scal": 2})
    assert many(inner="entropy").needs == {"embeddings", "probabilities"}


def test_a_function_of_the_view_gives_scores():
    @asknext.strategy(needs=["labels", "embeddings"], reason="Far from row {row}: {score:.1f}.")
    def last(view, *, sign=1.0):
        return sign * view.unlabelled

    batch = asknext.select("last", 2, embeddings=X, labels=LABELS)
    assert batch.indices.tolist() == [11, 10]
    assert batch.reasons[0] == "Far from row 11: 11.0."


@pytest.mark.parametrize("kind", [list, tuple, np.array])
def test_two_rows_are_two_rows(kind):
    @asknext.strategy
    def two(view, n, rng):
        return kind([7, 5])

    assert asknext.select("two", 2, labels=LABELS).indices.tolist() == [7, 5]
    assert asknext.select("two", 2, labels=LABELS).reasons == ("Chosen by two.",) * 2


def test_a_function_may_give_a_batch_with_scores_and_reasons():
    @asknext.strategy(tasks=["single_label"], source="me, 2026")
    def two(view, n, rng):
        rows = rng.permutation(view.unlabelled)[:n]
        return Batch(rows, np.ones(n), ("Because.",) * n)

    first, again = (asknext.select("two", 3, labels=LABELS, seed=4) for _ in range(2))
    np.testing.assert_array_equal(first.indices, again.indices)
    assert first.reasons == ("Because.",) * 3
    assert asknext.strategies()["two"].tasks == ("single_label",)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([7, 7], "'wrong' gave row 7 2 times"),
        ([0, 7], "'wrong' gave row 0, which is not to be asked"),
        ([7, 12], "'wrong' gave row 12, but the pool has rows 0 to 11"),
        ([7, -1], "'wrong' gave row -1"),
        ([7], "'wrong' gave 1 rows, but 2 were asked for"),
        ([7.0, 5.0], "'wrong' gave list of shape .* with float64, expected 2 row numbers"),
        ([[7, 5]], r"'wrong' gave list of shape \(1, 2\)"),
        (None, "'wrong' gave NoneType"),
        (7, "'wrong' gave int"),
        (([7, 5], [0.1, 0.2]), r"'wrong' gave tuple of shape \(2, 2\)"),
    ],
)
def test_rows_that_cannot_be_asked_are_refused_by_the_functions_name(answer, message):
    @asknext.strategy
    def wrong(view, n, rng):
        return answer

    with pytest.raises(InputError, match=message):
        asknext.select("wrong", 2, labels=LABELS)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda p: np.full(len(p), np.nan), "'wrong' gave row 1 the score nan"),
        (lambda p: np.zeros(12), r"shape \(12,\), expected \(10,\).*That is one for each item"),
        (lambda p: p, r"shape \(10, 3\), expected \(10,\)"),
        (lambda p: None, r"'wrong' gave scores of shape \(\)|'wrong' gave NoneType"),
        (lambda p: ["a"] * 10, "'wrong' gave list, expected an array of numbers"),
    ],
)
def test_scores_that_cannot_be_used_are_refused_by_the_functions_name(answer, message):
    @asknext.strategy
    def wrong(probabilities):
        return answer(probabilities)

    with pytest.raises(InputError, match=message):
        asknext.select("wrong", 2, probabilities=P, labels=LABELS)


def test_scores_for_exactly_two_items_stay_scores():
    @asknext.strategy
    def first_column(probabilities):
        return probabilities[:, 0]

    batch = asknext.select("first_column", 1, probabilities=[[0.4, 0.6], [0.7, 0.3]])
    assert (batch.indices.tolist(), batch.scores.tolist()) == ([1], [0.7])


def test_what_it_is_given_is_a_copy():
    @asknext.strategy
    def rude(probabilities):
        probabilities[:] = 0
        return probabilities[:, 0]

    before = P.copy()
    asknext.select("rude", 1, probabilities=P)
    np.testing.assert_array_equal(P, before)


def bad_parameter():
    def f(probabilities, power):
        return probabilities[:, 0]

    return f


def no_inputs():
    def f(power=1.0):
        return power

    return f


def list_default():
    def f(probabilities, *, weights=[1, 2]):  # noqa: B006
        return probabilities[:, 0]

    return f


def taken_attribute():
    def f(probabilities, *, time=1.0):
        return probabilities[:, 0]

    return f


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (bad_parameter, "'power' of the function 'f' needs a default"),
        (no_inputs, "a strategy takes inputs by name"),
        (list_default, r"has the default \[1, 2\]"),
        (taken_attribute, "'time' of the function 'f' is called like something every strategy has"),
    ],
)
def test_a_function_that_cannot_be_one_says_why(function, message):
    with pytest.raises(InputError, match=message):
        asknext.strategy(function())


def test_an_unknown_input_or_task_is_named():
    with pytest.raises(UnknownName, match="no input 'probability'"):
        asknext.strategy(lambda view: view.unlabelled, name="a", needs=["probability"])
    with pytest.raises(UnknownName, match="no task 'regresion'"):
        asknext.strategy(lambda view: view.unlabelled, name="a", tasks=["regresion"])


def test_a_cell_that_is_run_again_redefines_and_another_function_does_not():
    doubt(), doubt()
    with pytest.raises(InputError, match="'doubt' is already taken by doubt"):

        @asknext.strategy(name="doubt")
        def other(probabilities):
            return probabilities[:, 0]

    with pytest.raises(InputError, match=r"'margin' is already taken by Margin \(asknext\)"):

        @asknext.strategy
        def margin(probabilities):
            return probabilities[:, 0]


def spread():
    @asknext.strategy
    def spread(embeddings, committee, *, power=2.0):
        """Members that differ."""
        return np.abs(committee - committee.mean(axis=0)).sum(axis=(0, 2)) ** power

    return "spread"


def at_random():
    @asknext.strategy
    def at_random(view, n, rng):
        """Any."""
        return rng.permutation(view.unlabelled)[:n]

    return "at_random"


def lengths():
    @asknext.strategy
    def lengths(view):
        """Long ones."""
        return np.linalg.norm(np.asarray(view.embeddings, dtype=np.float64)[view.unlabelled], axis=1)

    return "lengths"


@pytest.mark.parametrize("made", [spread, at_random, lengths])
def test_a_strategy_of_ones_own_keeps_the_contract(made, tmp_path):
    name = made()
    contract.test_inputs_are_not_written_to(name)
    for layout in contract.LAYOUTS:
        contract.test_the_layout_in_memory_makes_no_difference(name, layout)
    contract.test_single_precision_will_do(name)
    contract.test_memory_maps_are_read(name, tmp_path)
    contract.test_items_that_are_all_alike(name, 7, [0, 4])
    contract.test_ties_are_broken_by_the_seed(name)
    contract.test_one_class_one_feature_one_item(name)
    contract.test_all_that_are_left(name)
    contract.test_a_missing_input_is_named_with_the_strategy_and_the_remedy(name)
    contract.test_ranking_holds_every_unlabelled_row_once(name)
