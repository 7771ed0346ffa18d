"""What some kinds of models tell of themselves, for the stopping rules that are made for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.models.laplace import gaussian_divergence, laplace_posterior
from asknext.models.last_step import last_step
from asknext.stopping.normalised_cut import cut_disagreement

__all__ = ["boundary_disagreement", "posterior_divergence", "support_vectors"]


def support_vectors(model: Any) -> int | None:
    """How many a support vector machine has, alone or at the end of a Pipeline; None for any other model."""
    counts = getattr(last_step(model), "n_support_", None)
    return None if counts is None else int(np.sum(counts))


def boundary_disagreement(model: Any, content: Any) -> float | None:
    """`cut_disagreement` on ``content``, unlabelled rows; None unless the model is linear, of two classes."""
    last = last_step(model)
    if not hasattr(last, "decision_function") or len(getattr(last, "coef_", ())) != 1:
        return None
    vectors = _transformed(model, content)
    dense = np.asarray(vectors.toarray() if hasattr(vectors, "toarray") else vectors)
    return cut_disagreement(np.asarray(last.decision_function(vectors)), dense)


def posterior_divergence(model: Any, content: Any, before: Any, content_before: Any) -> float | None:
    """Divergence of the posterior of ``model``, fitted on ``content``, from that of ``before``; None without both."""
    one, other = laplace_posterior(model, content), laplace_posterior(before, content_before)
    if one is None or other is None:
        return None
    found = gaussian_divergence(one, other)
    return found if np.isfinite(found) else None


def _transformed(model: Any, content: Any) -> npt.NDArray[Any] | Any:
    return model[:-1].transform(content) if hasattr(model, "steps") else content
