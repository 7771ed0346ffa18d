"""k-DPP: greedy log determinant of quality times similarity."""

import numpy as np
import pytest

import asknext


def kernel(x, width):
    return np.exp(-((x[:, None] - x[None]) ** 2).sum(axis=2) / (2 * width**2))


def brute_force(x, quality, width, n):
    """Each pick maximises log det of the whole submatrix."""
    matrix, chosen, gains, before = np.outer(quality, quality) * kernel(x, width), [], [], 0.0
    for _ in range(n):
        rest = [i for i in range(len(x)) if i not in chosen]
        values = [np.linalg.slogdet(matrix[np.ix_([*chosen, i], [*chosen, i])])[1] for i in rest]
        chosen.append(rest[int(np.argmax(values))])
        gains.append(max(values) - before)
        before = max(values)
    return chosen, gains


@pytest.mark.parametrize("strength", [0.0, 1.0, 3.0])
@pytest.mark.parametrize("width", [0.5, 2.0])
def test_greedy_by_the_whole_determinant(strength, width):
    rng = np.random.default_rng(2)
    x, p = rng.normal(size=(40, 3)), rng.dirichlet(np.ones(3), 40)
    score = 1 - (np.sort(p, axis=1)[:, 2] - np.sort(p, axis=1)[:, 1])
    batch = asknext.select("k_dpp", 12, embeddings=x, probabilities=p, strength=strength, width=width)
    picks, gains = brute_force(x, (score / score.max()) ** strength, width, 12)
    if strength:
        assert batch.indices.tolist() == picks
    np.testing.assert_allclose(np.sum(batch.scores[:1]), gains[0], atol=1e-9)
    matrix = kernel(x, width) * np.outer((score / score.max()) ** strength, (score / score.max()) ** strength)
    whole = np.linalg.slogdet(matrix[np.ix_(batch.indices, batch.indices)])[1]
    np.testing.assert_allclose(batch.scores.sum(), whole, atol=1e-6)


def test_worked_numbers():
    # equal quality, points 0, 1, 3, width 1: after 0 the variances left are 1 - exp(-1) and 1 - exp(-9)
    x, p = np.array([[0.0], [1.0], [3.0]]), np.array([[0.5, 0.5], [0.55, 0.45], [0.55, 0.45]])
    batch = asknext.select("k_dpp", 2, embeddings=x, probabilities=p, width=1.0)
    assert batch.indices.tolist() == [0, 2]
    np.testing.assert_allclose(batch.scores, [0.0, 2 * np.log(0.9) + np.log(1 - np.exp(-9))], atol=1e-9)


def test_copies_come_last():
    x = np.array([[0.0], [0.0], [0.0], [4.0], [8.0]])
    batch = asknext.select("k_dpp", 3, embeddings=x, probabilities=np.full((5, 2), 0.5), width=1.0)
    assert set(x[batch.indices, 0].tolist()) == {0.0, 4.0, 8.0}


def test_strength_zero_needs_no_differences_in_quality():
    p = np.array([[0.5, 0.5], [1.0, 0.0], [1.0, 0.0]])
    batch = asknext.select("k_dpp", 2, embeddings=np.array([[0.0], [0.1], [9.0]]), probabilities=p, strength=0)
    assert 2 in batch.indices
