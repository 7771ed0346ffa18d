"""How much a label would change the model, or lower its expected error."""

from __future__ import annotations

from asknext.strategies.model_change.expected_gradient_length import ExpectedGradientLength

__all__ = [
    "ExpectedGradientLength",
]
