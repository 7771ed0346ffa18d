"""Distances kept between rounds hold as long as what they were computed from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext import PoolView
from asknext.strategies.geometry.farthest_first import FarthestFirst
from asknext.strategies.geometry.kept_distances import kept_distances
from asknext.strategies.inputs import EmbeddingBlocks

N = 300


def picks(x, labelled, kept, n=12):
    view = PoolView(N, embeddings=x, labelled=np.array(labelled), kept=kept)
    points, keys = EmbeddingBlocks(view, "test").centred(), np.random.default_rng(5).random(len(view.unlabelled))
    held = kept_distances(view, "test", view.labelled)
    traversal = FarthestFirst(points, view.unlabelled, view.labelled, keys, n, held)
    return [(int(view.unlabelled[position]), square) for position, square in (traversal.pick() for _ in range(n))]


def change(x, labelled, what, rng):
    """What may happen to a pool between two rounds."""
    x, rows = x.copy(), rng.choice(N, 4, replace=False)
    if what == "rows":
        x[rows] += rng.normal(size=(4, x.shape[1])).astype(x.dtype)
    elif what == "a labelled row":
        x[labelled[0]] *= 1.5
    elif what == "signs of two columns":
        x[:, [0, 2]] *= -1
    elif what == "another pool":
        x = rng.normal(size=x.shape).astype(x.dtype)
    elif what == "a label is taken back":
        labelled = labelled[1:]
    return x, [*labelled, *(row for row in rows.tolist() if row not in labelled)]


CHANGES = ["labels", "rows", "a labelled row", "signs of two columns", "another pool", "a label is taken back"]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4),
    kind=st.sampled_from([(np.float32, 4), (np.float64, 3), (np.float16, 5)]),
    seed=st.integers(0, 99),
)
def test_picks_are_those_of_a_start_from_scratch(changes, kind, seed):
    rng, kept = np.random.default_rng(seed), {}
    x, labelled = rng.normal(size=(N, kind[1])).astype(kind[0]), list(range(0, 300, 5))
    for what in ["labels", *changes]:
        x, labelled = change(x, labelled, what, rng)
        assert picks(x, labelled, kept) == picks(x, labelled, None)


def test_only_what_is_new_is_computed(monkeypatch):
    from asknext.strategies.geometry.upper_bounds import UpperBounds

    computed, of = [], UpperBounds.of
    monkeypatch.setattr(
        UpperBounds, "of", lambda self, block, a, b: computed.append(len(block) * (b - a)) or of(self, block, a, b)
    )
    x, kept = np.random.default_rng(0).normal(size=(N, 3)), {}
    for labelled in (range(100), range(101)):
        computed.clear()
        picks(x, labelled, kept, 1)
    assert sum(computed) < 2 * N


@pytest.mark.parametrize("labelled", [[], [3]])
def test_values_that_cannot_be_used_are_refused_each_time(labelled):
    from asknext.errors import InputError

    x, kept = np.random.default_rng(0).normal(size=(N, 3)), {}
    x[7, 1] = np.nan
    for _ in range(2):
        with pytest.raises(InputError, match="row 7 of embeddings"):
            picks(x, labelled, kept)
