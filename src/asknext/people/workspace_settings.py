"""`WorkspaceSettings`: what `workspace.yaml` says, checked when it is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml  # type: ignore[import-untyped]

from asknext.errors import DataError, InputError, UnknownName
from asknext.people.project_name import checked_project_name

__all__ = ["SessionSettings", "SignOnSettings", "WorkspaceSettings", "load_settings"]

SCHEMA = "asknext_people"


@dataclass(frozen=True)
class SessionSettings:
    """After so many hours without a request, and in any case after so many days, a session ends."""

    idle_hours: float = 12.0
    days: float = 7.0

    def __post_init__(self) -> None:
        _require(0 < self.idle_hours <= 24 * 31, "sessions.idle_hours", self.idle_hours, "hours, up to 31 days")
        _require(0 < self.days <= 90, "sessions.days", self.days, "days, up to 90")


@dataclass(frozen=True)
class SignOnSettings:
    """Single sign-on by OpenID Connect.

    Attributes
    ----------
    issuer : the provider's address, as its tokens say it. client_id, client_secret : what it gave for this server; the
        secret best as ``env:NAME``. name : what the button says.
    domains : who has a confirmed e-mail address there comes in without an invitation; empty: invited people only.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str = "single sign-on"
    domains: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        local = urlsplit(self.issuer).hostname in ("127.0.0.1", "localhost") and self.issuer.startswith("http://")
        _require(self.issuer.startswith("https://") or local, "single_sign_on.issuer", self.issuer, "an https address")
        object.__setattr__(self, "domains", tuple(each.lower().lstrip("@") for each in self.domains))

    @property
    def secret(self) -> str:
        """The client's secret; read from the environment where it says so.

        Raises
        ------
        InputError : there is no such variable.
        """
        return _looked_up(self.client_secret, "single_sign_on.client_secret")


@dataclass(frozen=True)
class WorkspaceSettings:
    """The settings of a workspace.

    Attributes
    ----------
    title : what the pages say. database : ``{url: postgresql+psycopg://..., schema: NAME}``, or empty for people.db.
    projects : folders that lie elsewhere, by the name they have here.
    left_out : names of folders inside that are projects and not of this workspace.
    public_url : under which browsers reach the server; single sign-on needs it.
    """

    title: str = "asknext"
    database: Mapping[str, str] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)
    sessions: SessionSettings = field(default_factory=SessionSettings)
    single_sign_on: SignOnSettings | None = None
    public_url: str | None = None
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.projects:
            checked_project_name(name)
        _require(set(self.database) <= {"url", "schema"}, "database", dict(self.database), "url and schema")
        needed = self.single_sign_on is not None and not self.public_url
        _require(not needed, "public_url", self.public_url, "the server's address, which single sign-on needs")

    def database_address(self) -> str | None:
        """Where the people's database is, or None for the file people.db.

        Raises
        ------
        InputError : the settings name a variable of the environment that is not set.
        """
        if "url" not in self.database:
            return None
        url = _looked_up(self.database["url"], "database.url")
        joint = "&" if "?" in url else "?"
        return url if "schema=" in url else f"{url}{joint}schema={self.database.get('schema', SCHEMA)}"


def load_settings(path: Path) -> WorkspaceSettings:
    """Read ``workspace.yaml``.

    Raises
    ------
    DataError : it cannot be read. UnknownName, InputError : a setting is unknown, or has a value that cannot be.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise DataError(f"It cannot be read: {error}", source=str(path)) from None
    if not isinstance(found, dict):
        raise DataError("Expected settings as name: value.", source=str(path))
    given = dict(found)
    for name, kind in (("sessions", SessionSettings), ("single_sign_on", SignOnSettings)):
        if given.get(name) is not None:
            given[name] = _made(kind, given[name], name)
    settings: WorkspaceSettings = _made(WorkspaceSettings, given, path.name)
    return settings


def _looked_up(given: str, where: str) -> str:
    """``given``, or what the variable holds that ``env:NAME`` names."""
    kind, _, name = given.partition(":")
    if kind != "env":
        return given
    if name not in os.environ:
        raise InputError(f"{where} names the variable {name}, which is not set.")
    return os.environ[name]


def _made(kind: type[Any], given: Any, where: str) -> Any:
    if not isinstance(given, dict):
        raise InputError(f"{where}: expected name: value pairs, found {given!r}.")
    known = {each.name: each for each in fields(kind)}
    for name in given:
        if name not in known:
            raise UnknownName("setting", name, known, where)
    for name, each in known.items():
        if name not in given and each.default is MISSING and each.default_factory is MISSING:
            raise InputError(f"{where}: {name} is missing.")
    try:
        return kind(**{name: _typed(value, str(known[name].type)) for name, value in given.items()})
    except (TypeError, ValueError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{where}: {error}") from None


def _typed(value: Any, kind: str) -> Any:
    """YAML's own types to those of the settings; what does not fit is a mistake."""
    if kind.startswith("str"):
        _require(isinstance(value, str), "text", value, "text, in quotes where it looks like a number")
    elif kind == "float":
        return float(value)
    elif kind.startswith("tuple"):
        _require(isinstance(value, list), "a list", value, "a list of texts")
        return tuple(str(each) for each in value)
    elif kind.startswith("Mapping"):
        _require(isinstance(value, dict), "a mapping", value, "name: value pairs")
        return {str(name): str(each) for name, each in value.items()}
    return value


def _require(holds: bool, name: str, found: object, expected: str) -> None:
    if not holds:
        raise InputError(f"{name}: expected {expected}; found {found!r}.")
