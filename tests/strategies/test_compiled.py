"""What is compiled gives the picks, scores and errors that numpy gives."""

from __future__ import annotations

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies import compiled, near_blocks

pytest.importorskip("numba", reason="numba is not installed: pip install 'asknext[fast]'")


@pytest.fixture(autouse=True)
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_WORTH_IT", 0)


def by_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_blocks, "highest_values", lambda *_: None)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["margin", "least_confidence", "ratio"])
@pytest.mark.parametrize("classes", [2, 7])
def test_the_picks_and_scores_are_those_of_numpy(
    name: str, classes: int, dtype: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    p = rng.dirichlet(np.ones(classes), 5000).astype(dtype).round(2 if classes == 2 else 7)
    labelled = rng.choice(5000, 700, replace=False)
    fast = asknext.select(name, 300, probabilities=p, labelled=labelled)
    by_numpy(monkeypatch)
    slow = asknext.select(name, 300, probabilities=p, labelled=labelled)
    np.testing.assert_array_equal(fast.indices, slow.indices)
    np.testing.assert_array_equal(fast.scores, slow.scores)
    assert fast.reasons == slow.reasons


def test_the_compiled_loop_was_used() -> None:
    for count in (1, 2):
        assert compiled.highest_values(np.full((4, 2), 0.5), count) is not None
        assert compiled.highest_values(np.full((4, 1), 1.0), count) is None
        assert compiled.highest_values(np.asfortranarray(np.full((4, 2), 0.5)), count) is None


@pytest.mark.parametrize("name", ["least_confidence", "margin"])
@pytest.mark.parametrize(
    ("wrong", "words"), [(np.nan, "nan"), (-0.5, "holds -0.5"), (np.inf, "inf"), (0.9, "sums to"), (1.7, "holds 1.7")]
)
def test_what_is_wrong_is_refused_with_the_same_words(wrong: float, words: str, name: str) -> None:
    p = np.full((3000, 4), 0.25)
    p[2000, 3] = wrong
    with pytest.raises(InputError, match=f"row 2000 of probabilities.* {words}"):
        asknext.select(name, 5, probabilities=p)


def test_a_wrong_row_that_is_not_asked_is_no_matter() -> None:
    p = np.full((3000, 4), 0.25)
    p[2000] = np.nan
    assert len(asknext.select("margin", 5, probabilities=p, labelled=[2000])) == 5
