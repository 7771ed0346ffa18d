"""Orders by the probability of one class, with and without knowledge of the true labels."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, MissingInput

P = np.array([[0.9, 0.1], [0.2, 0.8], [0.45, 0.55], [0.7, 0.3]])
TRUTH = [1, 1, 0, 0]


def order(name, **inputs):
    return asknext.select(name, len(P), probabilities=P, **inputs).indices.tolist()


@pytest.mark.parametrize(
    ("name", "expected", "scores"),
    [
        ("positive", [1, 2, 3, 0], [0.1, 0.8, 0.55, 0.3]),
        ("negative", [0, 3, 2, 1], [0.9, 0.2, 0.45, 0.7]),
        ("inlier", [0, 1, 3, 2], [0.4, 0.3, 0.05, 0.2]),
        ("outlier", [2, 3, 1, 0], [0.1, 0.2, 0.45, 0.3]),
        ("most_confident", [0, 1, 3, 2], [0.9, 0.8, 0.55, 0.7]),
    ],
)
def test_worked_numbers(score, name, expected, scores):
    np.testing.assert_allclose(score(name, P), scores, atol=1e-12)
    assert order(name) == expected


def test_the_class_is_the_last_unless_said(score):
    np.testing.assert_allclose(score({"name": "positive", "column": 0}, P), P[:, 0])
    with pytest.raises(InputError, match="is for column 2 of the probabilities, but they have the columns 0 to 1"):
        score({"name": "positive", "column": 2}, P)


def test_one_label_of_several_can_be_looked_for():
    several = np.array([[0.9, 0.8], [0.1, 0.95]])
    batch = asknext.select("positive", 1, probabilities=several, column=0, multilabel=True)
    assert batch.indices.tolist() == [0]
    assert batch.reasons[0] == "The class looked for has 0.90 here."


def test_inlier_fits_the_true_label_and_outlier_contradicts_it():
    # |P(1) - y| by hand: |.1 - 1|, |.8 - 1|, |.55 - 0|, |.3 - 0|
    error = [0.9, 0.2, 0.55, 0.3]
    given = {"simulation": True, "columns": {"true_label": TRUTH}}
    assert order("informed_inlier", **given) == np.argsort(error).tolist() == [1, 3, 2, 0]
    assert order("informed_outlier", **given) == [0, 2, 3, 1]


def test_informed_confidence_prefers_what_the_reference_gets_right():
    columns = {"true_label": TRUTH, "reference_label": [0, 1, 0, 0]}
    batch = asknext.select("informed_confidence", 4, probabilities=P, simulation=True, columns=columns)
    assert batch.indices.tolist() == [1, 3, 2, 0]
    np.testing.assert_allclose(batch.scores, [0.8, 0.7, 0.55, -0.1])


@pytest.mark.parametrize("name", ["informed_inlier", "informed_outlier", "informed_confidence"])
def test_knowing_the_truth_is_refused_outside_a_simulation(name):
    columns = {"true_label": TRUTH, "reference_label": TRUTH}
    with pytest.raises(InputError, match="exists only as a reference in simulations and cannot choose for a real"):
        asknext.select(name, 1, probabilities=P, columns=columns)
    with pytest.raises(MissingInput, match=f"Strategy '{name}' needs columns"):
        asknext.select(name, 1, probabilities=P, simulation=True)
    with pytest.raises(InputError, match=r"needs the column 'true_label', but columns has \['place'\]"):
        asknext.select(name, 1, probabilities=P, simulation=True, columns={"place": TRUTH})


@pytest.mark.parametrize("wrong", [[0, 1, 2, 0], [0.5, 1, 0, 0], ["a", "b", "a", "b"]])
def test_the_truth_is_given_as_class_numbers(wrong):
    with pytest.raises(InputError, match="must hold one whole number from 0 to 1 for each of 4 items"):
        order("informed_inlier", simulation=True, columns={"true_label": wrong})
