"""How much a label would change the model, or lower its expected error."""

from __future__ import annotations

from asknext.strategies.model_change.bait import Bait
from asknext.strategies.model_change.expected_error_reduction import ExpectedErrorReduction
from asknext.strategies.model_change.expected_gradient_length import ExpectedGradientLength
from asknext.strategies.model_change.expected_model_output_change import ExpectedModelOutputChange
from asknext.strategies.model_change.variance_reduction import VarianceReduction

__all__ = [
    "Bait",
    "ExpectedErrorReduction",
    "ExpectedGradientLength",
    "ExpectedModelOutputChange",
    "VarianceReduction",
]
