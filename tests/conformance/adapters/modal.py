"""modAL: its query functions, given a learner that knows the probabilities of a pool."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

import modAL.batch
import modAL.density
import modAL.disagreement
import modAL.multilabel
import modAL.uncertainty
import numpy as np
from tests.conformance.adapter import Answer, Library
from tests.conformance.definition import Case
from tests.conformance.probes import modal_probes

__all__ = ["adapter"]


class _Learner(SimpleNamespace):
    """What modAL's functions read of a learner or a committee, for the unlabelled rows in their order."""

    def __init__(self, case: Case) -> None:
        u = case.unlabelled
        p = case.probabilities[u]
        labelled = case.embeddings[case.labelled] if len(case.labelled) else None
        super().__init__(case=case, p=p, X_training=labelled, on_transformed=False, classes_=np.arange(p.shape[1]))

    def __len__(self) -> int:
        return len(self.case.committee)

    def __iter__(self) -> Any:
        return iter(self.case.committee)

    def predict_proba(self, X: Any) -> Any:
        if self.of_committee:
            return self.vote_proba(X).mean(axis=1)
        return self.p

    def predict(self, X: Any, return_std: bool = False) -> Any:
        if return_std:  # as modAL.models.CommitteeRegressor.predict
            votes = self.case.committee[:, self.case.unlabelled].T
            return votes.mean(axis=1), votes.std(axis=1)
        return (self.p > 0.5).astype(int)

    def vote_proba(self, X: Any) -> Any:
        return self.case.committee[:, self.case.unlabelled].transpose(1, 0, 2)

    def vote(self, X: Any) -> Any:
        return self.vote_proba(X).argmax(axis=2)


def _asked(query: Callable[..., Any], *, of_committee: bool = False, ordered: bool = False, **fixed: Any) -> Answer:
    def select(case: Case, n: int, seed: int) -> Any:
        np.random.seed(seed)  # noqa: NPY002 - it draws from numpy's global generator
        learner = _Learner(case)
        learner.of_committee = of_committee
        rows = query(learner, case.embeddings[case.unlabelled], n_instances=n, **fixed)[0]
        return case.unlabelled[np.asarray(rows)]

    return Answer(select, ordered=ordered, parameters=frozenset())


def _density(case: Case, n: int, seed: int) -> Any:
    scores = modAL.density.information_density(case.embeddings[case.unlabelled], metric="cosine")
    return case.unlabelled[np.argsort(-scores, kind="stable")[:n]]


def adapter() -> Library:
    """Strategies that a definition exists for; a batch of modAL's is a set, but for the ranked one."""
    answers = {
        "least_confidence": _asked(modAL.uncertainty.uncertainty_sampling),
        "margin": _asked(modAL.uncertainty.margin_sampling),
        "entropy": _asked(modAL.uncertainty.entropy_sampling),
        "vote_entropy": _asked(modAL.disagreement.vote_entropy_sampling, of_committee=True),
        "consensus_entropy": _asked(modAL.disagreement.consensus_entropy_sampling, of_committee=True),
        "max_disagreement": _asked(modAL.disagreement.max_disagreement_sampling, of_committee=True),
        "committee_std": _asked(modAL.disagreement.max_std_sampling, of_committee=True),
        "ranked_batch": _asked(modAL.batch.uncertainty_batch_sampling, ordered=True),
        "information_density": Answer(_density, parameters=frozenset()),
        "max_loss": _asked(modAL.multilabel.max_loss),
        "mean_max_loss": _asked(modAL.multilabel.mean_max_loss),
        "min_confidence": _asked(modAL.multilabel.min_confidence),
        "avg_confidence": _asked(modAL.multilabel.avg_confidence),
        "max_score": _asked(modAL.multilabel.max_score),
        "avg_score": _asked(modAL.multilabel.avg_score),
    }
    return Library("modAL", version("modAL-python"), answers, "modAL", probes=modal_probes())
