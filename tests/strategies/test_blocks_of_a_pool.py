"""Large pools are read in blocks; where a block ends makes no difference to a score."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.pool import Resources
from asknext.strategies import build
from asknext.strategies.committee import epig
from asknext.strategies.geometry import nearest_unlabelled
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.orders import local_outlier
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.uncertainty import epistemic, probabilistic_al

SCORERS = [
    "adaptive", "anomaly", "auxiliary_learner", "cost_matrix_uncertainty", "cvirs", "epig", "epistemic", "inlier",
    "label_cardinality_inconsistency", "local_outlier", "max_loss", "mean_max_loss", "mmc", "most_confident",
    "negative", "outlier", "positive", "probabilistic_al",
]  # fmt: skip
RNG = np.random.default_rng(9)
N, LABELLED = 150, np.sort(RNG.choice(150, 20, replace=False))
E, P, C = RNG.normal(size=(N, 3)), RNG.dirichlet(np.ones(4), N), RNG.dirichlet(np.ones(4), (3, N))


def view(multilabel):
    labels = np.empty(N, dtype=object)
    for row in LABELLED:
        labels[row] = (RNG.random(4) > 0.5).astype(float) if multilabel else int(RNG.integers(4))
    given = {"probabilities": P, "embeddings": E, "committee": C, "labels": labels}
    return PoolView(N, labelled=LABELLED, multilabel=multilabel, **given)


@pytest.fixture
def small(monkeypatch):
    """Blocks of a few rows."""

    def small():
        monkeypatch.setattr(Resources, "block_rows", lambda self, row_bytes: max(1, 320 // row_bytes))
        monkeypatch.setattr(epig, "_CELLS", 40)
        monkeypatch.setattr(nearest_unlabelled, "_PIECE", 4)
        for module in (epistemic, local_outlier, nearest_unlabelled, probabilistic_al):
            monkeypatch.setattr(module, "_TILE", 7)

    return small


@pytest.mark.parametrize("name", SCORERS)
def test_scores(name, small):
    strategy = build(name)
    pool = view(SINGLE_LABEL not in strategy.tasks)
    whole = strategy.score(pool)
    small()
    np.testing.assert_allclose(strategy.score(pool), whole, atol=1e-9)


def test_nearest_rows(small):
    whole = nearest_unlabelled.nearest_unlabelled(EmbeddingBlocks(view(False), "test"), LABELLED, 9)
    small()
    parts = nearest_unlabelled.nearest_unlabelled(EmbeddingBlocks(view(False), "test"), LABELLED, 9)
    np.testing.assert_array_equal(parts[0], whole[0])
    np.testing.assert_allclose(parts[1], whole[1], rtol=1e-5)


def test_ranked_batch(small):
    strategy = build("ranked_batch")
    whole = strategy.select(view(False), 12, np.random.default_rng(0))
    small()
    np.testing.assert_array_equal(strategy.select(view(False), 12, np.random.default_rng(0)).indices, whole.indices)
