"""The model that a Pipeline ends in."""

from __future__ import annotations

from typing import Any

__all__ = ["last_step"]


def last_step(model: Any) -> Any:
    """The last step of a Pipeline; any other model as it is."""
    return model.steps[-1][1] if hasattr(model, "steps") else model
