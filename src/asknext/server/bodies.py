"""What requests may hold, and what answers look like, for checking and for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from asknext.labelling.work import LONGEST_NAME, checked_text

__all__ = [
    "ConfirmBody",
    "ErrorAnswer",
    "EventsBody",
    "LeaseBody",
    "LoginBody",
    "NewClassBody",
    "ReleaseBody",
    "RenewBody",
]


def _name(value: str) -> str:
    return checked_text(value, "This", LONGEST_NAME)


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_name)]
Position = Annotated[int, Field(ge=0, lt=2**31, strict=True)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LeaseBody(_Body):
    """Items wanted in all, and those held already; ``kind`` of work: to label, or as a reviewer to judge."""

    session: Name
    annotator: Name
    want: Annotated[int, Field(ge=1, le=20, strict=True)]
    hold: Annotated[list[Position], Field(max_length=100)] = []
    kind: Literal["label", "review", "adjudicate"] = "label"


class RenewBody(_Body):
    """Items to keep for longer."""

    session: Name
    items: Annotated[list[Position], Field(max_length=100)]


class ReleaseBody(_Body):
    """Items to give back; without ``items`` all of the session's."""

    session: Name
    items: Annotated[list[Position], Field(max_length=100)] | None = None


class EventsBody(_Body):
    """What a person did, in order. Events are checked one by one: a wrong one is refused alone.

    An event: uid, kind, item, value, seconds, and where they apply target, stream, at, reason, park.
    """

    session: Name
    annotator: Name
    events: Annotated[list[Any], Field(max_length=1000)]


class ConfirmBody(_Body):
    """One label for many items; ``uid`` is made by the client, and sent again the same items are stored once."""

    session: Name
    annotator: Name
    uid: Annotated[str, Field(min_length=1, max_length=180)]
    items: Annotated[list[Position], Field(min_length=1, max_length=1000)]
    value: Any
    at: float | None = None


class NewClassBody(_Body):
    """A class to add."""

    name: Name
    key: Annotated[str, Field(min_length=1, max_length=1)] | None = None


class LoginBody(_Body):
    """The token that was printed at the first start."""

    token: Annotated[str, Field(max_length=1000)]


class ErrorDetail(BaseModel):
    """What went wrong: ``code`` for programs, ``message`` for people."""

    code: str
    message: str


class ErrorAnswer(BaseModel):
    """The shape of every error."""

    error: ErrorDetail
