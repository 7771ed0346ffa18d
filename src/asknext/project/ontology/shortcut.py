"""Shortcuts of classes: one key each, and none that the label page could not tell from its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from asknext.errors import InputError
from asknext.store.classes import LabelClass

__all__ = ["PAGE_KEYS", "check_keys", "cleaned_key", "moved_actions"]

# what the label page does with a key; where a class has the key, the action moves to Shift + key (? moves to F1)
PAGE_KEYS = {
    "comment": "c",
    "flag": "f",
    "guidelines": "g",
    "help": "?",
    "none": "n",
    "question": "q",
    "skip": "s",
    "why": "w",
    "zoom": "z",
}


def cleaned_key(key: str) -> str:
    """The key as it is kept, a letter in small.

    Raises
    ------
    InputError : it is not one character that a key of its own types.
    """
    cleaned = unicodedata.normalize("NFC", key).casefold()
    if len(cleaned) != 1 or unicodedata.category(cleaned)[0] in "CZM":
        raise InputError(
            f"A shortcut is one character that a key types, no space; {key!r} is not. Leave it out for none."
        )
    return cleaned


def check_keys(changed: Iterable[LabelClass], live: Iterable[LabelClass]) -> None:
    """Refuse a class of ``changed`` that has the key of another live one.

    Raises
    ------
    InputError : names both classes and the key.
    """
    taken: dict[str, list[LabelClass]] = {}
    for each in live:
        if each.key is not None:
            taken.setdefault(each.key.casefold(), []).append(each)
    for each in changed:
        for other in taken.get((each.key or "").casefold(), ()):
            if other.id != each.id:
                names = f"{other.name!r} and {each.name!r}"
                raise InputError(f"{names} have the same shortcut {each.key!r}; change one of them.")


def moved_actions(classes: Iterable[LabelClass]) -> dict[str, str]:
    """What the page does by another key because a class has its own: action -> the key it moves to."""
    taken = {each.key.casefold() for each in classes if each.retired is None and each.key}
    return {action: "F1" if key == "?" else f"Shift+{key.upper()}" for action, key in PAGE_KEYS.items() if key in taken}
