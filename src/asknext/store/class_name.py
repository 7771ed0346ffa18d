"""Names of classes: how they are kept, and when two of them are the same name."""

from __future__ import annotations

import unicodedata

from asknext.errors import InputError

__all__ = ["LONGEST_NAME", "cleaned_name", "folded_name"]

LONGEST_NAME = 200


def cleaned_name(name: str) -> str:
    """The name as it is kept: composed (NFC), with single spaces and none at its ends.

    Raises
    ------
    InputError : it is empty, too long, or holds a character that is no text.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", name).split())
    if not cleaned:
        raise InputError("A class needs a name that is not empty.")
    if len(cleaned) > LONGEST_NAME:
        raise InputError(f"A class's name has {LONGEST_NAME} characters at most; this one has {len(cleaned):,}.")
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in cleaned):
        raise InputError(f"The name {cleaned!r} holds a character that is no text (a control character).")
    return cleaned


def folded_name(name: str) -> str:
    """What all spellings of a name have in common: case, spaces, composition, invisible characters do not matter."""
    plain = unicodedata.normalize("NFC", name).casefold()
    visible = "".join(each for each in plain if unicodedata.category(each) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split())
