"""A strategy or a rule as it is typed on a command line: a name, or a mapping."""

from __future__ import annotations

from typing import Any

from asknext.errors import InputError

__all__ = ["typed_rule", "typed_strategy"]


def typed_strategy(text: str) -> str | dict[str, Any]:
    """A name or arithmetic as it is; a mapping from text such as ``{name: weighted_kmeans, scorer: {name: entropy}}``.

    Raises `InputError` for text that begins like a mapping and is none.
    """
    return _typed(text, "strategy", "{name: margin}")


def typed_rule(text: str) -> str | dict[str, Any]:
    """A name as it is; a mapping from text such as ``{name: budget, labels: 300}``; errors as for `typed_strategy`."""
    return _typed(text, "rule", "{name: budget, labels: 300}")


def _typed(text: str, what: str, example: str) -> str | dict[str, Any]:
    if not text.lstrip().startswith("{"):
        return text
    import yaml  # type: ignore[import-untyped]

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError(f"The {what} {text!r} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise InputError(f"The {what} {text!r} must be a mapping such as {example}.")
    return found
