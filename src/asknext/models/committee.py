"""A committee: several models that learn from the same labels and may disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.models.fitting import fit_model

__all__ = ["Committee", "check_committee", "fit_committee"]

Committee = int | Sequence[Any] | Callable[..., Any]
Take = Callable[[npt.NDArray[np.int64]], Any]


def check_committee(committee: Any) -> Committee:
    """The committee as it was given: a number of members of at least 2, a list of models, or a function."""
    if isinstance(committee, bool) or (isinstance(committee, int) and committee < 2):
        raise InputError(f"committee is {committee!r}, but needs at least 2 members.")
    listed = isinstance(committee, list | tuple) and len(committee) > 1
    if not (isinstance(committee, int) or listed or callable(committee)):
        raise InputError(
            f"committee is {committee!r}, but must be a number of members, a list of at least 2 models, or a function "
            f"(fitted model, content) -> (K, n, C) probabilities, for regression (K, n) predictions."
        )
    found: Committee = committee
    return found


def fit_committee(
    committee: int | Sequence[Any],
    model: Any,
    take: Take,
    rows: npt.NDArray[np.int64],
    targets: npt.NDArray[Any],
    seed: int,
) -> list[Any]:
    """The fitted members.

    A list of models: each fitted on all labels. A number: so many copies of ``model``, each fitted on a bootstrap
    sample of the labels, drawn by ``seed`` (bagging, Breiman 1996; as a committee Abe & Mamitsuka 1998).

    Parameters
    ----------
    take : content of given rows.  rows, targets : (m,) labelled rows and what is learnt from them.
    """
    seeds = np.random.SeedSequence([seed, 1]).generate_state(
        committee if isinstance(committee, int) else len(committee)
    )
    if not isinstance(committee, int):
        content = take(rows)
        return [fit_model(each, content, targets, int(own)) for each, own in zip(committee, seeds, strict=True)]
    return [_on_a_sample(model, take, rows, targets, int(own)) for own in seeds]


def _on_a_sample(model: Any, take: Take, rows: npt.NDArray[np.int64], targets: npt.NDArray[Any], seed: int) -> Any:
    drawn = np.sort(np.random.default_rng(seed).integers(len(rows), size=len(rows)))
    return fit_model(model, take(rows[drawn]), targets[drawn], seed % 2**31)
