"""`Action`: one thing a person did, as the browser sends it, checked for form."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asknext.errors import InputError, UnknownName

__all__ = ["ANSWERS", "ITEMS", "JUDGEMENTS", "KINDS", "LIST", "LONGEST_NAME", "Action", "checked_text", "read_action"]

LIST = "list"
ITEMS = "items"
"""Not a kind of action: who may see any item may answer any, not only what was handed out."""
ANSWERS = ("label", "skip", "ignore")
JUDGEMENTS = ("accept", "adjudicate", "correct", "reject")
KINDS = (
    *("accept", "adjudicate", "comment", "correct", "flag", "gold", "ignore", "label", "question", "reject"),
    *("reply", "requeue", "resolve", "skip", "undo", "unflag", "unignore"),
)
TARGETED = {
    "undo": "The target of an undo, the uid of the event to withdraw,",
    "reply": "The target of a reply, the uid of the question,",
    "resolve": "The target of a resolve, the uid of the question,",
}
LONGEST_TEXT, LONGEST_NAME = 10_000, 200
LONGEST_SECONDS = 86_400.0


@dataclass(frozen=True)
class Action:
    """One thing a person did.

    Attributes
    ----------
    target : uid of the event it is about (undo, reply, resolve). reason : why (reject, skip, correct, gold ...).
    listed : done in the list of items, not on an item that was handed out. own : it changes an answer of one's own.
    park : whether a question holds its item back until it is resolved.
    ontology : the version of the classes that the page had; None: the newest.
    seen : the label (accept, reject) that whoever judges had before them, as JSON has it; None where it is not said.
    confidence : how sure a machine is, 0 to 1; of a person it is not looked at.
    """

    uid: str
    kind: str
    item: int
    value: Any
    seconds: float | None = None
    target: str | None = None
    listed: bool = False
    own: bool = False
    at: float | None = None
    reason: str | None = None
    park: bool = False
    confidence: float | None = None
    ontology: int | None = None
    seen: Any = None


def read_action(given: Any) -> Action:
    """Check the form of one action.

    Raises
    ------
    InputError, UnknownName : something is missing or cannot be; the message says what.
    """
    if not isinstance(given, Mapping):
        raise InputError("An event is an object with uid, kind and item.")
    kind = given.get("kind")
    if kind not in KINDS:
        raise UnknownName("kind of event", kind, KINDS)
    target = given.get("target")
    if kind in TARGETED:
        target = checked_text(target, TARGETED[kind], LONGEST_NAME)
    return Action(
        uid=checked_text(given.get("uid"), "An event's uid", LONGEST_NAME),
        kind=kind,
        item=-1 if kind in TARGETED else _position(given.get("item")),
        value=given.get("value"),
        seconds=_number(given.get("seconds"), LONGEST_SECONDS),
        target=target,
        listed=given.get("stream") == LIST,
        at=_number(given.get("at"), math.inf),
        reason=_reason(kind, given.get("reason")),
        park=given.get("park") is True,
        confidence=_number(given.get("confidence"), 1.0),
        ontology=_version(given.get("ontology")),
        seen=given.get("seen"),
    )


def checked_text(value: Any, what: str, longest: int = LONGEST_TEXT) -> str:
    """``value`` when it is text of 1 to ``longest`` characters that can be stored.

    Raises
    ------
    InputError : it is not; the sentence begins with ``what``.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise InputError(f"{what} is text of 1 to {longest:,} characters.")
    if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
        raise InputError(f"{what} holds a character that is no text (NUL, or half of a pair).")
    return value


def _reason(kind: str, value: Any) -> str | None:
    if kind == "reject":
        return checked_text(value, "The reason of a rejection, which its annotator reads,")
    return None if value is None else checked_text(value, "A reason")


def _position(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise InputError("An event's item is the item's number, as the server gave it.")
    return value


def _version(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None


def _number(value: Any, most: float) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return min(number, most) if math.isfinite(number) and number >= 0 else None
