"""The look-alike clips: what is said of them holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from asknext.errors import InputError
from asknext.lab.generators.clips import CLASSES, clips


def test_the_same_seed_makes_the_same_clips() -> None:
    first, again, other = clips(50, seed=1), clips(50, seed=1), clips(50, seed=2)
    np.testing.assert_array_equal(first.content, again.content)
    assert first.labels == again.labels
    assert first.labels != other.labels
    assert len(set(first.assets)) == len(set(first.etags)) == 50


def test_vectors_are_positive_and_of_length_1() -> None:
    made = clips(200)
    assert made.content.shape == (200, 192)
    np.testing.assert_array_equal(made.content, np.hstack([made.audio, made.video]))
    assert (made.content >= 0).all()
    for part in (made.audio, made.video):
        np.testing.assert_allclose(np.linalg.norm(part, axis=1), 1, atol=1e-3)


def test_classes_overlap_and_some_clips_hold_none() -> None:
    held = np.array([[name in each for name in CLASSES] for each in clips().labels])
    shares = held.mean(axis=0)
    assert (shares > 0.08).all()
    assert (shares < 0.45).all()
    sizes = np.bincount(held.sum(axis=1), minlength=4) / len(held)
    assert 0.2 < sizes[0] < 0.4
    assert sizes[2:].sum() > 0.25
    gift, holiday = held[:, CLASSES.index("gift giving")], held[:, CLASSES.index("holiday")]
    assert (gift & holiday).mean() > 1.3 * gift.mean() * holiday.mean()


def test_a_linear_model_tells_them_apart_well_but_not_perfectly() -> None:
    made = clips()
    scores = []
    for name in CLASSES:
        y = np.array([name in each for each in made.labels])
        model = LogisticRegression(C=10, max_iter=500).fit(made.content[:700], y[:700])
        scores.append(roc_auc_score(y[700:], model.predict_proba(made.content[700:])[:, 1]))
    assert min(scores) > 0.85
    assert max(scores) < 0.995


def test_noise_hides_the_classes() -> None:
    def spread(noise: float) -> float:
        made = clips(300, noise=noise)
        of_one = made.content[made.columns["occasion"] == "mall"]
        return float(of_one.std(axis=0).mean())

    assert spread(0.2) < spread(1.0)


def test_sizes_that_cannot_be() -> None:
    with pytest.raises(InputError, match="at least 10"):
        clips(5)
    with pytest.raises(InputError, match="at least 0"):
        clips(noise=float("nan"))


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"clips": "many"}, "clips is 'many'"),
        ({"audio": 20.5}, "audio is 20.5"),
        ({"video": None}, "video is None"),
        ({"seed": -1}, "seed is -1"),
        ({"noise": "x"}, "noise is 'x'"),
        ({"noise": float("inf")}, "noise is inf"),
    ],
)
def test_a_parameter_of_another_kind_is_told(parameters: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        clips(**parameters)
