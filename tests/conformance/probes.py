"""Defects that are not a wrong choice on a pool of its own, tried on the libraries that are said to have them.

A probe says in a sentence what it saw, nothing where all is well; `test_defects.py` holds asknext to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

__all__ = ["modal_probes", "scikit_activeml_probes", "small_text_probes"]

Probe = Callable[[], str]


def _seen(probe: Probe) -> Probe:
    """An exception is what was seen."""

    @wraps(probe)
    def safe() -> str:
        try:
            return probe()
        except Exception as error:
            first = str(error).strip().split("\n")[0][:160]
            return f"{type(error).__name__}: {first}"

    return safe


def scikit_activeml_probes() -> dict[str, Probe]:
    """Of scikit-activeml 1.0.1."""
    from skactiveml.classifier import SklearnClassifier
    from skactiveml.pool import ProbCover, Quire, TypiClust
    from sklearn.linear_model import LogisticRegression

    x = np.random.default_rng(0).normal(size=(30, 3))
    y = np.full(30, np.nan)
    y[:6] = [0, 1, 0, 1, 0, 1]

    def candidates() -> str:
        some = [10, 15, 20, 25]
        quire = Quire(classes=[0, 1], random_state=0)
        whole = quire.query(x, y, return_utilities=True)[1][0][some]
        part = quire.query(x, y, candidates=some, return_utilities=True)[1][0][some]
        same = (np.argsort(whole) == np.argsort(part)).all()
        return "" if same else f"among four candidates the scores are {_said(part)}, among all {_said(whole)}."

    def every_cluster_labelled() -> str:
        alike = np.repeat(np.array([[0.0, 0.0], [5.0, 5.0]]), 10, axis=0)
        labels = np.full(20, np.nan)
        labels[[0, 10]] = [0, 1]
        TypiClust(random_state=0).query(alike, labels, batch_size=2)
        return ""

    def twice() -> str:
        for seed in range(20):
            rows = TypiClust(random_state=seed).query(x, y, candidates=[9, 10, 11, 12], batch_size=4)
            if len(set(rows.tolist())) < 4:
                return f"asked for four of four candidates, it gave {rows.tolist()} (seed {seed})."
        return ""

    def remembered() -> str:
        used, fresh = (ProbCover(n_classes=2, deltas=[0.3, 1.0], random_state=0) for _ in range(2))
        used.query(50 * x, y, batch_size=5)
        again, first = used.query(x, y, batch_size=5), fresh.query(x, y, batch_size=5)
        same = set(again.tolist()) == set(first.tolist())
        return "" if same else f"after another pool it chose {again.tolist()}, a new object {first.tolist()}."

    def swallowed() -> str:
        class Failing(LogisticRegression):  # type: ignore[misc]
            def fit(self, X: object, y: object, sample_weight: object = None) -> None:
                raise RuntimeError("out of memory")

        told = SklearnClassifier(Failing(), classes=[0, 1]).fit(x, y).predict_proba(x[:2])
        return f"a RuntimeError in fit is a warning, and every row is given {_said(told[0])}."

    return {
        "test_quire_scores_an_item_the_same_among_fewer_candidates": _seen(candidates),
        "test_typiclust_goes_on_where_every_cluster_has_a_label": _seen(every_cluster_labelled),
        "test_typiclust_gives_no_item_twice_among_few_candidates": _seen(twice),
        "test_prob_cover_forgets_the_pool_it_saw_before": _seen(remembered),
        "test_an_error_in_fit_is_not_swallowed": _seen(swallowed),
    }


def modal_probes() -> dict[str, Probe]:
    """Of modAL 0.4.2.1."""
    from modAL.models import ActiveLearner
    from sklearn.linear_model import LogisticRegression

    x = np.random.default_rng(0).normal(size=(30, 3))
    y = np.arange(6) % 2

    def learner(**given: object) -> ActiveLearner:
        return ActiveLearner(LogisticRegression().fit(x[:6], y), **given)

    def unpacked() -> str:
        rows = learner(query_strategy=lambda model, pool: np.array([3, 7])).query(x)[0]
        return "" if np.size(rows) == 2 else f"a strategy that returns rows [3, 7] yields {rows}."

    def taught() -> str:
        learner(X_training=x[:6], y_training=y).teach(x[6:8], np.array([0, 1]))
        return ""

    return {
        "test_two_rows_are_two_rows": _seen(unpacked),
        "test_a_learner_is_taught_on_this_stack": _seen(taught),
    }


def small_text_probes() -> dict[str, Probe]:
    """Of small-text 1.4.1."""
    import small_text

    def order_of_embeddings() -> str:
        seen = {}

        class Looks(small_text.EmbeddingBasedQueryStrategy):  # type: ignore[misc]
            def sample(self, clf, dataset, unlabelled, labelled, y, n, embeddings, embeddings_proba=None):  # type: ignore[no-untyped-def]
                seen["first"] = float(embeddings[unlabelled[0], 0])
                return np.arange(n)

        class Rows:
            def __getitem__(self, which: object) -> Rows:
                return self

        own = np.arange(20.0)[:, None]
        unlabelled, labelled = np.arange(10, 20), np.arange(10)
        Looks().query(None, Rows(), unlabelled, labelled, None, n=3, embeddings=own)
        return "" if seen["first"] == 10 else f"the embedding used for item 10 was that of item {seen['first']:.0f}."

    return {"test_rows_of_embeddings_are_those_of_the_caller": _seen(order_of_embeddings)}


def _said(values: object) -> str:
    return "/".join(f"{value:.2f}" for value in np.asarray(values, dtype=np.float64).ravel())
