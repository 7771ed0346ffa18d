import numpy as np
import pytest

from asknext.errors import InputError
from asknext.strategies import decoded, generated

X = np.random.default_rng(0).normal(size=(20, 3))


def test_generated_points_know_their_neighbours():
    made = generated(lambda n, rng: X[:n] + 1e-6 * rng.normal(size=(n, 3)), X, 4, np.random.default_rng(0))
    assert made.neighbours[:, 0].tolist() == [0, 1, 2, 3]
    assert made.parents[:, 0].tolist() == [0, 1, 2, 3]
    assert made.parents.shape == (4, 2)


def test_a_decoder_makes_one_content_an_item():
    made = generated(lambda n, rng: X[:n], X, 2, np.random.default_rng(0))
    assert decoded(made, lambda points: [f"{point[0]:.3f}" for point in points]) == [f"{X[0, 0]:.3f}", f"{X[1, 0]:.3f}"]
    with pytest.raises(InputError, match="The decoder gave 1 contents for 2 points"):
        decoded(made, lambda points: ["one"])


@pytest.mark.parametrize("given", [X[:3], X[:2, :2], np.full((2, 3), np.nan)])
def test_a_generator_has_to_give_what_was_asked(given):
    with pytest.raises(InputError, match="The generator gave"):
        generated(lambda n, rng: given, X, 2, np.random.default_rng(0))
