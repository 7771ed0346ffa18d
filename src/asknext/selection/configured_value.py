"""Values of a configuration, each read as what it has to be.

A reader takes the value, the key it stands at, and the folder that names of files are relative to; it raises InputError
or UnknownName, which name the key, where the value is something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from asknext.errors import InputError, UnknownName

__all__ = [
    "at_least_one",
    "known_keys",
    "names_of",
    "number",
    "one_of",
    "path_of",
    "paths",
    "positive",
    "text_of",
    "text_or_none",
    "whole",
    "yes_or_no",
]


def known_keys(given: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    """Raises UnknownName where ``given`` has a key that is not known."""
    for key in given:
        if key not in known:
            raise UnknownName("key", key, known, where=where)


def paths(value: Any, key: str, folder: Path) -> tuple[Path, ...]:
    """One file or folder, or a list of them."""
    names = value if isinstance(value, list) else [value]
    if not names:
        raise InputError(f"{key} is an empty list: name at least one folder or file.")
    return tuple(path_of(name, key, folder) for name in names)


def path_of(value: Any, key: str, folder: Path) -> Path:
    """A file or folder, relative to ``folder``."""
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{key} is {value!r}, but must be the name of a file or folder.")
    return folder / Path(value).expanduser()


def names_of(value: Any, key: str) -> tuple[str, ...]:
    """A list of names."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise InputError(f"{key} is {value!r}, but must be a list of names.")
    return tuple(value)


def text_of(value: Any, key: str, folder: Path) -> str:
    """A text."""
    if not isinstance(value, str):
        raise InputError(f"{key} is {value!r}, but must be a text.")
    return value


def text_or_none(value: Any, key: str) -> str | None:
    """A text, or None."""
    return None if value is None else text_of(value, key, Path())


def yes_or_no(value: Any, key: str, folder: Path) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise InputError(f"{key} is {value!r}, but must be true or false.")
    return value


def whole(value: Any, key: str, least: int, most: int = 1_000_000_000) -> int:
    """A whole number."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or value != int(value)
        or not least <= value <= most
    ):
        raise InputError(f"{key} is {value!r}, but must be a whole number from {least} to {most:,}.")
    return int(value)


def number(value: Any, key: str, least: float, most: float) -> float:
    """A number from ``least`` to ``most``."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise InputError(f"{key} is {value!r}, but must be a number from {least:g} to {most:g}.")
    return float(value)


def positive(value: Any, key: str, folder: Path) -> float:
    """A number above 0."""
    if number(value, key, 0.0, 1e6) == 0:
        raise InputError(f"{key} is 0, but must be more than 0.")
    return float(value)


def at_least_one(value: Any, key: str, folder: Path) -> int:
    """A whole number above 0."""
    return whole(value, key, 1)


def one_of(options: tuple[str, ...]) -> Callable[[Any, str, Path], str]:
    """A reader of one of so many words."""

    def read(value: Any, key: str, folder: Path) -> str:
        if value not in options:
            raise UnknownName("value", value, options, where=key)
        return str(value)

    return read
