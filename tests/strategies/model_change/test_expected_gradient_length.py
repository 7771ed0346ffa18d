"""Expected gradient length: the closed form is the gradient of the loss."""

import numpy as np
import pytest

import asknext


def expected(p, x, intercept):
    """Central differences of the log loss of softmax regression, summed over the labels by their probability."""
    design = np.append(x, 1.0) if intercept else x
    weights = np.linalg.lstsq(design[:, None].T, np.log(p)[None], rcond=None)[0]  # a model that says p for x

    def loss(w, label):
        scores = design @ w
        return np.log(np.exp(scores).sum()) - scores[label]

    result, step = 0.0, 1e-5
    for label, chance in enumerate(p):
        gradient = np.zeros_like(weights)
        for at in np.ndindex(weights.shape):
            moved = np.zeros_like(weights)
            moved[at] = step
            gradient[at] = (loss(weights + moved, label) - loss(weights - moved, label)) / (2 * step)
        result += chance * np.linalg.norm(gradient)
    return result


@pytest.mark.parametrize("intercept", [True, False])
def test_it_is_the_gradient_of_the_loss(score, intercept):
    rng = np.random.default_rng(0)
    p, x = rng.dirichlet(np.ones(4), 12), rng.normal(size=(12, 3))
    found = score({"name": "expected_gradient_length", "intercept": intercept}, p, embeddings=x)
    np.testing.assert_allclose(found, [expected(*row, intercept) for row in zip(p, x, strict=True)], rtol=1e-6)


def test_two_classes_by_hand(score):
    """p = (.5, .5): both labels move the weights by sqrt(.5); ||x||^2 + 1 = 26."""
    found = score("expected_gradient_length", np.array([[0.5, 0.5]]), embeddings=np.array([[3.0, 4.0]]))
    np.testing.assert_allclose(found, np.sqrt(0.5 * 26))


def test_a_sure_item_moves_nothing_and_a_long_one_more():
    p = np.array([[1.0, 0.0], [0.6, 0.4], [0.6, 0.4]])
    batch = asknext.select("expected_gradient_length", 3, probabilities=p, embeddings=[[9.0], [1.0], [3.0]])
    assert batch.indices.tolist() == [2, 1, 0]
    assert batch.scores[-1] == 0
