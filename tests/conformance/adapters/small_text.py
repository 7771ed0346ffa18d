"""small-text: its query strategies, given a classifier that knows the probabilities and embeddings of a pool."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np
import small_text
from scipy.sparse import csr_matrix
from tests.conformance.adapter import Answer, Library, parameters_of
from tests.conformance.definition import Case
from tests.conformance.probes import small_text_probes

__all__ = ["adapter"]


class _Rows:
    """A data set that is only the numbers of its rows."""

    is_multi_label = False

    def __init__(self, rows: Any) -> None:
        self.rows = np.asarray(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, which: Any) -> _Rows:
        return _Rows(self.rows[which])


class _Told:
    """A trained classifier whose answers are those of the pool."""

    def __init__(self, case: Case) -> None:
        self.case, self.num_classes = case, case.probabilities.shape[1]

    def predict_proba(self, dataset: _Rows, dropout_sampling: int = 1) -> Any:
        if dropout_sampling > 1:
            return self.case.committee[:, dataset.rows].transpose(1, 0, 2)
        return self.case.probabilities[dataset.rows]

    def embed(self, dataset: _Rows, return_proba: bool = False, pbar: Any = None) -> Any:
        found = self.case.embeddings[dataset.rows]
        return (found, self.case.probabilities[dataset.rows]) if return_proba else found


def _known(case: Case) -> Any:
    if case.extra.get("task") == "multi_label":
        held = [case.labels[i] for i in case.labelled]
        return csr_matrix(np.array(held).reshape(len(held), case.probabilities.shape[1]).astype(int))
    return np.array([case.labels[i] for i in case.labelled], dtype=int)


def _asked(make: Callable[..., Any], *, ordered: bool = False) -> Answer:
    def select(case: Case, n: int, seed: int, **parameters: Any) -> Any:
        np.random.seed(seed)  # noqa: NPY002 - it draws from numpy's global generator
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            strategy = make(case, **parameters)
            dataset = _Rows(np.arange(len(case.embeddings)))
            return strategy.query(_Told(case), dataset, case.unlabelled, case.labelled, _known(case), n=n)

    return Answer(select, ordered=ordered, parameters=parameters_of(make))


def _bald(case: Case) -> Any:
    return small_text.BALD(dropout_samples=len(case.committee))


def _core_set(case: Case, metric: str = "euclidean") -> Any:
    return small_text.GreedyCoreset(distance_metric=metric, normalize=False)


def _kmeans(case: Case, metric: str = "euclidean") -> Any:
    return small_text.EmbeddingKMeans(normalize=metric == "cosine")


def _contrastive(case: Case, neighbours: int = 10) -> Any:
    return small_text.ContrastiveActiveLearning(k=neighbours, normalize=False, pbar=None)


def _subsample(case: Case, size: int) -> Any:
    return small_text.SubsamplingQueryStrategy(small_text.BreakingTies(), subsample_size=size)


def _seals(case: Case, k: int) -> Any:
    return small_text.SEALS(small_text.BreakingTies(), k=k)


def _anchors(case: Case, k: int, size: int) -> Any:
    return small_text.AnchorSubsampling(small_text.BreakingTies(), subsample_size=size, k=k)


def _badge(case: Case) -> Any:
    from small_text.integrations.pytorch.query_strategies import BADGE

    return BADGE(num_classes=case.probabilities.shape[1])


def _cvirs(case: Case) -> Any:
    return small_text.CategoryVectorInconsistencyAndRanking(pbar=None)


def adapter() -> Library:
    """Strategies that a definition exists for; the order of a batch is free but for the core-set and draws."""
    answers = {
        "random": _asked(lambda case: small_text.RandomSampling(), ordered=True),
        "least_confidence": _asked(lambda case: small_text.LeastConfidence()),
        "margin": _asked(lambda case: small_text.BreakingTies()),
        "entropy": _asked(lambda case: small_text.PredictionEntropy()),
        "bald": _asked(_bald),
        "kmeans": _asked(_kmeans),
        "k_center_greedy": _asked(_core_set, ordered=True),
        "lightweight_coreset": _asked(lambda case: small_text.LightweightCoreset(normalize=False), ordered=True),
        "contrastive": _asked(_contrastive),
        "cvirs": _asked(_cvirs),
        "subsample": _asked(_subsample),
    }
    refusals = (small_text.EmptyPoolException, small_text.PoolExhaustedException)
    if find_spec("torch"):
        answers["badge"] = _asked(_badge, ordered=True)
    if find_spec("hnswlib"):
        answers |= {"neighbours_of_labelled": _asked(_seals), "class_anchors": _asked(_anchors)}
    return Library("small-text", version("small-text"), answers, "small_text", refusals, probes=small_text_probes())
