"""A parameter that holds a classifier of scikit-learn's kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from asknext.errors import InputError

__all__ = ["Classifier", "classifier"]

_WANTED = ("fit", "predict_proba", "get_params")


@dataclass(frozen=True)
class Classifier:
    """An unfitted classifier as a parameter: ``model`` is the object, which is copied before it is fitted."""

    model: Any

    def describe(self) -> str:
        """Its class and settings, for people: an object cannot be made of this."""
        return f"{type(self.model).__module__}.{' '.join(repr(self.model).split())}"


def classifier(help: str) -> Any:
    """A scikit-learn classifier that gives probabilities; None by default."""

    def check(value: Any, where: str) -> Classifier | None:
        if value is None or isinstance(value, Classifier):
            return value
        if isinstance(value, type):
            raise InputError(f"{where} is the class {value.__name__}; pass an object: {value.__name__}().")
        lacking = [name for name in _WANTED if not hasattr(value, name)]
        if lacking:
            raise InputError(
                f"{where} is {value!r}, which has no {', '.join(lacking)}, but must be a scikit-learn classifier that "
                f"gives probabilities, as a Python object: it cannot be read from a file or from its description."
            )
        return Classifier(value)

    return field(default=None, metadata={"check": check, "help": help})
