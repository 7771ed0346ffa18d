"""Scores for labels that are numbers."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, MissingInput
from asknext.strategies import CommitteeStd, InformationDensity, build

MEMBERS = np.array([[1.0, 2.0, 5.0], [1.0, 4.0, 5.0], [1.0, 6.0, 8.0]])


def scores(name, n=3, **inputs):
    batch = asknext.select(name, n, **inputs)
    return dict(zip(batch.indices.tolist(), batch.scores.tolist(), strict=True))


def test_members_that_agree_score_nothing():
    found = scores("committee_std", committee=MEMBERS)
    assert found == pytest.approx({1: np.sqrt(8 / 3), 2: np.sqrt(2), 0: 0})
    assert "from 2 to 6" in asknext.select("committee_std", 1, committee=MEMBERS).reasons[0]


def test_model_change_is_disagreement_times_length():
    x = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]])
    inputs = {"committee": MEMBERS, "predictions": [1.0, 4.0, 5.0], "embeddings": x}
    assert scores({"name": "expected_model_change_regression", "intercept": False}, **inputs) == pytest.approx(
        {1: 4 / 3 * 5, 2: 1.0, 0: 0.0}
    )
    assert scores("expected_model_change_regression", **inputs)[2] == pytest.approx(np.sqrt(2))


def test_a_stated_deviation_scores_its_square_or_itself():
    columns = {"standard_deviation": [0.5, 2.0, 1.0]}
    assert scores("predictive_variance", columns=columns) == {1: 4.0, 2: 1.0, 0: 0.25}
    assert scores({"name": "predictive_variance", "root": True}, columns=columns)[1] == 2.0


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_a_deviation_that_cannot_be_one_is_refused(wrong):
    with pytest.raises(InputError, match="row 1 of column 'standard_deviation'"):
        asknext.select("predictive_variance", 1, columns={"standard_deviation": [0.5, wrong, 1.0]})


def test_scorers_of_numbers_multiply_with_density():
    product = CommitteeStd() * InformationDensity()
    assert product.tasks == {"regression"}
    assert build(product.describe()) == product
    found = asknext.select(product, 2, committee=MEMBERS, embeddings=np.eye(3))
    assert found.indices.tolist()[0] == 1


def test_a_strategy_for_classes_names_what_to_use_for_numbers():
    with pytest.raises(
        InputError, match="'margin' is for single-label tasks, but labels are numbers here: use improved"
    ):
        asknext.select("margin", 1, probabilities=np.full((3, 2), 0.5), task="regression")
    with pytest.raises(
        InputError, match="'committee_std' is for regression tasks, but each item has exactly one label"
    ):
        asknext.select("committee_std", 1, committee=MEMBERS, task="single_label")


def test_members_of_another_shape_are_refused():
    with pytest.raises(InputError, match=r"committee has shape \(2, 3, 2\), expected \(K, n\)"):
        asknext.select("committee_std", 1, committee=np.zeros((2, 3, 2)))
    with pytest.raises(MissingInput, match="needs predictions"):
        asknext.select("greedy_sampling_y", 1, labels=[1.0, None])


def test_variance_reduction_takes_what_says_most_about_the_rest():
    x = np.array([[1.0, 0.0]] * 5 + [[0.0, 1.0]])
    chosen = asknext.select({"name": "expected_model_variance_reduction", "intercept": False}, 2, embeddings=x)
    assert chosen.indices[0] < 5
    assert chosen.scores[0] == pytest.approx(5 / 6 / 2)  # five of six fall from 1 to 1/2
    assert chosen.indices[1] == 5 or chosen.scores[1] == pytest.approx(5 / 6 / 6)


def test_variance_reduction_refuses_what_would_not_fit_and_says_what_to_do():
    with pytest.raises(InputError, match=r"d is 5,001 here, above 4,096: reduce"):
        asknext.select("expected_model_variance_reduction", 1, embeddings=np.zeros((2, 5000)))
