"""Parameters of rules that are shares."""

from __future__ import annotations

from asknext.errors import InputError

__all__ = ["check_shares"]


def check_shares(rule: str, **values: float) -> None:
    """Raise `InputError` for a value that is not above 0 and below 1."""
    for name, value in values.items():
        if not 0 < value < 1:
            raise InputError(f"{rule} needs {name} above 0 and below 1; found {value}.")
