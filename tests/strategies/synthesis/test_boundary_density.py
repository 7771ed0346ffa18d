import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from asknext.errors import InputError, UnknownName
from asknext.loop import ActiveLearner
from asknext.strategies import sample_boundary

RNG = np.random.default_rng(0)
X = np.vstack([RNG.normal(size=(100, 2)), RNG.normal([4.0, 0.0], size=(100, 2))])
Y = np.repeat(["left", "right"], 100)
MODEL = LogisticRegression().fit(X, Y)


@pytest.mark.parametrize("density", ["kde", "gmm"])
def test_points_lie_near_the_boundary_and_near_the_data(density):
    made = sample_boundary(X, MODEL.predict_proba, 30, np.random.default_rng(1), density=density, components=4)
    p = MODEL.predict_proba(made.points)
    assert np.abs(p[:, 0] - 0.5).mean() < 0.25 < np.abs(MODEL.predict_proba(X)[:, 0] - 0.5).mean()
    assert np.abs(made.points[:, 1]).max() < 5
    away = np.linalg.norm(made.points[:, None] - X, axis=2)
    np.testing.assert_array_equal(made.neighbours[:, 0], away.argmin(axis=1))
    np.testing.assert_array_equal(made.parents, made.neighbours[:, :2])


@pytest.mark.parametrize("density", ["kde", "gmm"])
def test_with_one_try_the_density_is_that_of_the_data(density):
    made = sample_boundary(X, MODEL.predict_proba, 3000, np.random.default_rng(1), density=density, tries=1)
    np.testing.assert_allclose(made.points.mean(axis=0), X.mean(axis=0), atol=0.15)
    assert made.points[:, 0].std() == pytest.approx(X[:, 0].std(), rel=0.15)


def test_the_seed_decides():
    first, again, other = (
        sample_boundary(X, MODEL.predict_proba, 5, np.random.default_rng(seed)).points for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_learner_serves_as_the_model_and_learns_from_what_was_made():
    learner = ActiveLearner(LogisticRegression(), X, "margin", labels=[*Y[:5], *[None] * 190, *Y[-5:]])
    made = sample_boundary(X, learner.predict_proba, 10, np.random.default_rng(0))
    everything = np.vstack([X, made.points])
    labels = [*Y[:5], *[None] * 190, *Y[-5:], *np.where(made.points[:, 0] > 2, "right", "left")]
    wider = ActiveLearner(LogisticRegression(), everything, "margin", labels=labels)
    assert wider.ask(3).indices.max() < 200
    assert np.mean(wider.predict()[:200] == Y) > 0.9


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"density": "histogram"}, UnknownName),
        ({"tries": 0}, InputError),
        ({"points": X[:1]}, InputError),
        ({"predict_proba": lambda x: x[:, 0]}, InputError),
    ],
)
def test_what_cannot_be_used_is_refused(given, error):
    arguments = {"points": X, "predict_proba": MODEL.predict_proba, "n": 2, "rng": np.random.default_rng(0)} | given
    with pytest.raises(error):
        sample_boundary(**arguments)
