"""Expected model output change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import Float64
from asknext.strategies.model_change.label_outlook import LabelOutlook, Now
from asknext.strategies.model_change.softmax_regression import softmax
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register

__all__ = ["ExpectedModelOutputChange"]


@register
@dataclass(frozen=True)
class ExpectedModelOutputChange(LabelOutlook):
    """How much its label is expected to change what the model says of the rest of the pool (Freytag et al. 2014).

    ``sum_c P(c | x) mean_t |f_{L + (x, c)}(t) - f_L(t)|_1`` over ``sample`` unlabelled items t, for a softmax
    regression of its own on the embeddings. The outputs f are its probabilities, or its logits, for the classes among
    the labels. ``method="newton"`` foresees the model by one implicit step (in place of the gradient step of Kaeding
    et al. 2016); ``"refit"`` fits it for every candidate and class, and refuses above 5,000 fits. Only ``candidates``
    items are looked at; to `score` is to look at all. With an ``estimator``, any scikit-learn classifier, that is the
    model: ``"refit"`` is exact, ``"warm_start"`` takes ``steps`` of its ``partial_fit`` and ranks as tight refits do
    (above 0.95) for Gaussian naive Bayes and for stochastic gradients.
    """

    output: str = choice("probabilities", "'probabilities' or 'logits'", options=("probabilities", "logits"))

    name = "expected_model_output_change"
    source = "Freytag, Rodner & Denzler 2014; Kaeding et al. 2016"

    def worth(self, now: Now, after: Float64) -> Float64:
        change = np.abs(self._outputs(after) - self._outputs(now.logits))
        return np.asarray(change.sum(axis=-1).mean(axis=-1), dtype=np.float64)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score == 0:
            return "Too few labels to foresee what another would change, or nothing left changes anything."
        return f"Its label is expected to change most what the model says of other items (by {score:.2g} each)."

    def _outputs(self, logits: Float64) -> Float64:
        return softmax(logits) if self.output == "probabilities" else logits - logits.mean(axis=-1, keepdims=True)
