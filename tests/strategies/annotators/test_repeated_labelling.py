"""Another answer where the consensus is unsure."""

import numpy as np
import pytest

import asknext
from asknext.strategies.annotators.repeated_labelling import label_uncertainty


@pytest.mark.parametrize(
    ("counts", "uncertainty"),
    [
        ([0, 0], 1 / 2),
        ([1, 0], 1 / 4),
        ([3, 2], 11 / 32),
        ([2, 3], 11 / 32),
        ([4, 1], 7 / 64),
        ([3, 2, 1], 11 / 32),  # the two most given classes decide
        ([5, 5], 1 / 2),
        ([7], 1 / 256),
    ],
)
def test_label_uncertainty(counts, uncertainty):
    assert label_uncertainty(np.array([counts], dtype=float))[0] == pytest.approx(uncertainty)


def test_both_is_the_geometric_mean(score):
    p = np.array([[0.7, 0.3], [0.9, 0.1]])
    answers = [[0, 1, 0, 1, 0], [0, None, None, None, None]]
    np.testing.assert_allclose(
        score("repeated_labelling", p, annotations=answers), [np.sqrt(0.3 * 11 / 32), np.sqrt(0.1 / 4)]
    )
    by_model = score({"name": "repeated_labelling", "uncertainty": "model"}, p, annotations=answers)
    np.testing.assert_allclose(by_model, [0.3, 0.1])


def test_answers_alone_will_do():
    spec = {"name": "repeated_labelling", "uncertainty": "label"}
    batch = asknext.select(spec, 3, annotations=[["a", "a", "a"], ["a", "b", "a"], ["c", "c", None]])
    assert batch.indices.tolist() == [1, 2, 0]
    assert batch.reasons[0] == "The answers leave its label open (0.31): another answer would make it surer."
