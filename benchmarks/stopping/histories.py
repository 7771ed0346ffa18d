"""A finished run as the history that stopping rules look at."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.stopping.simulation import Played

from asknext.measures.metrics import accuracy
from asknext.models.laplace import Gaussian, gaussian_divergence, laplace_posterior
from asknext.stopping import Round, round_of

__all__ = ["history_of"]

_STOP = 2_000


def history_of(run: Played, X: npt.NDArray[Any]) -> list[Round]:
    """One round a model; what the test items say is left out, for no rule may see it.

    Parameters
    ----------
    X : (n, d) features of the pool, of which posteriors are made.

    The stop set is the pool as a learner draws it: at most 2,000 items, whether they are labelled or not.
    """
    posteriors = [_posterior(run, X, at) for at in range(len(run.labels))]
    return [_round(run, at, posteriors) for at in range(len(run.labels))]


def _round(run: Played, at: int, posteriors: list[Gaussian | None]) -> Round:
    labels, table = int(run.labels[at]), run.probabilities[at, :_STOP]
    left = np.ones(len(run.truth), dtype=bool)
    left[run.asked[:labels]] = False
    train = accuracy(run.truth[~left], run.probabilities[at].argmax(axis=1)[~left])
    known = {"remaining": int(left.sum()), "train_scores": {"accuracy": train}}
    if at == 0:
        return round_of(labels, stop=table, pool=run.probabilities[at][left], **known)
    before, batch = run.probabilities[at - 1], run.asked[run.labels[at - 1] : labels]
    one, other = posteriors[at], posteriors[at - 1]
    moved = None if one is None or other is None else gaussian_divergence(one, other)
    return round_of(
        labels, stop=table, stop_before=before[:_STOP], pool=run.probabilities[at][left], pool_before=before[left],
        batch=before[batch], answers=run.truth[batch], batch_first=run.probabilities[0][batch],
        posterior_divergence=moved, **known,
    )  # fmt: skip


def _posterior(run: Played, X: npt.NDArray[Any], at: int) -> Gaussian | None:
    """As of the model of that round, rebuilt from its weights."""
    weights = run.coefficients[at]
    if weights.size == 0:
        return None
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression()
    model.coef_, model.intercept_ = weights[:, :-1], weights[:, -1]
    return laplace_posterior(model, X[run.asked[: run.labels[at]]])
