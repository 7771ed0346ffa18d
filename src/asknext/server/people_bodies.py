"""What requests about people may hold. Whatever is not named here is refused: nobody slips in a role or an owner."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from asknext.labelling.work import checked_text
from asknext.people import invitations, tokens

__all__ = [
    "AcceptBody",
    "AdminBody",
    "DisabledBody",
    "InvitationBody",
    "MemberBody",
    "NewMemberBody",
    "PasswordBody",
    "ProjectInvitationBody",
    "SecretBody",
    "SignInBody",
    "TokenBody",
]


def _sound(value: str) -> str:
    return checked_text(value, "This", 2000) if value else value


Sound = AfterValidator(_sound)
Short = Annotated[str, Field(max_length=200), Sound]
Password = Annotated[str, Field(max_length=1024), Sound]
Secret = Annotated[str, Field(min_length=1, max_length=200), Sound]
Days = Annotated[float, Field(gt=0, le=invitations.MOST_DAYS, allow_inf_nan=False)]
Skills = Annotated[list[Short], Field(max_length=100)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignInBody(_Body):
    """Name and password."""

    name: Short
    password: Password


class SecretBody(_Body):
    """The secret of an invitation's link."""

    secret: Secret


class AcceptBody(_Body):
    """A new account, or for a link to a new password that; with neither the invitation is for one's own account."""

    secret: Secret
    name: Short | None = None
    password: Password | None = None


class PasswordBody(_Body):
    """The password as it is, and as it shall be."""

    old: Password
    new: Password


class TokenBody(_Body):
    """A token: what it may do, in which projects (none named: all of one's own), and for how many days."""

    name: Annotated[str, Field(min_length=1, max_length=100), Sound]
    scopes: Annotated[list[Short], Field(min_length=1, max_length=50)]
    projects: Annotated[list[Short], Field(max_length=1000)] | None = None
    days: Annotated[int, Field(ge=1, le=tokens.MOST_DAYS, strict=True)] = tokens.DAYS


class DisabledBody(_Body):
    """Whether somebody is shut out."""

    disabled: StrictBool


class AdminBody(_Body):
    """Whether somebody is an admin of the server."""

    admin: StrictBool


class InvitationBody(_Body):
    """An invitation to the server."""

    admin: StrictBool = False
    note: Short = ""
    days: Days = invitations.DAYS


class ProjectInvitationBody(_Body):
    """An invitation to a project."""

    role: Short
    skills: Skills = []
    note: Short = ""
    days: Days = invitations.DAYS


class MemberBody(_Body):
    """What somebody is in a project."""

    role: Short
    skills: Skills = []


class NewMemberBody(MemberBody):
    """Somebody who has an account already, by name."""

    name: Short
