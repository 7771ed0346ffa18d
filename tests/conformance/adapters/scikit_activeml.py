"""scikit-activeml: strategies by their classes, told the probabilities of a pool by a classifier that knows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import numpy as np
from skactiveml import pool
from skactiveml.base import ClassFrequencyEstimator, SkactivemlRegressor
from skactiveml.classifier import MixtureModelClassifier, ParzenWindowClassifier
from sklearn.mixture import GaussianMixture
from tests.conformance.adapter import Answer, Library, parameters_of
from tests.conformance.definition import Case
from tests.conformance.probes import scikit_activeml_probes
from tests.conformance.slow_geometry import squares, width

__all__ = ["adapter"]

_STEP = 1e-12  # a last column that says which row it is, too small to matter to any distance


class _Told(ClassFrequencyEstimator):  # type: ignore[misc]
    """A fitted classifier whose probabilities are those of the pool."""

    def __init__(self, p: Any = None, counts: Any = None, classes: Any = None, missing_label: Any = np.nan) -> None:
        super().__init__(classes=classes, missing_label=missing_label)
        self.p, self.counts = p, counts
        self.classes_ = np.arange(p.shape[1]) if p is not None else None

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> _Told:
        return self

    def predict_proba(self, X: Any) -> Any:
        return self.p[_rows(X)].copy()

    def predict_freq(self, X: Any) -> Any:
        return self.counts[_rows(X)].copy()

    def predict(self, X: Any) -> Any:
        return self.p[_rows(X)].argmax(axis=1)


class _ToldNumbers(SkactivemlRegressor):  # type: ignore[misc]
    """A fitted regressor whose predictions are those of the pool."""

    def __init__(self, values: Any = None, missing_label: Any = np.nan) -> None:
        super().__init__(missing_label=missing_label)
        self.values, self.fitted_ = values, True

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> _ToldNumbers:
        return self

    def predict(self, X: Any) -> Any:
        return self.values[_rows(X)].copy()


def _rows(X: Any) -> Any:
    return np.rint(np.asarray(X)[:, -1] / _STEP).astype(int)


def _marked(case: Case) -> Any:
    return np.column_stack([case.embeddings, _STEP * np.arange(len(case.embeddings))])


def _known(case: Case) -> Any:
    return np.array([np.nan if label is None else float(label) for label in case.labels])


def _asked(make: Callable[..., Any], **of_query: Callable[[Case], Any]) -> Answer:
    """A strategy made by ``make(case, **parameters)``; what its query needs besides X and y comes of the case."""

    def select(case: Case, n: int, seed: int, **parameters: Any) -> Any:
        strategy = make(case, **parameters).set_params(random_state=seed)
        given = {name: value(case) for name, value in of_query.items()}
        X = _marked(case) if given else case.embeddings
        fitted = {f"fit_{name}": False for name in given}
        return strategy.query(X=X, y=_known(case), batch_size=n, **given, **fitted)

    return Answer(select, parameters=parameters_of(make))


def _classifier(case: Case) -> Any:
    return _Told(case.probabilities, classes=list(range(case.probabilities.shape[1])))


def _frequencies(case: Case) -> Any:
    away = squares(case.embeddings, case.embeddings[case.labelled])
    near = np.exp(-away / (2 * width(case.embeddings[case.unlabelled]) ** 2)).sum(axis=1)
    counts = near[:, None] * case.probabilities
    return _Told(case.probabilities, counts, classes=list(range(case.probabilities.shape[1])))


def _members(case: Case) -> Any:
    if case.committee.ndim == 2:
        return [_ToldNumbers(member) for member in case.committee]
    return [_Told(member, classes=list(range(member.shape[1]))) for member in case.committee]


def _parzen(case: Case) -> Any:
    gamma = 1 / (2 * width(case.embeddings[case.unlabelled]) ** 2)
    clf = ParzenWindowClassifier(classes=[0, 1], metric="rbf", metric_dict={"gamma": gamma}, missing_label=np.nan)
    return clf.fit(_marked(case), _known(case))


def _uncertainty(method: str) -> Answer:
    return _asked(lambda case: pool.UncertaintySampling(method), clf=_classifier)


def _costly(case: Case, cost: Any = None, method: str = "expected_cost") -> Any:
    of_method = {"expected_cost": "least_confident", "margin": "margin_sampling"}
    return pool.UncertaintySampling(of_method[method], cost_matrix=None if cost is None else np.array(cost))


def _mixture(case: Case) -> Any:
    fitted = MixtureModelClassifier(GaussianMixture(1, covariance_type="diag"), classes=_classifier(case).classes)
    told = fitted.fit(_marked(case), _known(case))
    told.predict_proba = _classifier(case).predict_proba
    return told


def _gamma(case: Case) -> dict[str, float]:
    return {"gamma": 1 / (2 * width(case.embeddings[case.unlabelled]) ** 2)}


def _prob_cover(case: Case, delta: float) -> Any:
    return pool.ProbCover(deltas=[delta], n_classes=2)


def _subsample(case: Case, size: int) -> Any:
    return pool.SubSamplingWrapper(pool.UncertaintySampling("margin_sampling"), max_candidates=size)


def _contrastive(case: Case, neighbours: int = 10) -> Any:
    return pool.ContrastiveAL(nearest_neighbors_dict={"n_neighbors": neighbours})


def _predicted(case: Case) -> Any:
    return _ToldNumbers(case.extra["predictions"])


def _quire(case: Case, width: float) -> Any:
    known = sorted({label for label in case.labels if label is not None}) or [0, 1]
    return pool.Quire(classes=known, metric_dict={"gamma": 1 / (2 * width**2)})


def _batch_bald(case: Case) -> Any:
    return pool.BatchBALD(n_MC_samples=20_000)  # more than there are labellings of these batches: exact


def _only(answer: Answer, *cases: str) -> Answer:
    return replace(answer, cases=cases)


def adapter() -> Library:
    """Strategies that a definition exists for."""
    committee = {
        name: _asked(lambda case, method=method: pool.QueryByCommittee(method), ensemble=_members)
        for name, method in (
            ("vote_entropy", "vote_entropy"),
            ("kl_to_consensus", "KL_divergence"),
            ("max_disagreement", "variation_ratios"),
            ("committee_std", "KL_divergence"),
        )
    }
    answers = committee | {
        "random": _asked(lambda case: pool.RandomSampling()),
        "least_confidence": _uncertainty("least_confident"),
        "margin": _uncertainty("margin_sampling"),
        "entropy": _uncertainty("entropy"),
        "cost_matrix_uncertainty": _asked(_costly, clf=_classifier),
        "expected_average_precision": _uncertainty("expected_average_precision"),
        "epistemic": _only(_asked(lambda case: pool.EpistemicUncertaintySampling(), clf=_parzen), "binary"),
        "probabilistic_al": _asked(lambda case, most=1: pool.ProbabilisticAL(prior=1e-3, m_max=most), clf=_frequencies),
        "bald": _asked(lambda case: pool.GreedyBALD(), ensemble=_members),
        "batch_bald": _asked(_batch_bald, ensemble=_members),
        "k_center_greedy": _asked(lambda case, metric="euclidean": pool.CoreSet(metric=metric)),
        "badge": _asked(lambda case: pool.Badge(), clf=_classifier),
        "typiclust": _asked(lambda case: pool.TypiClust(k=20)),
        "prob_cover": _asked(_prob_cover),
        "clue": _asked(lambda case: pool.Clue(), estimator=_classifier),
        "falcun": _asked(lambda case, gamma=10.0: pool.Falcun(gamma), clf=_classifier),
        "contrastive": _asked(_contrastive, clf=_classifier),
        "max_herding": _asked(lambda case: pool.MaxHerding(normalize_samples=False, metric_dict=_gamma(case))),
        "greedy_sampling_x": _asked(lambda case: pool.GreedySamplingX()),
        "greedy_sampling_y": _asked(lambda case: pool.GreedySamplingTarget(method="GSy"), reg=_predicted),
        "improved_greedy_sampling": _asked(lambda case: pool.GreedySamplingTarget(method="GSi"), reg=_predicted),
        "quire": _asked(_quire),
        "four_ds: one component": _asked(lambda case, components: pool.FourDs(), clf=_mixture),
    }
    return Library(
        "scikit-activeml", version("scikit-activeml"), answers, "skactiveml", seeds=600, probes=scikit_activeml_probes()
    )
