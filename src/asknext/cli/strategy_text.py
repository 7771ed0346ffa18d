"""A strategy as it is typed on a command line."""

from __future__ import annotations

from typing import Any

from asknext.errors import InputError

__all__ = ["typed_strategy"]


def typed_strategy(text: str) -> str | dict[str, Any]:
    """A name or arithmetic as it is; a mapping from text such as ``{name: weighted_kmeans, scorer: {name: entropy}}``.

    Raises `InputError` for text that begins like a mapping and is none.
    """
    if not text.lstrip().startswith("{"):
        return text
    import yaml  # type: ignore[import-untyped]

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError(f"The strategy {text!r} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise InputError(f"The strategy {text!r} must be a mapping such as {{name: margin}}.")
    return found
