"""The kinds of labelling: what one label is decides which strategies make sense."""

from __future__ import annotations

from typing import Final

__all__ = ["MULTI_LABEL", "REGRESSION", "SINGLE_LABEL", "TASKS"]

SINGLE_LABEL: Final = "single_label"  # exactly one class an item
MULTI_LABEL: Final = "multi_label"  # any number of classes an item
REGRESSION: Final = "regression"  # a number an item

TASKS = (SINGLE_LABEL, MULTI_LABEL, REGRESSION)
