"""Names of people: what may be one, and when two are the same."""

from __future__ import annotations

import unicodedata

from asknext.errors import InputError

__all__ = ["LONGEST", "checked_name", "folded"]

LONGEST = 80
TAKEN = frozenset({"the command line", "import", "asknext", "somebody"})
MACHINES = "machine:"
"""Under what the log and the answers name who has no account: nobody passes for them, or answers in their place."""


def checked_name(given: str) -> str:
    """``given`` as it is stored: composed, without spaces around it.

    Raises
    ------
    InputError : it is empty, too long, holds characters that cannot be seen, or is the server's own.
    """
    name = " ".join(unicodedata.normalize("NFC", given).split())
    # controls, halves of pairs, and signs that turn the direction of writing: names must look like what they are
    if not name or len(name) > LONGEST or any(unicodedata.category(each).startswith("C") for each in name):
        raise InputError(f"A name is text of 1 to {LONGEST} characters that can be seen; found {given[:LONGEST]!r}.")
    if folded(name) in TAKEN or folded(name).startswith(MACHINES):
        raise InputError(f"{name!r} is what the server calls something of its own: choose another name.")
    return name


def folded(name: str) -> str:
    """The name as it is compared: ``Ann`` and ``ann`` are one person, and so are look-alikes in other widths."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
